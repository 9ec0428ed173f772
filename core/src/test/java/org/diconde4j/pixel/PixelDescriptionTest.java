package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.pixel.Images.attributes;
import static org.diconde4j.pixel.Images.bytes;
import static org.diconde4j.pixel.Images.grey;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;

/** What a data set says of its image (PS3.3 C.7.6.3). */
class PixelDescriptionTest {
    private final List<Deviation> deviations = new ArrayList<>();

    private PixelDescription described(Dataset.Builder attributes) {
        return PixelDescription.of(attributes.build(), deviations::add);
    }

    @Test
    void counts_the_bits_of_each_layout() {
        Object[][] layouts = {
            // columns × rows, samples, photometric, allocated, bits of a frame
            {5, 3, 1, "MONOCHROME2", 1, 15L},
            {5, 3, 1, "MONOCHROME2", 12, 180L}, // retired
            {5, 3, 1, "MONOCHROME1", 16, 240L},
            {5, 3, 1, "MONOCHROME2", 64, 960L},
            {5, 3, 3, "RGB", 8, 360L},
            {5, 3, 4, "CMYK", 8, 480L}, // retired
            {4, 3, 3, "YBR_FULL_422", 8, 192L},
            {5, 3, 3, "YBR_FULL_422", 8, 288L}, // an odd column has a pair of its own
            {4, 4, 3, "YBR_PARTIAL_420", 8, 192L},
            {65535, 65535, 3, "RGB", 64, 65535L * 65535 * 192},
        };
        for (Object[] row : layouts) {
            PixelDescription description = described(attributes(
                    (int) row[1], (int) row[0], 1, (int) row[2], (String) row[3], (int) row[4], (int) row[4]));
            assertThat(description.frameBits()).as(description.toString()).isEqualTo((long) row[5]);
            assertThat(description.frameLength()).isEqualTo(((long) row[5] + 7) / 8);
        }
        assertThat(deviations).isEmpty();
        assertThat(described(attributes(3, 5, 7, 1, "MONOCHROME2", 1, 1)).nativeLength())
                .isEqualTo(14);
    }

    @Test
    void says_it_in_one_line() {
        assertThat(described(attributes(3, 5, 7, 1, "MONOCHROME2", 16, 12).set(Tag.HighBit, 15)))
                .hasToString("5 × 3 × 7 frames, MONOCHROME2, 12 of 16 bits up to bit 15, unsigned");
        assertThat(described(attributes(3, 5, 1, 3, "RGB", 8, 8)
                        .set(Tag.PlanarConfiguration, 1)
                        .set(Tag.PixelRepresentation, 1)))
                .hasToString("5 × 3, RGB of 3 samples, planar, 8 bits, signed");
    }

    @Test
    void takes_what_makes_sense_for_what_is_missing_and_says_so() {
        PixelDescription description = described(Dataset.builder()
                .set(Tag.Rows, 2)
                .set(Tag.Columns, 2)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 17)
                .set(Tag.HighBit, 3)
                .setBytes(Tag.PixelData, VR.OW, new byte[8]));
        assertThat(description).hasToString("2 × 2, MONOCHROME2, 16 bits, unsigned");
        assertThat(deviations)
                .extracting(Deviation::problem)
                .containsExactly(
                        "PixelRepresentation: expected 0 to 1, taken for 0, found none",
                        "BitsStored: expected 1 to 16, taken for 16, found 17",
                        "HighBit: expected 15 to 15, taken for 15, found 3",
                        "SamplesPerPixel: expected 1 to 65535, taken for 1, found none",
                        "PhotometricInterpretation: expected a value, taken for MONOCHROME2, found none");
        assertThat(deviations.get(0)).hasToString(deviations.get(0).problem() + " (element (0028,0103))");
    }

    @Test
    void refuses_an_image_without_size() {
        assertThatThrownBy(() -> described(grey(2, 0, 1)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("Columns (0028,0011), expected 1 to 65535, found 0");
        assertThatThrownBy(() -> described(attributes(2, 2, 1, 1, "MONOCHROME2", 65, 1)))
                .hasMessageContaining("BitsAllocated (0028,0100), expected 1 to 64, found 65");
    }

    @Test
    void describes_palettes() {
        Dataset.Builder image = grey(2, 2, 1).set(Tag.PhotometricInterpretation, "PALETTE COLOR");
        assertThat(Palette.of(image.build())).isNull();
        image.setLongs(Tag.RedPaletteColorLookupTableDescriptor, VR.US, 0, 0, 16);
        assertThat(Palette.of(image.build())).isEqualTo(new Palette(65536, 0, 16, false, false, false));
        image.set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.PixelRepresentation, 1)
                .setLongs(Tag.RedPaletteColorLookupTableDescriptor, VR.US, 256, 0xFFF0, 8)
                .setBytes(Tag.SegmentedRedPaletteColorLookupTableData, VR.OW, new byte[4])
                .setBytes(Tag.AlphaPaletteColorLookupTableData, VR.OW, new byte[4]);
        assertThat(Palette.of(image.build())).isEqualTo(new Palette(256, -16, 8, true, true, true));
    }

    @Test
    void describes_overlays_with_data_of_their_own_and_in_unused_bits() throws Exception {
        Dataset image = attributes(2, 2, 1, 1, "MONOCHROME2", 16, 12)
                .setLongs(0x60000010, VR.US, 3) // rows
                .setLongs(0x60000011, VR.US, 3) // columns
                .set(0x60000040, VR.CS, "G")
                .setLongs(0x60000050, VR.SS, 1, -2) // origin
                .setLongs(0x60000100, VR.US, 1) // bits allocated
                .setBytes(0x60003000, VR.OW, bytes(0xFF, 0x01))
                .setLongs(0x60020010, VR.US, 2)
                .setLongs(0x60020011, VR.US, 2)
                .setLongs(0x60020100, VR.US, 16)
                .setLongs(0x60020102, VR.US, 12) // bit position
                .build();
        List<Overlay> overlays = ImageDescription.of(image, deviations::add).overlays();
        assertThat(overlays).hasSize(2);
        assertThat(overlays.get(0).isEmbedded()).isFalse();
        assertThat(overlays.get(0).originColumn()).isEqualTo(-2);
        Frames frames = Frames.of(
                overlays.get(0).data(),
                overlays.get(0).description(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                deviations::add);
        assertThat(Images.all(frames)).containsExactly(bytes(0xFF, 0x01));
        assertThat(overlays.get(1).isEmbedded()).isTrue();
        assertThat(overlays.get(1).bitPosition()).isEqualTo(12);
        assertThat(deviations).isEmpty();
    }

    @Test
    void knows_pixels_that_are_padding() {
        Dataset signed = grey(2, 2, 1)
                .setLongs(Tag.PixelPaddingValue, VR.US, 0xFC18) // -1000, as an implicit encoding may tell it
                .setLongs(Tag.PixelPaddingRangeLimit, VR.US, 0xFC00)
                .build();
        assertThat(PixelPadding.of(signed, SampleType.SIGNED)).isEqualTo(new PixelPadding(-1024, -1000));
        assertThat(PixelPadding.of(signed, SampleType.UNSIGNED).contains(0xFC10))
                .isTrue();
        Dataset floats = grey(2, 2, 1)
                .setDoubles(Tag.FloatPixelPaddingValue, VR.FL, Double.NaN)
                .build();
        assertThat(PixelPadding.of(floats, SampleType.FLOAT).contains(Double.NaN))
                .isTrue();
        assertThat(PixelPadding.of(floats, SampleType.FLOAT).contains(0)).isFalse();
        assertThat(PixelPadding.of(floats, SampleType.UNSIGNED)).isNull();
    }

    @Test
    void says_what_stands_between_pixels_and_a_display() {
        Dataset frame = Dataset.builder()
                .setItems(Tag.FrameVOILUTSequence, Dataset.empty())
                .build();
        Dataset image = grey(2, 2, 1)
                .set(Tag.RescaleSlope, "1")
                .set(Tag.PresentationLUTShape, "IDENTITY")
                .setItems(Tag.PerFrameFunctionalGroupsSequence, frame, frame)
                .build();
        assertThat(ImageDescription.of(image, deviations::add).transforms())
                .containsExactly(
                        ImageDescription.Transform.RESCALE,
                        ImageDescription.Transform.WINDOW,
                        ImageDescription.Transform.PRESENTATION_LUT);
    }
}
