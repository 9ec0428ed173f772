package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** verify, reindex and quarantine. */
class KeepingTest {
    @TempDir
    Path temp;

    private List<String> data;

    @BeforeEach
    void import_four_radiographs() {
        Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(4));
        data = Run.in(temp.resolve("data"));
        diconde4j("import", data, temp.resolve("files"));
    }

    @Test
    void a_sound_archive_verifies() {
        Run run = diconde4j("verify", data);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("verified=4 damaged=0 missing=0" + System.lineSeparator());
    }

    @Test
    void changes_are_told_in_order_and_from_where_they_were_left() {
        Run all = diconde4j("changes", data);

        assertThat(all.code()).isZero();
        assertThat(all.out().lines()).hasSize(5);
        assertThat(all.out()).contains("1 STORED ", "4 STORED ");
        assertThat(all.lastLine()).matches("next=[0-9a-f-]{36}:4");
        String token = all.lastLine().substring("next=".length());
        assertThat(diconde4j("changes", data, "--after", token).out().lines()).hasSize(1);

        diconde4j("reindex", data);
        Run anew = diconde4j("changes", data, "--after", token);
        assertThat(anew.code()).isEqualTo(1);
        assertThat(anew.err()).contains("start anew");
        assertThat(diconde4j("changes", data, "--after", "4").err()).contains("EPOCH:SEQUENCE");
    }

    @Test
    void damaged_and_missing_objects_are_named() throws IOException {
        List<Path> stored = ExportTest.storedFiles(temp);
        Files.setPosixFilePermissions(stored.get(0), PosixFilePermissions.fromString("rw-r--r--"));
        byte[] bytes = Files.readAllBytes(stored.get(0));
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored.get(0), bytes);
        Files.delete(stored.get(1));

        Run run = diconde4j("verify", data);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("verified=2 damaged=1 missing=1");
        assertThat(run.err())
                .containsPattern("damaged studies/.*" + stored.get(0).getFileName() + ": expected digest")
                .containsPattern("missing studies/.*" + stored.get(1).getFileName() + ": ");
    }

    @Test
    void a_damaged_receipt_is_damage() throws IOException {
        Path data = temp.resolve("whole"); // an index that has seen the receipt, so that opening does not read it again
        diconde4j("import", "--data", data, temp.resolve("files"));
        Path receipts;
        try (var files = Files.list(data.resolve("objects/receipts"))) {
            receipts = files.sorted().findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(receipts);
        bytes[20] ^= 1;
        Files.write(receipts, bytes);

        Run run = diconde4j("verify", "--data", data);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("verified=3 damaged=1 missing=0");
        assertThat(run.err()).contains("the receipt is damaged");
    }

    @Test
    void reindex_counts_what_there_is() {
        Run run = diconde4j("reindex", data);

        assertThat(run.code()).isZero();
        assertThat(run.lastLine()).isEqualTo("components=1 studies=1 series=2 instances=4 quarantined=0");
    }

    @Test
    void attributes_get_an_index_of_their_own_and_lose_it_again() {
        Path data = temp.resolve("indexed");
        diconde4j("import", "--data", data, temp.resolve("files"));
        String path = "[ACME.INSPECT]0031xx01";

        assertThat(diconde4j("attributes", "add", "--data", data, path).out())
                .isEqualTo(path + " is ready" + System.lineSeparator());
        assertThat(diconde4j("attributes", "list", "--data", data).out())
                .containsPattern(
                        "EvaluatorSequence.IndicationSequence.IndicationType +00142002.00142012.0014201A +instance")
                .containsPattern("ACME.INSPECT.*instance +ready");
        assertThat(diconde4j("attributes", "remove", "--data", data, path).code())
                .isZero();
        assertThat(diconde4j("attributes", "remove", "--data", data, path).code())
                .isEqualTo(1);
        Run sequence = diconde4j("attributes", "add", "--data", data, "EvaluatorSequence");
        assertThat(sequence.code()).isEqualTo(2);
        assertThat(sequence.err()).contains("00142002 is of representation SQ");
    }

    @Test
    void nothing_in_quarantine_is_said() {
        assertThat(diconde4j("quarantine", "list", data).out())
                .isEqualTo("Nothing is in quarantine." + System.lineSeparator());
    }

    @Test
    void what_was_set_aside_is_listed_shown_kept_as_long_as_something_is_against_it_and_discarded() {
        DicomObject first = NdeSamples.seeded(1).small(1).get(0);
        Dataset changed = first.dataset().toBuilder()
                .set(Tag.StudyDescription, "Changed later")
                .build();
        Path other = Run.write(
                        temp.resolve("other"),
                        List.of(new DicomObject(first.fileMeta(), first.transferSyntax(), 0, changed)))
                .get(0);
        String uid = first.dataset().string(Tag.SOPInstanceUID, "");
        Run imported = diconde4j("import", data, other);
        assertThat(imported.lastLine()).isEqualTo("stored=0 duplicate=0 quarantined=1 failed=0");

        Run list = diconde4j("quarantine", "list", data);
        assertThat(list.code()).isZero();
        List<String> lines = list.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).contains(uid).contains(other.toString()).contains("different data set");
        String id = lines.get(2).split(" ")[0];

        assertThat(diconde4j("quarantine", "show", data, id).out())
                .containsPattern("Reason +a different data set")
                .containsPattern("SOP Class +Computed Radiography Image Storage")
                .containsPattern("SOP Instance UID +" + uid)
                .containsPattern("Stored as +quarantine/");

        Run release = diconde4j("quarantine", "release", data, id);
        assertThat(release.code()).isEqualTo(1);
        assertThat(release.err()).contains(id + " stays in quarantine: ").hasLineCount(1);

        Run discard = diconde4j("quarantine", "discard", data, id, "--reason", "made by mistake");
        assertThat(discard.code()).as(discard.err()).isZero();
        assertThat(discard.out()).contains("discarded " + id);
        assertThat(diconde4j("quarantine", "list", data).out()).contains("Nothing is in quarantine.");
        assertThat(diconde4j("verify", data).lastLine()).isEqualTo("verified=4 damaged=0 missing=0");
    }

    @Test
    void an_entry_that_is_not_there_is_said_to_be_missing() {
        for (String verb : List.of("show", "release", "discard")) {
            Run run = diconde4j("quarantine", verb, data, "99");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("no entry 99").hasLineCount(1);
        }
    }
}
