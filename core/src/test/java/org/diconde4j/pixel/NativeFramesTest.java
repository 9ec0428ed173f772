package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.pixel.Images.attributes;
import static org.diconde4j.pixel.Images.bytes;
import static org.diconde4j.pixel.Images.grey;
import static org.diconde4j.pixel.Images.pixels;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;

/** Frames of native pixel data (PS3.5 8.1). */
class NativeFramesTest {
    private final List<Deviation> deviations = new ArrayList<>();

    private Frames frames(Dataset dataset, TransferSyntax syntax) throws IOException {
        return Frames.of(dataset, syntax, deviations::add);
    }

    private Frames frames(Dataset dataset) throws IOException {
        return frames(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private String deviation() {
        assertThat(deviations).hasSize(1);
        return deviations.get(0).problem();
    }

    /** Written in another encoding and read again, pixels of any length left in the bytes. */
    private static Dataset in(TransferSyntax syntax, Dataset dataset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, syntax, out);
        byte[] bytes = out.toByteArray();
        return DicomReader.strict()
                .withBulkFrom(1)
                .withBulkIn(NativeFrames.memory(bytes))
                .readDataset(new ByteArrayInputStream(bytes), syntax);
    }

    @Test
    void gives_frames_one_after_the_other_without_the_padding() throws IOException {
        Frames frames = frames(pixels(grey(1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 0));
        assertThat(frames.location()).isEqualTo(FrameLocation.NATIVE);
        assertThat(Images.all(frames)).containsExactly(bytes(1, 2, 3), bytes(4, 5, 6), bytes(7, 8, 9));
        assertThat(frames.offset(2)).isEqualTo(6);
        assertThat(deviations).isEmpty();
    }

    @Test
    void gives_little_endian_order_whatever_the_encoding() throws IOException {
        byte[] words = bytes(1, 0, 2, 0, 3, 0, 4, 0);
        Dataset image = pixels(attributes(1, 2, 2, 1, "MONOCHROME2", 16, 12), VR.OW, words);
        Dataset swapped = in(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, image);
        assertThat(swapped.get(Tag.PixelData).open().readAllBytes()).startsWith(0, 1, 0, 2);
        assertThat(Images.all(frames(swapped, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)))
                .containsExactly(bytes(1, 0, 2, 0), bytes(3, 0, 4, 0));
    }

    @Test
    void finds_frames_that_begin_within_a_big_endian_word() throws IOException {
        Dataset image = pixels(grey(1, 3, 3), VR.OW, bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 0));
        Dataset swapped = in(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, image);
        assertThat(swapped.get(Tag.PixelData).open().readAllBytes()).startsWith(2, 1, 4, 3);
        assertThat(Images.all(frames(swapped, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)))
                .containsExactly(bytes(1, 2, 3), bytes(4, 5, 6), bytes(7, 8, 9));
    }

    @Test
    void gives_the_big_endian_pixels_of_ge_in_little_endian_order() throws IOException {
        TransferSyntax ge = TransferSyntax.of("1.2.840.113619.5.2");
        Dataset image = pixels(attributes(1, 2, 1, 1, "MONOCHROME2", 16, 16), VR.OW, bytes(1, 0, 2, 0));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(image, ge, out);
        assertThat(out.toByteArray()).endsWith(0, 1, 0, 2);
        assertThat(Images.all(frames(in(ge, image), ge))).containsExactly(bytes(1, 0, 2, 0));
        Dataset inMemory = DicomReader.strict().readDataset(new ByteArrayInputStream(out.toByteArray()), ge);
        assertThat(Images.all(frames(inMemory, ge))).containsExactly(bytes(1, 0, 2, 0));
    }

    @Test
    void aligns_frames_of_single_bits_that_begin_within_a_byte() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            int rows = 1 + random.nextInt(9);
            int columns = 1 + random.nextInt(9);
            int count = 1 + random.nextInt(9);
            byte[] packed = new byte[(rows * columns * count + 15) / 16 * 2];
            random.nextBytes(packed);
            BitSet bits = BitSet.valueOf(packed);
            for (TransferSyntax syntax :
                    List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)) {
                Dataset image = pixels(attributes(rows, columns, count, 1, "MONOCHROME2", 1, 1), VR.OW, packed);
                List<byte[]> frames = Images.all(frames(in(syntax, image), syntax));
                assertThat(frames).as("seed " + seed).hasSize(count);
                for (int i = 0; i < count; i++) {
                    BitSet expected = bits.get(i * rows * columns, (i + 1) * rows * columns);
                    assertThat(frames.get(i)).as("seed " + seed).hasSize((rows * columns + 7) / 8);
                    assertThat(BitSet.valueOf(frames.get(i))).as("seed " + seed).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void reads_floating_point_pixels_in_both_byte_orders() throws IOException {
        for (TransferSyntax syntax : List.of(
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)) {
            Dataset floats = attributes(1, 2, 2, 1, "MONOCHROME2", 32, 32)
                    .setDoubles(Tag.FloatPixelData, VR.OF, 1, -2, Double.NaN, 0.5)
                    .build();
            Frames frames = frames(in(syntax, floats), syntax);
            assertThat(frames.description().sampleType()).isEqualTo(SampleType.FLOAT);
            assertThat(frames.buffer(1, ReadLimits.DEFAULT).getFloat(4)).isEqualTo(0.5f);
            Dataset doubles = attributes(1, 2, 2, 1, "MONOCHROME2", 64, 64)
                    .setDoubles(Tag.DoubleFloatPixelData, VR.OD, 1, -2, Math.PI, Math.E)
                    .build();
            frames = frames(in(syntax, doubles), syntax);
            assertThat(frames.description().sampleType()).isEqualTo(SampleType.DOUBLE);
            assertThat(frames.buffer(1, ReadLimits.DEFAULT).getDouble(8)).isEqualTo(Math.E);
        }
    }

    @Test
    void counts_two_samples_a_pixel_of_subsampled_colour() throws IOException {
        Dataset image = pixels(attributes(1, 2, 2, 3, "YBR_FULL_422", 8, 8), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(Images.all(frames(image))).containsExactly(bytes(1, 2, 3, 4), bytes(5, 6, 7, 8));
        assertThat(deviations).isEmpty();
    }

    @Test
    void sees_by_the_length_that_colour_is_not_subsampled() throws IOException {
        Frames frames = frames(pixels(attributes(1, 2, 1, 3, "YBR_FULL_422", 8, 8), 1, 2, 3, 4, 5, 6));
        assertThat(Images.all(frames)).containsExactly(bytes(1, 2, 3, 4, 5, 6));
        assertThat(frames.description().photometricInterpretation()).isEqualTo("YBR_FULL");
        assertThat(deviation()).contains("found all samples");
    }

    @Test
    void tells_which_frame_is_cut_short() throws IOException {
        Frames frames = frames(pixels(grey(2, 2, 3), 1, 2, 3, 4, 5, 6));
        assertThat(Images.all(frames)).containsExactly(bytes(1, 2, 3, 4), bytes(5, 6));
        assertThat(frames.isCutShort(0)).isFalse();
        assertThat(frames.isCutShort(1)).isTrue();
        assertThat(frames.description().frames()).isEqualTo(2);
        assertThat(deviation()).isEqualTo("expected 3 frames of 4 bytes, found 6 bytes");
    }

    @Test
    void passes_over_what_follows_the_last_frame() throws IOException {
        assertThat(Images.all(frames(pixels(grey(1, 2, 1), 1, 2, 3, 4)))).containsExactly(bytes(1, 2));
        assertThat(deviation()).isEqualTo("expected 2 bytes for 1 frame, found 4");
    }

    @Test
    void counts_frames_by_the_length_where_their_number_makes_no_sense() throws IOException {
        for (String number : List.of("0", "-3", "1A", "")) {
            Dataset image = grey(1, 2, 1).set(Tag.NumberOfFrames, number).build();
            assertThat(frames(pixels(image.toBuilder(), 1, 2, 3, 4)).count())
                    .as(number)
                    .isEqualTo(2);
        }
    }

    @Test
    void is_not_led_to_allocate_what_is_only_announced() throws IOException {
        Dataset image = pixels(attributes(65535, 65535, Integer.MAX_VALUE, 4, "ARGB", 64, 64), 1, 2);
        Frames frames = frames(image);
        assertThat(frames.count()).isEqualTo(1);
        assertThat(frames.length(0)).isEqualTo(2);
        assertThat(deviation()).contains("2147483647 frames of 137434759200 bytes, found 2 bytes");
        assertThatThrownBy(
                        () -> frames.description().withFrames(Integer.MAX_VALUE).nativeLength())
                .isInstanceOf(PixelException.class);
    }

    @Test
    void refuses_a_frame_over_the_limit() throws IOException {
        ReadLimits limits = new ReadLimits(1, 1, 3, 1, 1, 1, 1);
        assertThatThrownBy(() -> frames(pixels(grey(2, 2, 1), 1, 2, 3, 4)).buffer(0, limits))
                .isInstanceOf(PixelException.class)
                .hasMessage("frame 0 has 4 bytes, over the limit of 3 bytes in memory");
    }

    @Test
    void reads_into_the_middle_of_an_array_of_the_callers() throws IOException {
        byte[] target = new byte[5];
        Frames frames = frames(pixels(grey(1, 2, 2), 1, 2, 3, 4));
        assertThat(frames.read(1, target, 2)).isEqualTo(2);
        assertThat(target).containsExactly(0, 0, 3, 4, 0);
        assertThatThrownBy(() -> frames.read(1, target, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void says_that_there_are_no_pixels() {
        assertThatThrownBy(() -> frames(grey(1, 1, 1).build()))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected Pixel Data (7FE0,0010)")
                .hasMessageEndingWith("found none");
        Dataset elsewhere = grey(1, 1, 1)
                .set(Tag.PixelDataProviderURL, "https://example.org/pixels")
                .build();
        assertThatThrownBy(() -> frames(elsewhere, TransferSyntax.of(UID.JPIPReferenced)))
                .hasMessageEndingWith("they are elsewhere");
    }

    @Test
    void finds_icons_and_the_calibration_frames_of_a_detector() throws IOException {
        Dataset icon = pixels(grey(1, 2, 1), 7, 8);
        Dataset dark = Dataset.builder()
                .setBytes(Tag.DarkCurrentCounts, VR.OW, bytes(1, 0, 2, 0))
                .build();
        Dataset bad = Dataset.builder()
                .setBytes(Tag.BadPixelImage, VR.OB, bytes(1, 0))
                .build();
        Dataset image = pixels(
                attributes(1, 2, 1, 1, "MONOCHROME2", 16, 16)
                        .setItems(Tag.IconImageSequence, icon)
                        .setItems(Tag.DarkCurrentSequence, dark)
                        .setItems(Tag.GainCorrectionReferenceSequence, bad),
                VR.OW,
                bytes(9, 0, 9, 0));
        List<String> found = new ArrayList<>();
        for (PixelPlace place : PixelPlace.all(image)) {
            Frames frames = place.frames(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, deviations::add);
            found.add(place.path() + ": " + frames.description() + ", " + frames.length(0) + " bytes");
        }
        assertThat(found)
                .containsExactly(
                        "PixelData: 2 × 1, MONOCHROME2, 16 bits, unsigned, 4 bytes",
                        "DarkCurrentSequence[1].DarkCurrentCounts: 2 × 1, MONOCHROME2, 16 bits, unsigned, 4 bytes",
                        "GainCorrectionReferenceSequence[1].BadPixelImage: 2 × 1, MONOCHROME2, 8 bits, unsigned, 2 bytes",
                        "IconImageSequence[1].PixelData: 2 × 1, MONOCHROME2, 8 bits, unsigned, 2 bytes");
        assertThat(deviations).isEmpty();
    }

    @Test
    void reads_frame_n_of_a_huge_image_without_those_before() throws IOException {
        List<Long> opened = new ArrayList<>();
        BulkData.Source source = (offset, length) -> {
            opened.add(offset);
            return new ByteArrayInputStream(new byte[(int) length]);
        };
        long frame = 1000 * 1000 * 2;
        Element huge = Element.of(Tag.PixelData, VR.OW, new BulkData(source, 2000, frame * 40_000, false));
        Frames frames = frames(attributes(1000, 1000, 40_000, 1, "MONOCHROME2", 16, 16)
                .set(huge)
                .build());
        assertThat(frames.read(39_999, new byte[(int) frame], 0)).isEqualTo((int) frame);
        assertThat(opened).containsExactly(2000 + frame * 39_999);
    }
}
