package org.diconde4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** pydicom's own DICOMDIRs, made by DCMTK and pydicom and then bent. */
class PydicomDirectoriesTest {
    private static Path folder;

    private final List<String> deviations = new ArrayList<>();

    private DicomDirectory read(String name) throws IOException {
        return DirectoryReader.lenient()
                .withDeviations(d -> deviations.add(d.problem()))
                .read(folder.resolve(name));
    }

    @BeforeAll
    static void find_them() {
        folder = Pydicom.data().resolve("test_files/dicomdirtests");
    }

    @Test
    void the_records_are_those_that_pydicom_finds() throws IOException {
        String script = """
                import sys
                from pydicom.fileset import FileSet
                def outline(node, depth):
                    r = node._record
                    line = ' ' * depth + r.DirectoryRecordType
                    for k in ('PatientID', 'StudyInstanceUID', 'SeriesInstanceUID', 'ReferencedSOPInstanceUIDInFile'):
                        if k in r:
                            line += ' ' + str(r[k].value)
                    if 'ReferencedFileID' in r:
                        line += ' ' + '/'.join(r.ReferencedFileID)
                    print(line)
                    for child in node.children:
                        outline(child, depth + 1)
                for path in sys.argv[1:]:
                    for node in FileSet(path)._tree.children:
                        outline(node, 0)
                """;

        String theirs = Pydicom.script(
                script,
                folder.resolve("DICOMDIR").toString(),
                folder.resolve("TINY_ALPHA/DICOMDIR").toString());

        assertThat(Outline.of(read("DICOMDIR")) + Outline.of(read("TINY_ALPHA/DICOMDIR")))
                .isEqualTo(theirs);
        assertThat(deviations).isEmpty();
        assertThat(read("DICOMDIR").all().filter(r -> r.fileId() != null)).hasSize(31);
    }

    @ParameterizedTest
    @CsvSource({
        "DICOMDIR-bigEnd, a DICOMDIR is in Explicit VR Little Endian",
        "DICOMDIR-implicit, a DICOMDIR is in Explicit VR Little Endian",
        "DICOMDIR-nooffset, an item of 248 bytes ends after its sequence",
        "DICOMDIR-reordered,",
    })
    void other_forms_of_the_same_directory_say_the_same(String name, String deviation) throws IOException {
        assertThat(Outline.of(read(name)))
                .isEqualTo(Outline.of(DirectoryReader.strict().read(folder.resolve("DICOMDIR"))));
        if (deviation == null) {
            assertThat(deviations).isEmpty();
        } else {
            assertThat(deviations).singleElement().asString().startsWith(deviation);
        }
    }

    @Test
    void a_directory_whose_first_record_leads_nowhere_is_read_as_far_as_it_goes() throws IOException {
        assertThat(Outline.of(read("DICOMDIR-nopatient")))
                .startsWith("IMAGE ")
                .endsWith(" 77654033/CR1/6154\n")
                .hasLineCount(1);
        assertThat(deviations).contains("51 records are reached by no offset and left out");
    }

    @Test
    void an_empty_directory_is_empty() throws IOException {
        assertThat(read("DICOMDIR-empty.dcm").records()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TINY_ALPHA/PT000000/ST000000/SE000000/IM000000", "77654033/CR1/6154"})
    void an_image_is_no_directory(String name) {
        assertThatThrownBy(() -> read(name))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("no DICOMDIR");
    }
}
