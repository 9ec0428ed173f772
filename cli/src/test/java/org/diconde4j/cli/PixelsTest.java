package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pixels and transcode. */
class PixelsTest {
    @TempDir
    Path temp;

    private Path file;

    /** Two frames of 2 × 1 pixels of 16 bits: 1, 2 and 3, 4. */
    @BeforeEach
    void write_an_image() {
        Dataset image = Dataset.builder()
                .set(Tag.SOPClassUID, UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, "2.25.17")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.NumberOfFrames, 2)
                .set(Tag.Rows, 1)
                .set(Tag.Columns, 2)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 12)
                .set(Tag.HighBit, 11)
                .set(Tag.PixelRepresentation, 0)
                .set(Tag.RescaleSlope, "2")
                .setBytes(Tag.PixelData, VR.OW, new byte[] {1, 0, 2, 0, 3, 0, 4, 0})
                .build();
        Dataset meta = FileMeta.of(
                UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage, "2.25.17", UID.ExplicitVRLittleEndian);
        file = Run.write(temp, List.of(new DicomObject(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, image)))
                .get(0);
    }

    private Path transcoded(String syntax) {
        Path out = temp.resolve(syntax + ".dcm");
        Run run = diconde4j("transcode", "--to", syntax, file, out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(out + ": ").hasLineCount(1);
        return out;
    }

    @Test
    void pixels_describes_the_image_and_says_where_its_frames_are() throws IOException {
        Run run = diconde4j("pixels", file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        long end = Files.size(file);
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "transfer syntax | Explicit VR Little Endian (1.2.840.10008.1.2.1)",
                        "columns × rows | 2 × 1",
                        "bits | 12 of 16, high bit 11, unsigned",
                        "for display | rescale",
                        "frames | 2, native",
                        "1 | " + (end - 8) + " | 4",
                        "2 | " + (end - 4) + " | 4");
    }

    @Test
    void raw_writes_samples_in_little_endian_order_from_whatever_encoding() throws IOException {
        for (String syntax :
                List.of("explicitvrbigendian", "DeflatedImageFrameCompression", "1.2.840.10008.1.2.1.98")) {
            Path raw = temp.resolve(syntax + ".raw");
            Run run = diconde4j("pixels", transcoded(syntax), "--frame", 2, "--raw", raw);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("1 × 2 × 1, MONOCHROME2, 12 of 16 bits, unsigned");
            assertThat(raw).hasBinaryContent(new byte[] {3, 0, 4, 0});
        }
        Path all = temp.resolve("all.raw");
        diconde4j("pixels", file, "--raw", all);
        assertThat(all).hasBinaryContent(new byte[] {1, 0, 2, 0, 3, 0, 4, 0});
    }

    @Test
    void stored_writes_compressed_frames_as_they_stand() throws IOException {
        Path deflated = transcoded("DeflatedImageFrameCompression");
        Path stored = temp.resolve("frame");
        diconde4j("pixels", deflated, "--frame", 2, "--stored", stored);
        byte[] bytes = Files.readAllBytes(deflated);
        byte[] frame = Files.readAllBytes(stored);
        int from = bytes.length - 8 - frame.length; // before the delimiter
        assertThat(frame).isNotEmpty().isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length - 8));
    }

    @Test
    void render_draws_a_frame_as_it_is_meant_to_be_seen() throws IOException {
        Path png = temp.resolve("drawn.png");
        Run run = diconde4j("render", file, "--frame", 2, "--window", "7.5,2", "--out", png);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(png + System.lineSeparator());
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getRaster().getPixels(0, 0, 2, 1, (int[]) null)).containsExactly(0, 255); // 6 and 8
        Path jpeg = temp.resolve("drawn.jpg");
        run = diconde4j("render", file, "--size", "8x8", "--region", "0,0,1,1", "--window", "full", "--out", jpeg);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(ImageIO.read(jpeg.toFile()).getWidth()).isEqualTo(8);
    }

    @Test
    void render_says_what_it_cannot_draw() {
        Path png = temp.resolve("drawn.png");
        Run none = diconde4j("render", file, "--frame", 3, "--out", png);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no frame 3").contains("has 2").hasLineCount(1);
        for (String[] wrong : new String[][] {
            {"--window", "7"},
            {"--window", "0,0"},
            {"--window", "soft"},
            {"--size", "8"},
            {"--depth", "12"},
            {"--region", "1,2,3"},
            {"--quality", "2"},
            {"--frame", "0"}
        }) {
            Run run = diconde4j("render", file, wrong[0], wrong[1], "--out", png);
            assertThat(run.code()).as(String.join(" ", wrong)).isEqualTo(wrong[1].equals("7") ? 1 : 2);
            assertThat(run.err()).contains(wrong[1]);
            assertThat(png).doesNotExist();
        }
        assertThat(diconde4j("render", file, "--out", temp.resolve("drawn.tif")).code())
                .isEqualTo(2);
    }

    @Test
    void reslice_draws_a_plane_through_the_slices_of_a_series() throws IOException {
        List<DicomObject> slices = new ArrayList<>();
        for (int z = 0; z < 3; z++) {
            Dataset slice = DicomReader.strict().read(file).dataset().toBuilder()
                    .remove(Tag.NumberOfFrames)
                    .set(Tag.SOPInstanceUID, "2.25.10" + z)
                    .set(Tag.SeriesInstanceUID, "2.25.9")
                    .set(Tag.Rows, 2)
                    .set(Tag.WindowCenter, "2")
                    .set(Tag.WindowWidth, "3")
                    .setDoubles(Tag.PixelSpacing, 1, 1)
                    .setDoubles(Tag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0)
                    .setDoubles(Tag.ImagePositionPatient, 0, 0, z)
                    .setBytes(Tag.PixelData, VR.OW, new byte[] {0, 0, (byte) z, 0, 0, 0, (byte) z, 0})
                    .build();
            Dataset meta = FileMeta.of(slice.string(Tag.SOPClassUID, ""), "2.25.10" + z, UID.ExplicitVRLittleEndian);
            slices.add(new DicomObject(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, slice));
        }
        Path folder = Files.createDirectory(temp.resolve("series"));
        Run.write(folder, slices);
        Path png = temp.resolve("plane.png");
        Run run = diconde4j("reslice", folder, "--plane", "sagittal", "--at", "1", "--out", png);
        assertThat(run.code()).as(run.err()).isZero();
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getRaster().getPixels(0, 0, 2, 3, (int[]) null)) // z goes up: 2, 1, 0, times 2
                .containsExactly(255, 255, 191, 191, 0, 0);

        Run outside = diconde4j("reslice", folder, "--plane", "axial", "--at", "7", "--out", temp.resolve("no.png"));
        assertThat(outside.code()).isEqualTo(1);
        assertThat(outside.err()).contains("7.0 is outside", "0.0 to 2.0");
        Run wrong = diconde4j("reslice", folder, "--plane", "lateral", "--out", temp.resolve("no.png"));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("lateral", "axial, coronal or sagittal");
        Run none = diconde4j("reslice", file, "--plane", "axial", "--out", temp.resolve("no.png"));
        assertThat(none.err()).contains("no slices with a place in space");
    }

    @Test
    void a_file_that_is_there_is_not_touched() throws IOException {
        Path there = Files.writeString(temp.resolve("there"), "mine");
        for (Run run : List.of(
                diconde4j("pixels", file, "--raw", there),
                diconde4j("transcode", "--to", "implicitvrlittleendian", file, there))) {
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("there is in the way").hasLineCount(1);
        }
        assertThat(there).hasContent("mine");
    }

    @Test
    void transcode_writes_what_the_name_says() throws IOException {
        Path deflated = transcoded("deflatedexplicitvrlittleendian");
        DicomObject object = DicomReader.strict().read(deflated);
        assertThat(object.transferSyntax()).isEqualTo(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(object.dataset().sameContent(DicomReader.strict().read(file).dataset()))
                .isTrue();
    }

    @Test
    void a_name_that_is_none_gets_a_list_of_those_that_are() {
        Run run = diconde4j("transcode", "--to", "LittleEndian", file, temp.resolve("out"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("there is no transfer syntax 'LittleEndian'")
                .contains("ExplicitVRLittleEndian", "DeflatedImageFrameCompression");
    }

    @Test
    void a_codec_that_is_missing_is_named_and_nothing_is_left_behind() throws IOException {
        Run run = diconde4j("transcode", "--to", "jpegxllossless", file, temp.resolve("out"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("no codec on the class path encodes JPEG XL Lossless");
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_frame_that_is_not_there_is_wrong_usage() {
        Run run = diconde4j("pixels", file, "--frame", 3);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--frame 3, expected 1 to 2");
    }

    @Test
    void pixels_draws_a_frame_as_a_picture() throws IOException {
        Path png = temp.resolve("frame.png");

        assertThat(diconde4j("pixels", file, "--frame", "2", "--png", png).code())
                .isZero();

        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getRaster().getPixels(0, 0, 2, 1, (int[]) null)).containsExactly(3 << 4, 4 << 4);
    }

    @Test
    void pixels_draws_one_frame_at_a_time() {
        Run run = diconde4j("pixels", file, "--png", temp.resolve("frame.png"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("one frame of 2: say which with --frame");
        assertThat(temp.resolve("frame.png")).doesNotExist();
    }

    @Test
    void transcode_checks_how_much_may_be_lost() {
        Run run = diconde4j("transcode", "--to", "RLELossless", "--quality", "101", file, temp.resolve("out.dcm"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("a quality is 1 to 100, not 101");
    }

    @Test
    void a_video_and_what_is_elsewhere_are_described_and_left_untouched() throws IOException {
        Dataset image = DicomReader.lenient().read(file).dataset();
        Dataset video = image.toBuilder()
                .set(Element.of(
                        Tag.PixelData,
                        VR.OB,
                        new Fragments(BulkData.Source.of(file), new long[] {0, 0}, new long[] {0, 64})))
                .build();
        Dataset elsewhere = image.toBuilder()
                .remove(Tag.PixelData)
                .set(Tag.PixelDataProviderURL, "https://example.org/jpip?target=weld")
                .build();
        refused(UID.MPEG2MPML, video, "one video stream, which is kept as it is");
        refused(UID.JPIPReferenced, elsewhere, "elsewhere");
    }

    private void refused(String syntax, Dataset image, String why) {
        Dataset meta = FileMeta.of(image.string(Tag.SOPClassUID, ""), "2.25.17", syntax);
        Path in = Run.write(temp.resolve(syntax), List.of(new DicomObject(meta, TransferSyntax.of(syntax), 0, image)))
                .get(0);
        Path out = temp.resolve(syntax + ".out");
        for (Run run : List.of(
                diconde4j("pixels", in, "--frame", 1, "--raw", out),
                diconde4j("transcode", "--to", "explicitvrlittleendian", in, out),
                diconde4j("transcode", "--to", "JPEG2000Lossless", in, out))) {
            assertThat(run.code()).isNotZero();
            assertThat(run.err()).contains(why).doesNotContain("\tat ");
            assertThat(out).doesNotExist();
        }
    }
}
