package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three components SN-10001 to SN-10003 of small radiographs, and SN-0017 with a C-scan and a report. */
class FindTest {
    private static final NdeSamples SAMPLES = NdeSamples.seeded(17);

    @TempDir
    static Path temp;

    private static List<String> data;

    @BeforeAll
    static void import_samples() {
        List<DicomObject> objects = new ArrayList<>(SAMPLES.small(14));
        objects.add(SAMPLES.cScan());
        objects.add(SAMPLES.report());
        Run.write(temp.resolve("files"), objects);
        data = Run.in(temp.resolve("data"));
        assertThat(diconde4j("import", data, temp.resolve("files")).lastLine()).startsWith("stored=16 ");
    }

    @Test
    void lists_all_studies_under_diconde_titles() {
        Run run = diconde4j("find", data);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0))
                .matches("Component ID Number +Component Name +Study Date +Component Study Description +Modalities"
                        + " +Instances +Study Instance UID");
        assertThat(lines.get(2)).matches("SN-10001 +Bolt M8 +2026-03-17 +Lot inspection +CR +6 +[0-9.]+");
        assertThat(run.lastLine()).isEqualTo("4 studies");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PatientID=SN-10002",
                "ComponentIDNumber=SN-10002",
                "Component ID Number=SN-10002",
                "componentidnumber=SN-*02",
                "00100020=SN-1000?",
                "PatientName=Bolt*",
                "StudyDate=20260101-20261231",
                "StudyDate=-20260317",
                "StudyDate=2026-01-01-2026-12-31",
                "StudyDate=2026-03-17",
                "Modality=CR\\CT",
                "ModalitiesInStudy=CR",
                "MaterialName=ST*L"
            })
    void a_key_is_a_keyword_a_diconde_name_or_a_tag_with_wildcards_ranges_and_lists(String key) {
        assertThat(diconde4j("find", data, key).out()).contains("SN-10002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PatientID=SN-1", "StudyDate=20270101-", "StudyDate=2026-03-18", "Modality=MR"})
    void what_does_not_match_is_not_shown(String key) {
        Run run = diconde4j("find", data, key);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("Nothing matches." + System.lineSeparator());
    }

    @Test
    void finds_names_by_their_words_and_sound_when_asked_to() {
        assertThat(diconde4j("find", data, "PatientName=bold", "--fuzzy").out()).contains("SN-10002");
        assertThat(diconde4j("find", data, "PatientName=bold").out()).startsWith("Nothing matches.");
    }

    @Test
    void asks_for_what_is_in_a_sequence() {
        Run run = diconde4j(
                "find", data, "EvaluatorSequence.IndicationSequence.IndicationType=DELAM*", "--level", "instance");

        assertThat(run.lastLine()).as(run.out() + run.err()).isEqualTo("1 instance");
        assertThat(run.out()).contains("SN-0017").contains("Ultrasound Multi-frame Image Storage");
    }

    @Test
    void shows_each_level() {
        assertThat(diconde4j("find", data, "--level", "component").lastLine()).isEqualTo("4 components");
        assertThat(diconde4j("find", data, "--level", "Series").lastLine()).isEqualTo("7 series");
        assertThat(diconde4j("find", data, "--level", "INSTANCE").lastLine()).isEqualTo("16 instances");
        assertThat(diconde4j("find", data, "--level", "component").out())
                .containsPattern("Component ID Number +Component Name +Material Name +Component Manufacturing Date");
    }

    @Test
    void a_key_becomes_a_column_even_without_a_value() {
        assertThat(diconde4j("find", data, "StudyID=").out())
                .contains("Study ID")
                .contains("LOT-1");
    }

    @Test
    void gives_pages_of_answers_in_either_order_of_arrival() {
        assertThat(ids(diconde4j("find", data, "--limit", 2))).containsExactly("SN-10001", "SN-10002");
        assertThat(ids(diconde4j("find", data, "--limit", 2, "--page", 2))).containsExactly("SN-10003", "SN-0017");
        assertThat(ids(diconde4j("find", data, "--limit", 1, "--newest-first"))).containsExactly("SN-0017");
        assertThat(diconde4j("find", data, "--limit", 2, "--page", 3).lastLine())
                .isEqualTo("Nothing matches.");
    }

    private static List<String> ids(Run run) {
        return run.out()
                .lines()
                .filter(l -> l.startsWith("SN-"))
                .map(l -> l.split(" ")[0])
                .toList();
    }

    @Test
    void prints_one_array_of_json_objects_with_all_attributes() throws IOException {
        Run run = diconde4j("find", data, "--json", "--level", "study");

        List<Dataset> studies = json(run);
        assertThat(run.code()).isZero();
        assertThat(studies)
                .extracting(s -> s.string(Tag.PatientID))
                .containsExactly("SN-10001", "SN-10002", "SN-10003", "SN-0017");
        assertThat(studies.get(0).integer(Tag.NumberOfStudyRelatedInstances, 0)).isEqualTo(6);
        assertThat(studies.get(3).strings(Tag.ModalitiesInStudy)).containsExactlyInAnyOrder("DOC", "US");
        assertThat(studies.get(3).string(Tag.ReferringPhysicianName)).isEqualTo("Stadtwerke Hafen");
    }

    @Test
    void an_empty_answer_is_an_empty_array() throws IOException {
        assertThat(json(diconde4j("find", data, "--json", "PatientID=nobody"))).isEmpty();
    }

    @Test
    void json_is_utf_8_and_holds_what_a_sequence_holds() throws IOException {
        List<Dataset> found = json(diconde4j("find", data, "--json", "--level", "instance", "Modality=US"));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).string(Tag.InstitutionName)).isEqualTo("Prüflabor Küste");
        assertThat(found.get(0).items(Tag.EvaluatorSequence)).isNotEmpty();
    }

    private static List<Dataset> json(Run run) throws IOException {
        List<Dataset> found = new ArrayList<>();
        DicomJson.inline().readArray(new ByteArrayInputStream(run.out().getBytes(UTF_8)), found::add);
        return found;
    }
}
