package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.media.DicomDirectory;
import org.diconde4j.media.DirectoryReader;
import org.diconde4j.media.DirectoryRecord;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaTest {
    @TempDir
    Path temp;

    private List<DicomObject> objects;
    private List<String> data;
    private Path usb;

    @BeforeEach
    void write_eight_radiographs_of_two_components() {
        objects = NdeSamples.seeded(1).small(8);
        Run.write(temp.resolve("files"), objects);
        data = Run.in(temp.resolve("data"));
        usb = temp.resolve("usb");
    }

    private void importAll() {
        diconde4j("import", data, temp.resolve("files"));
    }

    /** A medium with the same files under names that fit. */
    private void index(String... options) throws IOException {
        for (int i = 1; i <= objects.size(); i++) {
            Path file = usb.resolve("DICOM/F" + i);
            Files.createDirectories(file.getParent());
            Files.copy(temp.resolve("files/0" + i + ".dcm"), file);
        }
        Run run = diconde4j("dicomdir", "create", usb, List.of(options));
        assertThat(run.lastLine()).as(run.err()).isEqualTo("indexed=8 skipped=0 failed=0");
    }

    private DicomDirectory directory() throws IOException {
        return DirectoryReader.strict().read(usb.resolve("DICOMDIR"));
    }

    private List<Path> filesOnMedium() throws IOException {
        try (Stream<Path> all = Files.walk(usb)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    // ---- export

    @Test
    void an_export_as_media_has_names_for_every_system_and_a_directory_that_names_them() throws IOException {
        importAll();
        Run run = diconde4j("export", data, "--to", usb, "--media", "--file-set-id", "WELDS");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lastLine()).isEqualTo("exported=8 failed=0");
        assertThat(directory().fileSetId()).isEqualTo("WELDS");
        assertThat(directory().all().filter(record -> record.type().equals("PATIENT")))
                .hasSize(2);
        assertThat(directory().all().map(DirectoryRecord::sopInstanceUid).filter(uid -> uid != null))
                .containsExactlyInAnyOrderElementsOf(objects.stream()
                        .map(object -> object.dataset().string(Tag.SOPInstanceUID))
                        .toList());
        assertThat(filesOnMedium())
                .hasSize(9)
                .allMatch(file -> usb.relativize(file).toString().matches("DICOMDIR|DICOM(/[0-9A-Z]{8}){3}"));
        assertThat(diconde4j("dicomdir", "check", usb).lastLine()).isEqualTo("files=8 findings=0");
    }

    @Test
    void a_second_export_to_the_same_medium_adds_what_is_new() throws IOException {
        importAll();
        diconde4j("export", data, "--to", usb, "--media", "--file-set-id", "WELDS", "ComponentIDNumber=SN-10002");
        List<Path> before = filesOnMedium();

        Run run = diconde4j("export", data, "--to", usb, "--media");

        assertThat(run.lastLine()).isEqualTo("exported=8 failed=0");
        assertThat(filesOnMedium()).hasSize(9).containsAll(before);
        assertThat(directory().fileSetId()).isEqualTo("WELDS");
        assertThat(diconde4j("dicomdir", "check", usb).lastLine()).isEqualTo("files=8 findings=0");
    }

    @Test
    void an_object_that_is_damaged_in_the_store_is_named_and_the_directory_does_not_name_it() throws IOException {
        importAll();
        Path stored = ExportTest.storedFiles(temp).get(0);
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length - 1] ^= 1;
        Files.setPosixFilePermissions(stored, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(stored, bytes);

        Run run = diconde4j("export", data, "--to", usb, "--media");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("exported=7 failed=1");
        assertThat(diconde4j("dicomdir", "check", usb).lastLine()).isEqualTo("files=7 findings=0");
    }

    @Test
    void a_label_needs_a_medium_and_capital_letters() {
        assertThat(diconde4j("export", data, "--to", usb, "--file-set-id", "WELDS")
                        .err())
                .contains("--file-set-id WELDS needs --media");
        Run run = diconde4j("export", data, "--to", usb, "--media", "--file-set-id", "welds");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("a File-set ID has up to 16 characters");
    }

    // ---- import

    @Test
    void the_index_of_a_medium_is_skipped_with_a_word_when_the_medium_is_imported() throws IOException {
        index();

        Run run = diconde4j("import", Run.in(temp.resolve("other")), usb);

        assertThat(run.code()).isZero();
        assertThat(run.lastLine()).isEqualTo("stored=8 duplicate=0 quarantined=0 failed=0");
        assertThat(run.err())
                .isEqualTo("skipped " + usb.resolve("DICOMDIR") + ": it is the index of the medium, not an object"
                        + System.lineSeparator());
    }

    @Test
    void what_only_has_the_name_of_an_index_is_looked_at_like_any_file() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Files.copy(temp.resolve("files/01.dcm"), folder.resolve("DICOMDIR"));
        Files.writeString(folder.resolve("dicomdir.txt"), "how to read this CD");

        Run run = diconde4j("import", Run.in(temp.resolve("other")), folder);

        assertThat(run.lastLine()).isEqualTo("stored=1 duplicate=0 quarantined=1 failed=0");
    }

    // ---- dicomdir

    @Test
    void list_prints_the_tree_with_the_keys_of_each_record() throws IOException {
        index("--file-set-id", "WELDS");

        Run run = diconde4j("dicomdir", "list", usb);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("File-set WELDS, 8 files");
        assertThat(lines.get(1)).startsWith("PATIENT  SN-10001  ");
        assertThat(lines.get(2)).startsWith("  STUDY  20");
        assertThat(lines.get(3)).startsWith("    SERIES  1  CR");
        assertThat(lines.get(4)).matches("      IMAGE  1  DICOM/F1");
        assertThat(diconde4j("dicomdir", "list", usb.resolve("DICOMDIR")).out()).isEqualTo(run.out());
    }

    @Test
    void list_as_json_has_an_object_for_each_file_with_the_keys_above_it() throws IOException {
        index();

        Run run = diconde4j("dicomdir", "list", "--json", usb);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().split("\"00041500\"", -1)).hasSize(9);
        assertThat(run.out()).contains("\"00100020\":{\"vr\":\"LO\",\"Value\":[\"SN-10001\"]}");
    }

    @Test
    void create_indexes_a_folder_whose_names_fit_and_names_those_that_do_not() throws IOException {
        Files.createDirectories(usb.resolve("MONDAY"));
        Files.copy(temp.resolve("files/01.dcm"), usb.resolve("MONDAY/WELD1"));
        Files.copy(temp.resolve("files/02.dcm"), usb.resolve("weld2.dcm"));
        Files.copy(temp.resolve("files/01.dcm"), usb.resolve("TWIN"));
        Files.writeString(usb.resolve("README.TXT"), "how to read this CD");

        Run run = diconde4j("dicomdir", "create", usb, "--file-set-id", "MONDAY");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("indexed=1 skipped=2 failed=1");
        assertThat(run.err())
                .contains("failed " + usb.resolve("weld2.dcm") + ": weld2.dcm is no File ID: expected up to 8 names")
                .contains("skipped " + usb.resolve("README.TXT") + ": it is no DICOM file")
                .contains("note TWIN: holds the same instance as MONDAY/WELD1");
        assertThat(diconde4j("dicomdir", "check", usb).lastLine()).isEqualTo("files=1 findings=0");

        Files.move(usb.resolve("weld2.dcm"), usb.resolve("WELD2"));
        Run again = diconde4j("dicomdir", "create", "--update", usb);

        assertThat(again.lastLine()).isEqualTo("indexed=2 skipped=2 failed=0");
        assertThat(directory().fileSetId()).isEqualTo("MONDAY");
    }

    @Test
    void check_names_what_is_wrong_and_ends_with_one() throws IOException {
        index();
        List<Path> files = filesOnMedium();
        Files.delete(files.get(0));

        Run run = diconde4j("dicomdir", "check", usb);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines().toList())
                .containsExactly(usb.relativize(files.get(0)) + ": the file is missing", "files=8 findings=1");
    }

    @Test
    void a_folder_without_an_index_and_a_directory_that_leads_out_of_it_are_refused() throws IOException {
        Files.createDirectories(usb);
        assertThat(diconde4j("dicomdir", "list", usb).err()).contains("DICOMDIR does not exist");
        Files.copy(temp.resolve("files/01.dcm"), usb.resolve("ABCDEFGH"));
        diconde4j("dicomdir", "create", usb);
        Path index = usb.resolve("DICOMDIR");
        String bytes = new String(Files.readAllBytes(index), "ISO-8859-1");
        Files.write(index, bytes.replace("ABCDEFGH", "..\\..\\AB").getBytes("ISO-8859-1"));

        for (String command : List.of("list", "check")) {
            Run run = diconde4j("dicomdir", command, usb);

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("DICOMDIR: the File ID \"..\\..\\AB\" is refused")
                    .hasLineCount(1);
        }
    }
}
