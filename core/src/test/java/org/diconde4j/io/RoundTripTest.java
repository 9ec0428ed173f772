package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written reads as the same, and what was read is written as the same bytes. */
class RoundTripTest {
    private static final List<TransferSyntax> NATIVE = List.of(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

    private static byte[] write(Dataset dataset, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, syntax, out);
        return out.toByteArray();
    }

    private static Dataset read(byte[] bytes, TransferSyntax syntax) throws IOException {
        return DicomReader.strict().readDataset(new ByteArrayInputStream(bytes), syntax);
    }

    @Test
    void random_data_sets_are_the_same_after_writing_and_reading_in_every_native_syntax() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Dataset dataset = new RandomDatasets(seed).next();
            for (TransferSyntax syntax : NATIVE) {
                byte[] bytes = write(dataset, syntax);
                Dataset again = read(bytes, syntax);
                assertThat(again.sameContent(dataset))
                        .as("seed %d in %s", seed, syntax.name())
                        .isTrue();
                assertThat(write(again, syntax)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void random_data_sets_are_the_same_whatever_syntax_they_went_through() throws IOException {
        for (int seed = 1000; seed < 1100; seed++) {
            Dataset dataset = new RandomDatasets(seed).next();
            byte[] bytes = write(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            for (TransferSyntax first : NATIVE) {
                for (TransferSyntax second : NATIVE) {
                    Dataset through = read(write(read(write(dataset, first), first), second), second);
                    assertThat(through.sameContent(dataset))
                            .as("seed %d through %s and %s", seed, first.name(), second.name())
                            .isTrue();
                    if (first.explicitVr() && second.explicitVr()) {
                        assertThat(write(through, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                                .isEqualTo(bytes);
                    }
                }
            }
        }
    }

    @Test
    void random_data_sets_differ_from_changed_ones() {
        for (int seed = 0; seed < 100; seed++) {
            Dataset dataset = new RandomDatasets(seed).next();
            assertThat(dataset.sameContent(new RandomDatasets(seed).next())).isTrue();
            assertThat(dataset.sameContent(new RandomDatasets(seed + 5000).next()))
                    .isFalse();
        }
    }

    @Test
    void random_data_sets_are_the_same_after_json() {
        for (int seed = 0; seed < 200; seed++) {
            Dataset dataset = new RandomDatasets(seed).next();
            String json = DicomJson.inline().toString(dataset);
            Dataset again = DicomJson.inline().read(json);
            assertThat(DicomJson.inline().toString(again)).as("seed %d", seed).isEqualTo(json);
        }
    }

    @Test
    void random_data_sets_are_the_same_after_xml() {
        for (int seed = 0; seed < 200; seed++) {
            Dataset dataset = new RandomDatasets(seed).next();
            Dataset again = DicomXml.inline().read(DicomXml.inline().toString(dataset));
            assertThat(again.sameContent(dataset)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void conformant_files_of_another_encoder_are_written_as_the_bytes_that_were_read(@TempDir Path folder)
            throws IOException {
        for (int seed = 0; seed < 700; seed++) {
            ConformantFiles files = new ConformantFiles(seed);
            byte[] bytes = files.file();
            String what = "seed " + seed + " in " + files.syntax;
            try {
                assertSameBytes(what, bytes, DicomReader.strict().read(new ByteArrayInputStream(bytes)));
                List<Deviation> deviations = new ArrayList<>();
                DicomReader lenient = DicomReader.lenient().withDeviations(deviations::add);
                assertSameBytes(what, bytes, lenient.read(new ByteArrayInputStream(bytes)));
                if (seed % 7 == 0) {
                    Path file = Files.write(folder.resolve(seed + ".dcm"), bytes);
                    assertSameBytes(what, bytes, lenient.withBulkFrom(64).read(file));
                }
                assertThat(deviations).as(what).isEmpty();
            } catch (DicomParseException e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private static void assertSameBytes(String what, byte[] bytes, DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        if (!object.transferSyntax().deflated()) {
            assertThat(Arrays.mismatch(bytes, out.toByteArray())).as(what).isEqualTo(-1);
            return;
        }
        // another deflater may give other bytes of the same data set
        assertThat(Arrays.mismatch(
                        Arrays.copyOf(bytes, (int) object.datasetOffset()),
                        Arrays.copyOf(out.toByteArray(), (int) object.datasetOffset())))
                .as(what)
                .isEqualTo(-1);
        DicomObject again = DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));
        TransferSyntax plain = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        assertThat(write(again.dataset(), plain)).as(what).isEqualTo(write(object.dataset(), plain));
    }

    @Test
    void every_conformant_file_of_pydicom_is_written_as_the_bytes_that_were_read() throws IOException {
        List<String> different = new ArrayList<>();
        int same = 0;
        for (Path file : Pydicom.files()) {
            DicomObject object;
            try {
                object = DicomReader.lenient().read(file);
            } catch (DicomParseException e) {
                different.add(file.getFileName().toString());
                continue;
            }
            byte[] all = Files.readAllBytes(file);
            byte[] dataset = Arrays.copyOfRange(all, (int) object.datasetOffset(), all.length);
            byte[] written = write(object.dataset(), object.transferSyntax());
            if (object.transferSyntax().deflated()) {
                // another deflater may give other bytes of the same data set
                assertThat(read(written, object.transferSyntax()).sameContent(object.dataset()))
                        .isTrue();
                same++;
            } else if (Arrays.equals(dataset, written)) {
                same++;
            } else {
                different.add(file.getFileName().toString());
            }
        }
        assertThat(same).isGreaterThan(160);
        assertThat(different)
                .containsExactlyInAnyOrder(
                        // no DICOM
                        "FileInfo.txt",
                        "README.txt",
                        "README.txt",
                        "README",
                        "rtplan.dump",
                        "rtstruct.dump",
                        "test1.json",
                        "test_PN.json",
                        "zipMR.gz",
                        // cut off: refused
                        "MR_truncated.dcm",
                        "rtplan_truncated.dcm",
                        // an element of odd length: written padded
                        "meta_missing_tsyntax.dcm",
                        "nested_priv_SQ.dcm",
                        // implicit elements in an explicit syntax: written explicit
                        "SC_rgb_jpeg.dcm",
                        // group lengths that are wrong: written with those of what is written
                        "693_J2KI.dcm",
                        "chrJapMulti.dcm",
                        "chrKoreanMulti.dcm",
                        // the last item's length goes beyond its sequence: written with the length that it has
                        "DICOMDIR-nooffset");
    }

    @Test
    void every_file_of_pydicom_keeps_its_content_through_all_native_syntaxes() throws IOException {
        for (Path file : Pydicom.files()) {
            DicomObject object;
            try {
                object = DicomReader.lenient().read(file);
            } catch (DicomParseException e) {
                continue;
            }
            if (!object.transferSyntax().isNative()) {
                continue;
            }
            for (TransferSyntax syntax : NATIVE) {
                Dataset again = DicomReader.lenient()
                        .readDataset(new ByteArrayInputStream(write(object.dataset(), syntax)), syntax);
                assertThat(again.sameContent(object.dataset()))
                        .as("%s in %s", file, syntax.name())
                        .isTrue();
            }
        }
    }
}
