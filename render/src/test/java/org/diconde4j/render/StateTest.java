package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.render.Images.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Presentation states, and shutters and overlays of images, which are drawn by the same code. */
class StateTest {
    private static final int SIDE = 8;

    /** A square in one grey. */
    private static Dataset.Builder plain() {
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) 100);
        return Images.grey(SIDE, SIDE, 8, 8, false).setBytes(Tag.PixelData, VR.OB, pixels);
    }

    private static Dataset.Builder state() {
        return States.grayscale(SIDE, SIDE);
    }

    private static Rendering by(Dataset.Builder state) {
        return Images.rendering(plain()).state(state.build());
    }

    /** One letter a pixel: a dot for the grey of the image, a hash for 255, a blank for 0, a question mark for others. */
    private static String[] seen(BufferedImage picture) {
        String[] rows = new String[picture.getHeight()];
        for (int y = 0; y < rows.length; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < picture.getWidth(); x++) {
                int sample = picture.getRaster().getSample(x, y, 0);
                row.append(sample == 100 ? '.' : sample == 255 ? '#' : sample == 0 ? ' ' : '?');
            }
            rows[y] = row.toString();
        }
        return rows;
    }

    @Test
    void shutters_hide_what_is_outside_of_all_their_shapes() throws IOException {
        Dataset.Builder rectangle = plain().set(Tag.ShutterShape, "RECTANGULAR")
                .set(Tag.ShutterLeftVerticalEdge, "2")
                .set(Tag.ShutterRightVerticalEdge, "6")
                .set(Tag.ShutterUpperHorizontalEdge, "3")
                .set(Tag.ShutterLowerHorizontalEdge, "4");
        assertThat(seen(Images.rendering(rectangle).image()))
                .containsExactly(
                        "        ", "        ", " .....  ", " .....  ", "        ", "        ", "        ", "        ");
        Dataset.Builder circle = plain().set(Tag.ShutterShape, "RECTANGULAR", "CIRCULAR")
                .set(Tag.ShutterLeftVerticalEdge, "1")
                .set(Tag.ShutterRightVerticalEdge, "4")
                .set(Tag.ShutterUpperHorizontalEdge, "1")
                .set(Tag.ShutterLowerHorizontalEdge, "8")
                .set(Tag.CenterOfCircularShutter, "4", "4")
                .set(Tag.RadiusOfCircularShutter, "2")
                .setLongs(Tag.ShutterPresentationValue, VR.US, 0xFFFF);
        assertThat(seen(Images.rendering(circle).image()))
                .containsExactly(
                        "########", "###.####", "##..####", "#...####", "##..####", "###.####", "########", "########");
        Dataset.Builder polygon = state().set(Tag.ShutterShape, "POLYGONAL")
                .set(Tag.VerticesOfThePolygonalShutter, "2", "2", "2", "7", "7", "2");
        assertThat(seen(by(polygon).image()))
                .containsExactly(
                        "        ", " .....  ", " ....   ", " ...    ", " ..     ", " .      ", "        ", "        ");
    }

    @Test
    void a_state_stands_for_the_shutter_and_the_overlays_of_the_image() throws IOException {
        Dataset.Builder image = States.overlay(plain(), 0x60000000, SIDE, SIDE, new byte[] {1, 0, 0, 0, 0, 0, 0, 0})
                .set(Tag.ShutterShape, "CIRCULAR")
                .set(Tag.CenterOfCircularShutter, "4", "4")
                .set(Tag.RadiusOfCircularShutter, "1");
        Rendering rendering = Images.rendering(image);
        assertThat(samples(rendering.state(state().build()).image())).containsOnly(100);
        Dataset.Builder activated = state().set(0x60001001, VR.CS, "OVER")
                .setItems(Tag.GraphicLayerSequence, States.layer("OVER", 1, 0x4040));
        int[] drawn = samples(rendering.state(activated.build()).image());
        assertThat(drawn[0]).isEqualTo(64);
        assertThat(Arrays.copyOfRange(drawn, 1, drawn.length)).containsOnly(100);
    }

    @Test
    void overlays_of_the_state_go_before_those_of_the_image_and_may_be_shutters() throws IOException {
        byte[] bits = {(byte) 0xFF, (byte) 0x81, 0, 0, 0, 0, 0, 0};
        Dataset.Builder own =
                States.overlay(state(), 0x60000000, SIDE, SIDE, bits).set(0x60001001, VR.CS, "OVER");
        assertThat(seen(by(own).image())).startsWith("########", "#......#", "........");
        assertThat(samples(by(own).withoutOverlays().image())).containsOnly(100);
        Dataset.Builder shutter = States.overlay(state(), 0x60040000, SIDE, SIDE, bits)
                .set(Tag.ShutterShape, "BITMAP")
                .setLongs(Tag.ShutterOverlayGroup, VR.US, 0x6004)
                .setLongs(Tag.ShutterPresentationValue, VR.US, 0);
        assertThat(seen(by(shutter).withoutOverlays().image())).startsWith("        ", " ...... ", "........");
    }

    @Test
    void of_a_region_of_interest_the_border_is_drawn() throws IOException {
        Dataset.Builder image = States.overlay(
                        plain(), 0x60000000, SIDE, SIDE, new byte[] {0, 0x3E, 0x3E, 0x3E, 0x3E, 0, 0, 0})
                .set(0x60000040, VR.CS, "R");
        assertThat(seen(Images.rendering(image).image()))
                .containsExactly(
                        "........", ".#####..", ".#...#..", ".#...#..", ".#####..", "........", "........", "........");
    }

    @Test
    void the_displayed_area_is_the_picture_and_magnified_if_it_says_so() throws IOException {
        Dataset.Builder state = state().setItems(
                        Tag.DisplayedAreaSelectionSequence,
                        Dataset.builder()
                                .setLongs(Tag.DisplayedAreaTopLeftHandCorner, VR.SL, 7, -5)
                                .setLongs(Tag.DisplayedAreaBottomRightHandCorner, VR.SL, 2, 3)
                                .set(Tag.PresentationSizeMode, "MAGNIFY")
                                .setDoubles(Tag.PresentationPixelMagnificationRatio, 2)
                                .build())
                .set(Tag.ImageRotation, 90);
        BufferedImage drawn = by(state).image();
        assertThat(drawn.getWidth()).isEqualTo(6);
        assertThat(drawn.getHeight()).isEqualTo(12);
        assertThat(by(state).region(0, 0, 8, 2).size(100, 40).image().getHeight())
                .isEqualTo(40);
    }

    @Test
    void windows_of_the_state_are_for_the_frames_that_they_name() throws IOException {
        Dataset.Builder image = plain().set(Tag.Rows, SIDE / 2).set(Tag.NumberOfFrames, 2);
        Dataset second = States.reference().toBuilder()
                .set(Tag.ReferencedFrameNumber, "2")
                .build();
        Dataset.Builder state = state().setItems(
                        Tag.SoftcopyVOILUTSequence,
                        States.window("200", "10").toBuilder()
                                .setItems(Tag.ReferencedImageSequence, second)
                                .build());
        Rendering rendering = Images.rendering(image).state(state.build());
        assertThat(samples(rendering.image())).containsOnly(100);
        assertThat(samples(rendering.frame(1).image())).containsOnly(0);
        assertThat(samples(rendering.frame(1).window(50, 10).image())).containsOnly(255);
    }

    @Test
    void a_state_of_another_image_or_kind_is_refused() {
        Dataset.Builder other = state().setItems(
                        Tag.ReferencedSeriesSequence,
                        Dataset.builder()
                                .setItems(
                                        Tag.ReferencedImageSequence,
                                        States.reference().toBuilder()
                                                .set(Tag.ReferencedSOPInstanceUID, "2.25.99")
                                                .build())
                                .build());
        assertThatThrownBy(() -> by(other).image())
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("2.25.99")
                .hasMessageContaining(Images.UID_OF_IMAGE);
        assertThatThrownBy(() -> by(plain()).image()).hasMessageContaining("Secondary Capture Image Storage");
        assertThatThrownBy(() -> by(state().set(Tag.SOPClassUID, UID.ColorSoftcopyPresentationStateStorage))
                        .image())
                .hasMessageContaining("for colour images");
    }

    @Test
    void greys_get_the_colours_of_a_pseudo_colour_state() throws IOException {
        Dataset.Builder state = state().set(Tag.SOPClassUID, UID.PseudoColorSoftcopyPresentationStateStorage)
                .setLongs(Tag.RedPaletteColorLookupTableDescriptor, VR.US, 3, 0, 16)
                .setLongs(Tag.GreenPaletteColorLookupTableDescriptor, VR.US, 3, 0, 16)
                .setLongs(Tag.BluePaletteColorLookupTableDescriptor, VR.US, 3, 0, 16)
                .setBytes(Tag.RedPaletteColorLookupTableData, VR.OW, Images.words(0, 0x8080, 0xFFFF))
                .setBytes(Tag.GreenPaletteColorLookupTableData, VR.OW, Images.words(0, 0x1010, 0))
                .setBytes(Tag.BluePaletteColorLookupTableData, VR.OW, Images.words(0x2020, 0, 0));
        assertThat(samples(by(state).window(100, 1000).region(0, 0, 1, 1).image()))
                .containsExactly(0x80, 0x10, 0);
        assertThat(samples(by(state).window(10, 1).region(0, 0, 1, 1).image())).containsExactly(255, 0, 0);
        assertThat(samples(by(state).window(200, 1).region(0, 0, 1, 1).image())).containsExactly(0, 0, 0x20);
    }

    @Test
    void graphics_lie_where_the_image_is_turned_to() throws IOException {
        Dataset line = Dataset.builder()
                .set(Tag.GraphicAnnotationUnits, "PIXEL")
                .setLongs(Tag.GraphicDimensions, VR.US, 2)
                .setLongs(Tag.NumberOfGraphicPoints, VR.US, 2)
                .setDoubles(Tag.GraphicData, 0, 2.5, 8, 2.5)
                .set(Tag.GraphicType, "POLYLINE")
                .set(Tag.GraphicFilled, "N")
                .build();
        Dataset annotation = Dataset.builder()
                .set(Tag.GraphicLayer, "OVER")
                .setItems(Tag.GraphicObjectSequence, line)
                .build();
        Dataset.Builder state = state().setItems(Tag.GraphicAnnotationSequence, annotation)
                .setItems(Tag.GraphicLayerSequence, States.layer("OVER", 1, 0xFFFF));
        assertThat(seen(by(state).image())).startsWith("........", "........", "########", "........");
        assertThat(seen(by(state.set(Tag.ImageRotation, 90)).image())).containsOnly(".....#..");
        assertThat(seen(by(state.set(Tag.ImageHorizontalFlip, "Y")).image())).containsOnly("..#.....");
        assertThat(seen(by(state.set(Tag.ImageRotation, 270)).image())).containsOnly(".....#..");
        assertThat(seen(by(state.set(Tag.ImageRotation, 180)).image())[5]).isEqualTo("########");
        assertThat(seen(by(state).withoutOverlays().image())).containsOnly("........");
    }

    @Test
    void pixels_have_the_shape_that_the_state_says() throws IOException {
        Dataset.Builder state = state().setItems(
                        Tag.DisplayedAreaSelectionSequence,
                        Dataset.builder()
                                .setLongs(Tag.DisplayedAreaTopLeftHandCorner, VR.SL, 1, 1)
                                .setLongs(Tag.DisplayedAreaBottomRightHandCorner, VR.SL, SIDE, SIDE)
                                .set(Tag.PresentationPixelAspectRatio, "2", "1")
                                .build());
        BufferedImage upright = by(state).size(32, 32).image();
        assertThat(upright.getWidth()).isEqualTo(16);
        assertThat(upright.getHeight()).isEqualTo(32);
        BufferedImage lying = by(state.set(Tag.ImageRotation, 90)).size(32, 32).image();
        assertThat(lying.getWidth()).isEqualTo(32);
        assertThat(lying.getHeight()).isEqualTo(16);
    }

    @Test
    void text_stands_in_its_box() throws IOException {
        Dataset text = Dataset.builder()
                .set(Tag.UnformattedTextValue, "pores")
                .set(Tag.BoundingBoxAnnotationUnits, "DISPLAY")
                .setDoubles(Tag.BoundingBoxTopLeftHandCorner, 0.5, 0.5)
                .setDoubles(Tag.BoundingBoxBottomRightHandCorner, 1, 0.75)
                .set(Tag.BoundingBoxTextHorizontalJustification, "CENTER")
                .build();
        Dataset.Builder state = state().setItems(
                        Tag.GraphicAnnotationSequence,
                        Dataset.builder()
                                .set(Tag.GraphicLayer, "NONE")
                                .setItems(Tag.TextObjectSequence, text)
                                .build());
        BufferedImage drawn;
        try {
            drawn = by(state).size(200, 200).image();
        } catch (PixelException e) {
            Assumptions.abort("does not apply: " + e.getMessage()); // a JDK without fonts
            return;
        }
        int white = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                int sample = drawn.getRaster().getSample(x, y, 0);
                if (x < 100 || y < 100 || y >= 150) {
                    assertThat(sample).as(x + ", " + y).isEqualTo(100);
                } else if (sample > 200) {
                    white++;
                }
            }
        }
        assertThat(white).isGreaterThan(50);
    }
}
