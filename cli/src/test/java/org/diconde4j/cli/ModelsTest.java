package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** json, xml and compose. */
class ModelsTest {
    @TempDir
    Path temp;

    private static DicomObject read(Path file) throws IOException {
        return DicomReader.strict().read(file);
    }

    private Path printed(String command, Object... arguments) throws IOException {
        Run run = diconde4j(command, List.of(arguments));
        assertThat(run.code()).as(run.err()).isZero();
        return Files.writeString(temp.resolve("model"), run.out());
    }

    private DicomObject encapsulated() {
        byte[] frame = {1, 2, 3, 4};
        Fragments fragments = new Fragments(
                (offset, length) -> new java.io.ByteArrayInputStream(frame, 0, (int) length),
                new long[2],
                new long[] {0, 4});
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3")
                .set(Element.of(Tag.PixelData, VR.OB, fragments))
                .build();
        TransferSyntax syntax = TransferSyntax.of(UID.JPEG2000Lossless);
        return new DicomObject(FileMeta.of(UID.CTImageStorage, "1.2.3", syntax.uid()), syntax, 0, dataset);
    }

    @Test
    void xml_and_back_is_the_same_object() throws IOException {
        DicomObject scan = NdeSamples.seeded(1).cScan();
        Path file = Run.write(temp, List.of(scan)).get(0);
        Path made = temp.resolve("made.dcm");

        Run run = diconde4j("compose", printed("xml", file), made);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("made.dcm: Explicit VR Little Endian, " + Files.size(made) + " bytes");
        assertThat(read(made).dataset().sameContent(scan.dataset())).isTrue();
        assertThat(read(made).fileMeta().string(Tag.MediaStorageSOPInstanceUID))
                .isEqualTo(scan.dataset().string(Tag.SOPInstanceUID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void bulk_values_stand_in_files_beside_the_model_and_come_back_from_there(String command) throws IOException {
        DicomObject scan = NdeSamples.seeded(1).cScan();
        Path file = Run.write(temp, List.of(scan)).get(0);
        Path bulk = temp.resolve("bulk");
        Path model = printed(command, "--bulk-to", bulk, file);

        assertThat(Files.readString(model)).contains("7FE00010.bin").doesNotContain("InlineBinary>");
        try (Stream<Path> files = Files.list(bulk)) {
            assertThat(files.map(f -> f.getFileName().toString())).contains("7FE00010.bin");
        }
        Path made = temp.resolve("made.dcm");
        Run run = diconde4j("compose", "--bulk-from", bulk, model, made);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(read(made).dataset().get(Tag.PixelData).bytes())
                .isEqualTo(scan.dataset().get(Tag.PixelData).bytes());

        Run without = diconde4j("compose", model, temp.resolve("other.dcm"));
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("7FE00010.bin");
        assertThat(temp.resolve("other.dcm")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "file:///etc/passwd", "http://x/7FE00010.bin", "7FE00010"})
    void a_model_names_no_file_outside_of_the_folder_of_its_bulk_values(String uri) throws IOException {
        Path model = Files.writeString(
                temp.resolve("m.json"), "{\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"" + uri + "\"}}");
        Run run = diconde4j("compose", "--bulk-from", temp, model, temp.resolve("made.dcm"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(uri, "expected the name of a file").hasLineCount(1);
    }

    @Test
    void encapsulated_pixel_data_needs_its_transfer_syntax() throws IOException {
        Path file = Run.write(temp, List.of(encapsulated())).get(0);
        Path model = printed("json", file);
        Path made = temp.resolve("made.dcm");

        Run run = diconde4j("compose", model, made);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("encapsulated", "--to");
        assertThat(diconde4j("compose", "--to", "ExplicitVRLittleEndian", model, made)
                        .err())
                .contains("transcode");
        assertThat(made).doesNotExist();

        assertThat(diconde4j("compose", "--to", "jpeg2000lossless", model, made).code())
                .isZero();
        assertThat(read(made).transferSyntax().uid()).isEqualTo(UID.JPEG2000Lossless);
        assertThat(read(made).dataset().sameContent(encapsulated().dataset())).isTrue();
    }

    @Test
    void does_not_overwrite_and_says_what_is_no_model() throws IOException {
        Path model = Files.writeString(temp.resolve("m.json"), " [{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"A\"]}}]");
        Path there = Files.writeString(temp.resolve("there.dcm"), "mine");
        assertThat(diconde4j("compose", model, there).code()).isEqualTo(1);
        assertThat(Files.readString(there)).isEqualTo("mine");
        assertThat(diconde4j("compose", model, temp.resolve("made.dcm")).code()).isZero();

        Path note = Files.writeString(temp.resolve("note.txt"), "Weld 17");
        Run run = diconde4j("compose", note, temp.resolve("other.dcm"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("note.txt", "offset").hasLineCount(1);
        Path two = Files.writeString(temp.resolve("two.json"), "[{},{}]");
        assertThat(diconde4j("compose", two, temp.resolve("other.dcm")).err()).contains("2 data sets, expected one");
    }
}
