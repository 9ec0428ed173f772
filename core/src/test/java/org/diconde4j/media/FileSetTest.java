package org.diconde4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.media.FileSet.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetTest {
    @TempDir
    Path folder;

    private FileSet withFiles(String... fileIds) throws IOException {
        Files.write(folder.resolve("DICOMDIR"), RawDirectory.withFiles(fileIds).bytes());
        return FileSet.open(folder);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "content");
    }

    // ---- finding files

    @Test
    void finds_a_file_by_its_file_id() throws IOException {
        Path file = file("DICOM/IM1");

        assertThat(withFiles("DICOM\\IM1").locate(FileId.of("DICOM", "IM1"))).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dicom/im1", "DICOM/IM1;1", "dicom/im1.;1", "Dicom/Im1.", "DICOM/im1;23"})
    void finds_a_file_whose_name_the_file_system_shows_in_another_way(String shown) throws IOException {
        Path file = file(shown);
        file("dicom/other");

        assertThat(withFiles("DICOM\\IM1").locate(FileId.of("DICOM", "IM1"))).isEqualTo(file);
    }

    @Test
    void finds_a_file_in_upper_case_by_a_file_id_in_lower_case() throws IOException {
        Path file = file("DICOM/IM1");

        assertThat(withFiles("dicom\\im1").locate(FileId.of("dicom", "im1"))).isEqualTo(file);
    }

    @Test
    void of_two_files_that_only_letter_case_tells_apart_the_exact_one_is_meant() throws IOException {
        file("IM1");
        Path lower = file("im1");

        assertThat(withFiles("IM1").locate(FileId.of("im1"))).isEqualTo(lower);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dicomdir", "DICOMDIR.;1", "Dicomdir"})
    void finds_the_dicomdir_itself_whatever_its_letter_case(String shown) throws IOException {
        Files.write(folder.resolve(shown), RawDirectory.withFiles("IM1").bytes());

        assertThat(FileSet.open(folder).directory().records()).hasSize(1);
        assertThat(FileSet.open(folder.resolve(shown)).folder()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void says_which_file_is_missing_and_that_a_folder_has_no_directory() throws IOException {
        assertThatThrownBy(() -> FileSet.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("DICOMDIR");
        assertThatThrownBy(() -> withFiles("A\\B").locate(FileId.of("A", "B")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("A/B").toString());
    }

    // ---- staying inside

    @Test
    void a_file_set_whose_directory_names_a_file_outside_is_not_opened() throws IOException {
        Files.writeString(folder.resolve("SECRET"), "secret");
        Path inner = Files.createDirectory(folder.resolve("CD"));
        Files.write(
                inner.resolve("DICOMDIR"), RawDirectory.withFiles("..\\SECRET").bytes());

        assertThatThrownBy(() -> FileSet.open(inner))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining(
                        inner.resolve("DICOMDIR") + ": the File ID \"..\\SECRET\" is refused: \"..\" leads")
                .hasMessageContaining("out of the File-set");
    }

    @Test
    void a_link_that_leads_out_of_the_folder_is_refused_and_one_within_it_is_followed(@TempDir Path elsewhere)
            throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("SECRET"), "secret");
        Files.createSymbolicLink(folder.resolve("OUT"), secret);
        Files.createSymbolicLink(folder.resolve("UP"), elsewhere);
        Files.createSymbolicLink(folder.resolve("IN"), file("FILE"));
        FileSet fileSet = withFiles("OUT", "UP\\SECRET", "IN");

        assertThatThrownBy(() -> fileSet.locate(FileId.of("OUT")))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("by a link it leads out of the File-set");
        assertThatThrownBy(() -> fileSet.locate(FileId.of("UP", "SECRET"))).isInstanceOf(MediaException.class);
        assertThat(fileSet.locate(FileId.of("IN"))).hasContent("content");
    }

    @Test
    void a_folder_is_no_file() throws IOException {
        Files.createDirectories(folder.resolve("A/B"));

        assertThatThrownBy(() -> withFiles("A").locate(FileId.of("A"))).hasMessageContaining("names no file");
    }

    // ---- checking

    private List<String> findings() throws IOException {
        List<String> findings = new ArrayList<>();
        FileSet.open(folder).check(finding -> findings.add(finding.toString()));
        return findings;
    }

    private void index(Path... files) throws IOException {
        FileSetWriter writer = FileSetWriter.in(folder).create();
        for (Path file : files) {
            writer.add(file);
        }
        writer.write();
    }

    @Test
    void a_sound_file_set_has_no_findings() throws IOException {
        index(
                Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1)),
                Files10.write(folder.resolve("B"), Files10.image(1, 2, 1, 1)),
                Files10.write(folder.resolve("C"), Files10.image(2, 1, 1, 1).remove(Tag.PatientID)));

        assertThat(findings()).isEmpty();
    }

    @Test
    void finds_files_that_are_missing_no_dicom_or_not_what_the_directory_says() throws IOException {
        Path a = Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1));
        Path b = Files10.write(folder.resolve("B"), Files10.image(1, 1, 1, 2));
        Path c = Files10.write(folder.resolve("C"), Files10.image(1, 1, 1, 3));
        Path d = Files10.write(folder.resolve("D"), Files10.image(1, 1, 1, 4));
        index(a, b, c, d);
        Files.delete(a);
        Files.writeString(b, "Weld 17 was inspected twice.");
        Files10.write(c, Files10.image(2, 1, 1, 3));
        Files10.write(d, Files10.image(1, 1, 1, 4).build(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

        List<String> findings = findings();

        assertThat(findings.get(0)).isEqualTo("A: the file is missing");
        assertThat(findings.get(1)).startsWith("B: the file is no sound DICOM: ");
        assertThat(findings.subList(2, 7))
                .containsExactly(
                        "C: the SOP Instance UID is 1.2.3.1.1.1.3, but the file says 1.2.3.2.1.1.3",
                        "C: the Media Storage SOP Instance UID is 1.2.3.1.1.1.3, but the file says 1.2.3.2.1.1.3",
                        "C: the Study Instance UID of the record above is 1.2.3.1.1, but the file says 1.2.3.2.1",
                        "C: the Series Instance UID of the record above is 1.2.3.1.1.1, but the file says 1.2.3.2.1.1",
                        "C: the Patient ID of the record above is SN-1, but the file says SN-2");
        assertThat(findings.subList(7, findings.size()))
                .containsExactly(
                        "D: the Transfer Syntax UID is 1.2.840.10008.1.2.1, but the file says 1.2.840.10008.1.2");
    }

    @Test
    void finds_what_records_must_say_and_do_not() throws IOException {
        file("im1");
        withFiles("im1", "im1");

        assertThat(findings())
                .contains(
                        "PATIENT record at offset " + RawDirectory.FIRST_RECORD
                                + ": PatientID (0010,0020) must have a value, found none",
                        "im1: InstanceNumber (0020,0013) must have a value, found none",
                        "im1: its name has other than up to 8 names of up to 8 characters A–Z, 0–9 and _ (PS3.10 8.2)")
                .anyMatch(finding -> finding.startsWith("im1: another record, at offset"))
                .anyMatch(finding -> finding.startsWith("im1: the file is no sound DICOM"));
    }

    @Test
    void finds_types_that_todays_standard_does_not_have_and_records_without_a_file() throws IOException {
        Files.write(
                folder.resolve("DICOMDIR"),
                RawDirectory.of(
                                0,
                                1,
                                new RawDirectory.Record(1, -1, "FILM BOX"),
                                new RawDirectory.Record(-1, -1, "PALETTE"))
                        .bytes());

        assertThat(findings())
                .anyMatch(finding -> finding.contains("its type \"FILM BOX\" is none of today's standard"))
                .anyMatch(finding -> finding.startsWith("PALETTE record") && finding.contains("it names no file"));
    }

    @Test
    void finds_that_the_description_of_the_file_set_is_missing() throws IOException {
        FileSetWriter.in(folder).descriptor(FileId.of("README"), "").create().write();

        assertThat(findings()).containsExactly("README: the file that describes the File-set is missing");
        file("README");
        assertThat(findings()).isEmpty();
    }

    @Test
    void counts_the_files_that_the_directory_names() throws IOException {
        assertThat(withFiles("A", "B", "C").check((Finding finding) -> {})).isEqualTo(3);
    }
}
