package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.diconde4j.render.Images.bytes;
import static org.diconde4j.render.Images.drawn;
import static org.diconde4j.render.Images.grey;
import static org.diconde4j.render.Images.rendering;
import static org.diconde4j.render.Images.samples;
import static org.diconde4j.render.Images.words;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.render.Window.Function;
import org.junit.jupiter.api.Test;

class RenderingTest {
    @Test
    void rescaled_values_go_through_the_first_window() throws IOException {
        assertThat(drawn(words(12, false, 0, 100, 200, 300, 400)
                        .set(Tag.RescaleSlope, "2")
                        .set(Tag.RescaleIntercept, "-100")
                        .set(Tag.WindowCenter, "300.5", "0")
                        .set(Tag.WindowWidth, "401", "1")))
                .containsExactly(0, 0, 128, 255, 255);
    }

    @Test
    void windows_are_computed_as_the_standard_says() {
        Window linear = Window.of(2048, 4096); // the example of PS3.3 C.11.2.1.2.1
        assertThat(linear.part(0)).isZero();
        assertThat(linear.part(4095)).isEqualTo(1);
        assertThat(linear.part(2047.5)).isEqualTo(0.5);
        Window narrow = Window.of(2048, 1);
        assertThat(narrow.part(2047)).isZero();
        assertThat(narrow.part(2047.6)).isEqualTo(1);
        Window exact = new Window(10, 4, Function.LINEAR_EXACT);
        assertThat(exact.part(8)).isZero();
        assertThat(exact.part(9)).isEqualTo(0.25);
        assertThat(exact.part(12)).isEqualTo(1);
        Window sigmoid = new Window(0, 4, Function.SIGMOID);
        assertThat(sigmoid.part(0)).isEqualTo(0.5);
        assertThat(sigmoid.part(1)).isEqualTo(1 / (1 + Math.exp(-1)));
    }

    @Test
    void a_window_without_width_is_refused_and_of_the_image_passed_over() throws IOException {
        assertThatThrownBy(() -> Window.of(1, 0)).hasMessageContaining("width").hasMessageContaining("0.0");
        assertThatThrownBy(() -> new Window(1, 0.5, Function.LINEAR)).hasMessageContaining("at least 1");
        assertThat(drawn(bytes(0, 10, 255).set(Tag.WindowCenter, "10").set(Tag.WindowWidth, "0")))
                .containsExactly(0, 10, 255);
    }

    @Test
    void tables_take_the_place_of_slope_and_window() throws IOException {
        assertThat(drawn(words(16, true, -3, -2, -1, 0, 9)
                        .setItems(Tag.ModalityLUTSequence, Images.lut(-2, 16, 10, 11, 12))
                        .setItems(Tag.VOILUTSequence, Images.lut(10, 8, 0, 100, 255))))
                .containsExactly(0, 0, 100, 255, 255);
    }

    @Test
    void entries_of_a_table_may_be_bytes() throws IOException {
        Dataset table = Dataset.builder()
                .setLongs(Tag.LUTDescriptor, VR.US, 3, 0, 8)
                .setBytes(Tag.LUTData, VR.OW, new byte[] {0, 7, (byte) 200, 0})
                .build();
        assertThat(drawn(bytes(0, 1, 2, 3).setItems(Tag.VOILUTSequence, table))).containsExactly(0, 7, 200, 200);
    }

    @Test
    void windows_and_then_tables_are_chosen_by_number() throws IOException {
        Rendering rendering = rendering(bytes(0, 1, 2)
                .set(Tag.WindowCenter, "1", "100")
                .set(Tag.WindowWidth, "1", "1")
                .setItems(Tag.VOILUTSequence, Images.lut(0, 8, 9, 8, 7)));
        assertThat(samples(rendering.image())).containsExactly(0, 255, 255);
        assertThat(samples(rendering.storedWindow(1).image())).containsExactly(0, 0, 0);
        assertThat(samples(rendering.storedWindow(2).image())).containsExactly(9, 8, 7);
        assertThatThrownBy(() -> rendering.storedWindow(3).image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("no VOI 4")
                .hasMessageContaining("2 windows and 1 VOI LUT");
    }

    @Test
    void the_least_value_of_monochrome1_is_white_and_padding_black() throws IOException {
        assertThat(drawn(words(16, true, -2000, -1999, -100, 0, 100)
                        .set(Tag.PhotometricInterpretation, "MONOCHROME1")
                        .setLongs(Tag.PixelPaddingValue, VR.SS, -2000)
                        .setLongs(Tag.PixelPaddingRangeLimit, VR.SS, -1000)
                        .set(Tag.WindowCenter, "0.5")
                        .set(Tag.WindowWidth, "201")))
                .containsExactly(0, 0, 255, 128, 0);
    }

    @Test
    void the_presentation_lut_shape_has_the_last_word_on_what_is_white() throws IOException {
        assertThat(drawn(bytes(0, 255)
                        .set(Tag.PhotometricInterpretation, "MONOCHROME1")
                        .set(Tag.PresentationLUTShape, "INVERSE")))
                .containsExactly(255, 0);
        assertThat(drawn(bytes(0, 255).set(Tag.PresentationLUTShape, "INVERSE")))
                .containsExactly(255, 0);
    }

    @Test
    void deep_images_without_a_window_get_one_that_leaves_outliers_and_padding_out() throws IOException {
        int[] values = IntStream.range(0, 1000).map(i -> 1000 + i).toArray();
        values[7] = 0xFFFF;
        values[8] = 0;
        values[9] = 5;
        int[] drawn = drawn(words(16, false, values)
                .setLongs(Tag.PixelPaddingValue, VR.US, 5)
                .set(Tag.Modality, "CT"));
        assertThat(drawn[7]).isEqualTo(255);
        assertThat(drawn[8]).isZero();
        assertThat(drawn[9]).isZero();
        assertThat(drawn[0]).isZero();
        assertThat(drawn[500]).isBetween(124, 132);
        assertThat(drawn[20]).isBetween(1, 6);
        assertThat(drawn[999]).isEqualTo(255);
    }

    @Test
    void images_of_up_to_8_bits_without_a_window_show_all_values() throws IOException {
        assertThat(drawn(bytes(0, 100, 101, 102))).containsExactly(0, 100, 101, 102);
        assertThat(samples(
                        rendering(words(12, false, 0, 2048, 4095)).fullRange().image16()))
                .containsExactly(0, 32776, 65535);
    }

    @Test
    void sixteen_bit_detectors_keep_all_their_bits_in_a_deep_picture() throws IOException {
        int[] values = {0, 1, 2, 32767, 32768, 65534, 65535};
        assertThat(samples(rendering(words(16, false, values)).fullRange().image16()))
                .containsExactly(values);
        assertThat(samples(rendering(words(16, true, values)).fullRange().image16()))
                .containsExactly(32768, 32769, 32770, 65535, 0, 32766, 32767);
    }

    @Test
    void floating_point_numbers_are_windowed_and_nan_is_black() throws IOException {
        ByteBuffer floats = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(0).putFloat(0.25f).putFloat(Float.NaN).putFloat(1);
        Dataset.Builder image = grey(4, 1, 32, 32, false)
                .remove(Tag.PixelRepresentation)
                .setBytes(Tag.FloatPixelData, VR.OF, floats.array());
        assertThat(drawn(image)).containsExactly(0, 64, 0, 255);
        assertThat(samples(rendering(image).window(0.25, 0.1).image())).containsExactly(0, 128, 0, 255);
        assertThat(drawn(image.set(Tag.WindowCenter, "0.5").set(Tag.WindowWidth, "1")))
                .as("LINEAR, as many parametric maps say")
                .containsExactly(0, 64, 0, 255);
    }

    @Test
    void single_bits_are_black_and_white() throws IOException {
        assertThat(drawn(grey(3, 3, 1, 1, false).setBytes(Tag.PixelData, VR.OB, new byte[] {(byte) 0b10010101, 1})))
                .containsExactly(255, 0, 255, 0, 255, 0, 0, 255, 255);
    }

    @Test
    void frames_have_windows_and_slopes_of_their_own() throws IOException {
        Dataset shared = Dataset.builder()
                .setItems(
                        Tag.PixelValueTransformationSequence,
                        Dataset.builder()
                                .set(Tag.RescaleSlope, "2")
                                .set(Tag.RescaleIntercept, "0")
                                .build())
                .build();
        Dataset.Builder image = bytes(10, 20, 30)
                .set(Tag.Columns, 1)
                .set(Tag.NumberOfFrames, 3)
                .setItems(Tag.SharedFunctionalGroupsSequence, shared)
                .setItems(Tag.PerFrameFunctionalGroupsSequence, voi("20"), voi("41"), voi("60"));
        int[] drawn = new int[3];
        for (int i = 0; i < 3; i++) {
            drawn[i] = samples(rendering(image).frame(i).image())[0];
        }
        assertThat(drawn).containsExactly(255, 0, 255);
        assertThatThrownBy(() -> rendering(image).frame(3).image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("no frame 4")
                .hasMessageContaining("has 3");
    }

    private static Dataset voi(String center) {
        Dataset window = Dataset.builder()
                .set(Tag.WindowCenter, center)
                .set(Tag.WindowWidth, "1")
                .build();
        return Dataset.builder().setItems(Tag.FrameVOILUTSequence, window).build();
    }

    @Test
    void colours_are_rgb_of_8_or_16_bits_and_have_no_window() throws IOException {
        Dataset.Builder image = grey(2, 1, 8, 8, false)
                .set(Tag.SamplesPerPixel, 3)
                .set(Tag.PhotometricInterpretation, "RGB")
                .set(Tag.PlanarConfiguration, 1)
                .setBytes(Tag.PixelData, VR.OB, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(drawn(image)).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(samples(rendering(image).image16())).startsWith(257, 3 * 257);
        assertThatThrownBy(() -> rendering(image).window(1, 2).image()).hasMessageContaining("RGB");
    }

    @Test
    void colours_of_more_than_16_bits_are_colours_too() throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        samples.putInt(0).putInt(0x80808080).putInt(-1);
        assertThat(drawn(grey(1, 1, 32, 32, false)
                        .set(Tag.SamplesPerPixel, 3)
                        .set(Tag.PhotometricInterpretation, "RGB")
                        .set(Tag.PlanarConfiguration, 0)
                        .setBytes(Tag.PixelData, VR.OW, samples.array())))
                .containsExactly(0, 128, 255);
    }

    @Test
    void values_from_the_first_of_a_supplemental_palette_on_are_colours() throws IOException {
        Dataset.Builder image = bytes(0, 100, 200, 201, 255)
                .set(Tag.PixelPresentation, "MIXED")
                .setLongs(Tag.RedPaletteColorLookupTableDescriptor, VR.US, 2, 200, 16)
                .setLongs(Tag.GreenPaletteColorLookupTableDescriptor, VR.US, 2, 200, 16)
                .setLongs(Tag.BluePaletteColorLookupTableDescriptor, VR.US, 2, 200, 16)
                .setBytes(Tag.RedPaletteColorLookupTableData, VR.OW, Images.words(0xFFFF, 0))
                .setBytes(Tag.GreenPaletteColorLookupTableData, VR.OW, Images.words(0, 0x8080))
                .setBytes(Tag.BluePaletteColorLookupTableData, VR.OW, Images.words(0, 0));
        assertThat(drawn(image)).containsExactly(0, 0, 0, 100, 100, 100, 255, 0, 0, 0, 128, 0, 0, 128, 0);
        assertThat(drawn(image.set(Tag.PixelPresentation, "MONOCHROME"))).containsExactly(0, 100, 200, 201, 255);
    }

    @Test
    void a_part_is_cut_out_and_made_smaller_by_averages_and_larger_by_interpolation() throws IOException {
        Dataset.Builder image =
                grey(4, 2, 8, 8, false).setBytes(Tag.PixelData, VR.OB, new byte[] {0, 10, 20, 30, 40, 50, 60, 70});
        assertThat(samples(rendering(image).region(1, 0, 2, 2).image())).containsExactly(10, 20, 50, 60);
        assertThat(samples(rendering(image).size(2, 2).image())).containsExactly(25, 45);
        assertThat(samples(rendering(image).region(0, 0, 2, 1).size(4, 9).image()))
                .containsExactly(0, 3, 8, 10, 0, 3, 8, 10);
        assertThatThrownBy(() -> rendering(image).region(3, 0, 2, 1).image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("not within the image");
    }

    @Test
    void one_grey_stays_that_grey_in_any_size_and_the_sum_of_all_what_it_was() throws IOException {
        Random random = new Random(11);
        for (int run = 0; run < 300; run++) {
            int columns = 1 + random.nextInt(90);
            int rows = 1 + random.nextInt(90);
            byte[] pixels = new byte[columns * rows];
            Arrays.fill(pixels, (byte) 77);
            Dataset.Builder image = grey(columns, rows, 8, 8, false)
                    .set(Tag.PixelAspectRatio, "" + (1 + random.nextInt(3)), "" + (1 + random.nextInt(3)))
                    .setBytes(Tag.PixelData, VR.OB, pixels);
            int width = 1 + random.nextInt(90);
            int height = 1 + random.nextInt(90);
            int[] plain = samples(rendering(image).size(width, height).image());
            assertThat(plain).as("run " + run).containsOnly(77);

            random.nextBytes(pixels);
            image.setBytes(Tag.PixelData, VR.OB, pixels).remove(Tag.PixelAspectRatio);
            BufferedImage small = rendering(image).size(1, 1).image16();
            long sum = 0;
            for (byte pixel : pixels) {
                sum += pixel & 0xFF;
            }
            assertThat(small.getRaster().getSample(0, 0, 0) / 257.0)
                    .as("run " + run)
                    .isCloseTo((double) sum / pixels.length, within(0.01));
        }
    }

    @Test
    void pictures_of_a_size_have_the_shape_of_the_component() throws IOException {
        BufferedImage tall = rendering(grey(10, 10, 8, 8, false)
                        .set(Tag.PixelSpacing, "0.2", "0.1")
                        .setBytes(Tag.PixelData, VR.OB, new byte[100]))
                .size(40, 40)
                .image();
        assertThat(tall.getWidth()).isEqualTo(20);
        assertThat(tall.getHeight()).isEqualTo(40);
    }

    @Test
    void a_frame_that_is_cut_short_is_drawn_as_far_as_it_goes_if_wanted() throws IOException {
        Rendering rendering =
                rendering(grey(2, 2, 8, 8, false).setBytes(Tag.PixelData, VR.OB, new byte[] {(byte) 200, 100}));
        assertThatThrownBy(rendering::image).isInstanceOf(PixelException.class).hasMessageContaining("cut short");
        assertThat(samples(rendering
                        .decoding(DecodeOptions.DEFAULT.withTolerance())
                        .image()))
                .containsExactly(200, 100, 0, 0);
    }

    @Test
    void pictures_are_written_as_png_gif_and_jpeg() throws IOException {
        Rendering rendering =
                rendering(words(12, false, IntStream.range(0, 64).toArray())).fullRange();
        ByteArrayOutputStream deep = new ByteArrayOutputStream();
        rendering.png16(deep);
        assertThat(samples(ImageIO.read(new ByteArrayInputStream(deep.toByteArray()))))
                .isEqualTo(samples(rendering.image16()));
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        rendering.gif(gif);
        assertThat(samples(ImageIO.read(new ByteArrayInputStream(gif.toByteArray()))))
                .isEqualTo(samples(rendering.image()));
        ByteArrayOutputStream good = new ByteArrayOutputStream();
        ByteArrayOutputStream bad = new ByteArrayOutputStream();
        Rendering noise = rendering(bytes(new Random(3).ints(4096, 0, 256).toArray()));
        noise.jpeg(good, 0.95);
        noise.jpeg(bad, 0.1);
        assertThat(good.size()).isGreaterThan(2 * bad.size());
        assertThat(ImageIO.read(new ByteArrayInputStream(bad.toByteArray())).getWidth())
                .isEqualTo(4096);
    }
}
