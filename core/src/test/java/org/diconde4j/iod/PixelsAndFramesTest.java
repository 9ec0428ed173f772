package org.diconde4j.iod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether there is as much of everything as its description says. */
class PixelsAndFramesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // rows|columns|samples|bits|photometric|frames|bytes
                "4|4|1|16|MONOCHROME2|-|32",
                "3|3|1|8|MONOCHROME2|-|10", // padded
                "3|3|1|1|MONOCHROME2|-|2", // nine bits
                "2|2|3|8|RGB|5|60",
                "2|2|3|8|YBR_FULL_422|-|8", // half as much colour
            })
    void pixel_data_of_the_right_length_is_right(
            int rows, int columns, int samples, int bits, String photometric, String frames, int bytes) {
        assertThat(pixels(image(rows, columns, samples, bits, photometric, frames, bytes)))
                .isEmpty();
    }

    @Test
    void pixel_data_that_is_too_short_is_an_error_and_too_long_is_doubtful() {
        assertThat(pixels(image(4, 4, 1, 16, "MONOCHROME2", "2", 62)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.text())
                            .isEqualTo(
                                    "expected 64 bytes for 4 rows × 4 columns × 1 sample × 16 bits × 2 frames, found 62");
                });
        assertThat(pixels(image(4, 4, 1, 16, "MONOCHROME2", "2", 66)))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void bits_and_samples_fit_each_other() {
        Dataset wrong = image(4, 4, 3, 16, "MONOCHROME2", null, 96).toBuilder()
                .set(Tag.BitsStored, 17)
                .set(Tag.HighBit, 15)
                .build();

        assertThat(pixels(wrong))
                .extracting(Finding::text)
                .containsExactlyInAnyOrder(
                        "expected 1 to the 16 allocated bits, found 17",
                        "expected one less than Bits Stored (17), found 15",
                        "expected 1 for MONOCHROME2, found 3");
    }

    @Test
    void numbers_that_no_memory_holds_are_multiplied_without_harm() {
        Dataset huge = Dataset.builder()
                .set(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.Rows, 65535)
                .set(Tag.Columns, 65535)
                .set(Tag.SamplesPerPixel, 3)
                .set(Tag.BitsAllocated, 64)
                .set(Tag.NumberOfFrames, "2147483647")
                .setBytes(Tag.PixelData, VR.OW, new byte[2])
                .build();

        assertThat(pixels(huge))
                .extracting(Finding::text)
                .containsExactly("expected rows, columns and frames of pixel data that fits a file, found far more");
    }

    @Test
    void the_transfer_syntax_says_whether_there_are_fragments() {
        Dataset fragments = image(4, 4, 1, 16, "MONOCHROME2", null, 32).toBuilder()
                .set(Element.of(Tag.PixelData, VR.OB, new Fragments(null, new long[] {0, 8}, new long[] {0, 20})))
                .build();

        assertThat(pixels(object(fragments, UID.JPEG2000Lossless))).isEmpty();
        assertThat(pixels(object(fragments, UID.ExplicitVRLittleEndian)))
                .extracting(Finding::text)
                .containsExactly("expected native pixel data, which the transfer syntax asks for, found fragments");
        assertThat(pixels(object(image(4, 4, 1, 16, "MONOCHROME2", null, 32), UID.JPEG2000Lossless)))
                .extracting(Finding::text)
                .containsExactly("expected fragments, which the transfer syntax asks for, found native pixel data");
    }

    @Test
    void offset_tables_have_an_entry_for_each_frame() {
        Fragments twoFrames = new Fragments(null, new long[] {0, 16, 44}, new long[] {4, 20, 20});
        Dataset dataset = image(4, 4, 1, 16, "MONOCHROME2", "2", 32).toBuilder()
                .set(Element.of(Tag.PixelData, VR.OB, twoFrames))
                .setBytes(Tag.ExtendedOffsetTable, VR.OV, new byte[8])
                .build();

        assertThat(pixels(object(dataset, UID.JPEG2000Lossless)))
                .extracting(Finding::text)
                .containsExactlyInAnyOrder(
                        "expected an offset table of 8 bytes for 2 frames, found 4",
                        "expected 16 bytes for 2 frames, found 8");
    }

    @Test
    void vectors_and_functional_groups_have_an_entry_for_each_frame() {
        Dataset dataset = image(2, 2, 1, 8, "MONOCHROME2", "3", 12).toBuilder()
                .set(Tag.FrameIncrementPointer, "00181065", "00181063")
                .set(Tag.FrameTimeVector, "0", "40")
                .setItems(Tag.PerFrameFunctionalGroupsSequence, Dataset.empty(), Dataset.empty())
                .build();

        assertThat(found(IodValidator.standard().validate(dataset), Rule.FRAMES))
                .extracting(Finding::keyword, Finding::text)
                .map(Object::toString)
                .containsExactlyInAnyOrder(
                        "(\"FrameTimeVector\", \"expected a value for each of 3 frames, found 2\")",
                        "(\"PerFrameFunctionalGroupsSequence\", \"expected an item for each of 3 frames, found 2 items\")");
    }

    @Test
    void a_frame_increment_pointer_points_to_something() {
        Dataset dataset = image(2, 2, 1, 8, "MONOCHROME2", "3", 12).toBuilder()
                .set(Tag.FrameIncrementPointer, "00181063")
                .build();

        assertThat(found(IodValidator.standard().validate(dataset), Rule.FRAMES))
                .extracting(Finding::text)
                .containsExactly("expected the attribute that it points to, (0018,1063) FrameTime, found none");
    }

    @Test
    void functional_groups_are_shared_or_given_for_every_frame() {
        Dataset frameType =
                Dataset.builder().set(Tag.FrameType, "ORIGINAL", "PRIMARY").build();
        Dataset spacing =
                Dataset.builder().setDoubles(Tag.PixelSpacing, VR.DS, 1, 1).build();
        Dataset withSpacing =
                Dataset.builder().setItems(Tag.PixelMeasuresSequence, spacing).build();
        Dataset withBoth = withSpacing.toBuilder()
                .setItems(Tag.CTImageFrameTypeSequence, frameType)
                .build();
        Dataset ct = Dataset.builder()
                .set(Tag.SOPClassUID, UID.EnhancedCTImageStorage)
                .set(Tag.NumberOfFrames, "2")
                .setItems(Tag.SharedFunctionalGroupsSequence, withSpacing)
                .setItems(Tag.PerFrameFunctionalGroupsSequence, withBoth, withSpacing)
                .build();

        assertThat(found(IodValidator.standard().validate(ct), Rule.FUNCTIONAL_GROUP))
                .extracting(Finding::keyword, Finding::text)
                .map(Object::toString)
                .contains(
                        "(\"PixelMeasuresSequence\", \"expected PixelMeasuresSequence either in the shared or in the"
                                + " per-frame functional groups, found in both\")",
                        "(\"CTImageFrameTypeSequence\", \"expected CTImageFrameTypeSequence in the shared or in all"
                                + " per-frame functional groups, found in 1 of 2 frames\")",
                        "(\"FrameContentSequence\", \"expected FrameContentSequence in the shared or in all per-frame"
                                + " functional groups, found in neither\")")
                .doesNotContain("IrradiationEventIdentificationSequence");
    }

    @Test
    void waveform_data_is_as_long_as_its_channels() {
        Dataset group = Dataset.builder()
                .set(Tag.NumberOfWaveformChannels, 2)
                .set(Tag.NumberOfWaveformSamples, 100)
                .set(Tag.WaveformBitsAllocated, 16)
                .setItems(Tag.ChannelDefinitionSequence, Dataset.empty())
                .setBytes(Tag.WaveformData, VR.OW, new byte[300])
                .build();
        Dataset waveform = Dataset.builder()
                .set(Tag.SOPClassUID, UID.UltrasoundWaveformStorage)
                .setItems(Tag.WaveformSequence, group)
                .build();

        assertThat(pixels(waveform))
                .extracting(Finding::path, Finding::text)
                .map(Object::toString)
                .containsExactly(
                        "(\"(5400,0100)[1].(003A,0200)\", \"expected an item for each of 2 channels, found 1\")",
                        "(\"(5400,0100)[1].(5400,1010)\", \"expected 400 bytes for 2 channels × 100 samples × 16 bits, found"
                                + " 300\")");
    }

    private static Dataset image(
            int rows, int columns, int samples, int bits, String photometric, String frames, int bytes) {
        Dataset.Builder image = Dataset.builder()
                .set(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .set(Tag.SamplesPerPixel, samples)
                .set(Tag.PhotometricInterpretation, photometric)
                .set(Tag.Rows, rows)
                .set(Tag.Columns, columns)
                .set(Tag.BitsAllocated, bits)
                .set(Tag.BitsStored, bits)
                .set(Tag.HighBit, bits - 1)
                .setBytes(Tag.PixelData, VR.OW, new byte[bytes]);
        return frames == null
                ? image.build()
                : image.set(Tag.NumberOfFrames, frames).build();
    }

    private static DicomObject object(Dataset dataset, String transferSyntax) {
        return new DicomObject(Dataset.empty(), TransferSyntax.of(transferSyntax), 0, dataset);
    }

    private static List<Finding> pixels(Dataset dataset) {
        return found(IodValidator.standard().validate(dataset), Rule.PIXELS);
    }

    private static List<Finding> pixels(DicomObject object) {
        return found(IodValidator.standard().validate(object), Rule.PIXELS);
    }

    private static List<Finding> found(IodReport report, Rule... rules) {
        return report.findings().stream()
                .filter(f -> Arrays.asList(rules).contains(f.rule()))
                .toList();
    }
}
