package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** describe, dump, json and what all commands that read a file say of it. */
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
    void describe_tells_of_an_inspection_in_its_own_words() {
        NdeSamples samples = NdeSamples.seeded(1);
        List<Path> files = Run.write(temp, List.of(samples.weldRadiograph(), samples.legacy()));

        Run weld = diconde4j("describe", files.get(0));
        Run legacy = diconde4j("describe", files.get(1));

        assertThat(weld.code()).as(weld.err()).isZero();
        assertThat(weld.out())
                .contains("component   SN-0001 · Norddeutsche Armaturenwerke · Globe valve DN100 with welded nozzle")
                .contains("material    STEEL · P265GH · 10.0 mm")
                .contains("technique   KVP: 160 kV")
                .contains("IQI         W10 EN ISO 19232-1 · FE · 0.40-0.10 mm")
                .contains("· CRACK · REJECT ·")
                .contains("approval    REJECTED · Vogt^Clara · 2026-03-17 · 09:20")
                .doesNotContain("null", "remark");
        assertThat(legacy.out())
                .contains("made by     Rohrwerk Süd · Hot bent from seamless pipe")
                .contains("shape       CYLH · outside 114.3 mm")
                .contains("expires     2041-05-04");
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

    @ParameterizedTest
    @ValueSource(strings = {"dump", "json", "xml", "describe"})
    void says_that_another_object_follows_in_the_file(String command) throws IOException {
        Path file = Run.write(temp, List.of(NdeSamples.seeded(1).cScan())).get(0);
        byte[] one = Files.readAllBytes(file);
        Files.write(file, one, StandardOpenOption.APPEND);

        Run run = diconde4j(command, file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("expected the end of the input, found another object (offset " + one.length + ")")
                .hasLineCount(1);
    }
}
