package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** dump, json and what all commands that read a file say of it. */
class ReadingTest {
    @TempDir
    Path temp;

    @Test
    void json_holds_the_whole_data_set_bulk_data_included() {
        DicomObject scan = NdeSamples.seeded(1).cScan();
        Path file = Run.write(temp, List.of(scan)).get(0);

        Run run = diconde4j("json", file);

        assertThat(run.code()).as(run.err()).isZero();
        Dataset read = DicomJson.inline().read(run.out());
        assertThat(read.size()).isEqualTo(scan.dataset().size());
        for (Element element : scan.dataset()) {
            if (element.vr().isText() || element.tag() == Tag.SpecificCharacterSet) {
                continue; // in UTF-8 now
            }
            Dataset expected = Dataset.builder().set(element).build();
            assertThat(Dataset.builder().set(read.get(element.tag())).build().sameContent(expected))
                    .as(element.toString())
                    .isTrue();
        }
        assertThat(read.string(Tag.InstitutionName)).isEqualTo("Prüflabor Küste");
    }

    @Test
    void dump_shows_elements_with_their_diconde_names() {
        Path file = Run.write(temp, List.of(NdeSamples.seeded(1).cScan())).get(0);

        Run run = diconde4j("dump", file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("(0010,0020) LO")
                .contains("SN-0001")
                .contains("ComponentIDNumber")
                .contains("(0014,2002) SQ")
                .contains("(7FE0,0010)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dump", "json", "pixels"})
    void what_is_no_dicom_gets_one_sentence_with_file_and_offset(String command) throws IOException {
        Path note = Files.writeString(temp.resolve("note.txt"), "Weld 17 was inspected twice.");

        Run run = diconde4j(command, note);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(note.toString()).contains("offset").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dump", "json", "pixels"})
    void a_missing_file_and_a_folder_are_said_to_be_that(String command) {
        assertThat(diconde4j(command, temp.resolve("nothing.dcm")).err()).contains("nothing.dcm does not exist");
        assertThat(diconde4j(command, temp).err()).hasLineCount(1).contains(temp.toString());
        assertThat(diconde4j(command, temp).code()).isEqualTo(1);
    }
}
