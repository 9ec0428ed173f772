package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** correct, reassign, delete and history, on plain files and an embedded database. */
class ChangesTest {
    private final List<DicomObject> objects = NdeSamples.seeded(1).small(4);
    private final String uid = objects.get(0).dataset().string(Tag.SOPInstanceUID, "");
    private final String study = objects.get(0).dataset().string(Tag.StudyInstanceUID, "");
    private final String component = objects.get(0).dataset().string(Tag.PatientID, "");

    @TempDir
    Path temp;

    private List<Object> data;

    @BeforeEach
    void import_four_radiographs() {
        Run.write(temp.resolve("files"), objects);
        data = List.of("--data", temp.resolve("data"));
        diconde4j("import", data, temp.resolve("files"));
    }

    private Run change(String command, Object... more) {
        return diconde4j(command, data, "--reason", "label read wrong", "--by", "A. Prüfer", List.of(more));
    }

    private int found(String level, String... keys) {
        Run run = diconde4j("find", data, "--level", level, "--json", List.of(keys));
        List<Dataset> found = new ArrayList<>();
        try {
            DicomJson.inline().readArray(new ByteArrayInputStream(run.out().getBytes(UTF_8)), found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.size();
    }

    private List<Path> exported(String folder, Object... options) throws IOException {
        Run run = diconde4j("export", data, "--to", temp.resolve(folder), List.of(options));
        assertThat(run.code()).as(run.err()).isZero();
        try (var files = Files.walk(temp.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void assertVerified(int verified) {
        assertThat(diconde4j("verify", data).lastLine()).isEqualTo("verified=" + verified + " damaged=0 missing=0");
    }

    @Test
    void a_correction_is_what_is_found_and_given_and_the_first_version_can_be_had() throws IOException {
        Run run = change("correct", "--set", "ImageComments=root pass", "SOPInstanceUID=" + uid);
        assertThat(run.lastLine()).as(run.err()).isEqualTo("corrected=1 unchanged=0 failed=0");
        assertThat(change("correct", "--set", "ImageComments=root pass", "SOPInstanceUID=" + uid)
                        .lastLine())
                .isEqualTo("corrected=0 unchanged=1 failed=0");
        assertThat(found("instance", "ImageComments=root pass")).isOne();
        assertThat(found("instance")).isEqualTo(4);

        Path file = exported("out", "SOPInstanceUID=" + uid).get(0);
        Dataset now = DicomReader.strict().read(file).dataset();
        assertThat(now.string(Tag.ImageComments)).isEqualTo("root pass");
        assertThat(now.items(Tag.OriginalAttributesSequence)).hasSize(1);

        Run history = diconde4j("history", data, uid);
        assertThat(history.out()).contains("stored", "corrected", "A. Prüfer", "label read wrong", uid);
        Path first = temp.resolve("first.dcm");
        assertThat(diconde4j("history", data, "--version", "1", "--to", first, uid)
                        .code())
                .isZero();
        assertThat(first).hasSameBinaryContentAs(temp.resolve("files").resolve("01.dcm"));
        assertThat(diconde4j("history", data, "--version", "3", "--to", temp.resolve("third.dcm"), uid)
                        .err())
                .contains("has 2 versions");
        assertVerified(5);

        diconde4j("reindex", data);
        assertThat(found("instance", "ImageComments=root pass")).isOne();
        assertThat(diconde4j("import", data, temp.resolve("files")).lastLine())
                .as("the first version again is known")
                .isEqualTo("stored=0 duplicate=4 quarantined=0 failed=0");
    }

    @Test
    void a_corrected_object_must_be_the_same_instance() {
        Dataset other = objects.get(0).dataset().toBuilder()
                .set(Tag.StudyInstanceUID, "1.2.3")
                .build();
        DicomObject first = objects.get(0);
        Path file = Run.write(
                        temp.resolve("corrected"),
                        List.of(new DicomObject(first.fileMeta(), first.transferSyntax(), 0, other)))
                .get(0);
        Run run = change("correct", "--with", file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("StudyInstanceUID", "found 1.2.3");
        assertThat(run.lastLine()).isEqualTo("corrected=0 unchanged=0 failed=1");
        assertThat(change("correct", "--set", "StudyInstanceUID=1.2.3", "SOPInstanceUID=" + uid)
                        .code())
                .isEqualTo(1);
        assertThat(change("correct", "--set", "StudyDate=20260101-", "SOPInstanceUID=" + uid)
                        .code())
                .isEqualTo(2);
        assertThat(change("correct", "--set", "ImageComments=x").code())
                .as("never all because of a slip")
                .isEqualTo(2);
    }

    @Test
    void what_is_reassigned_belongs_to_the_right_component_and_dcmtk_is_given_it_so() throws IOException {
        List<Path> before = exported("before");
        Run run = change("reassign", "--to", "ComponentIDNumber=SN-0018", "ComponentIDNumber=" + component);
        assertThat(run.lastLine()).as(run.err()).isEqualTo("reassigned=4 failed=0");
        for (String level : List.of("component", "study", "series", "instance")) {
            assertThat(found(level, "ComponentIDNumber=" + component)).as(level).isZero();
            assertThat(found(level, "ComponentIDNumber=SN-0018")).as(level).isPositive();
        }
        assertThat(found("instance", "ComponentIDNumber=SN-0018")).isEqualTo(4);
        assertThat(diconde4j("history", data, "ComponentIDNumber=SN-0018").out())
                .contains("moved to SN-0018");

        List<Path> received = exported("received", "--as-received");
        assertThat(received).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(received.get(i)).hasSameBinaryContentAs(before.get(i));
        }
        for (Path file : exported("after")) {
            assertMoved(DicomReader.strict().read(file).dataset());
        }
        assertVerified(4);

        try (Archive archive = Archive.open(temp.resolve("data"));
                Receiver receiver = archive.receive().port(0).start()) {
            Path got = Files.createDirectory(temp.resolve("got"));
            List<Object> getscu = new ArrayList<>(List.of(Peers.dcmtk("getscu"), "-aec", "DICONDE4J", "127.0.0.1"));
            getscu.addAll(List.of(receiver.port(), "-S", "-od", got, "-k", "QueryRetrieveLevel=STUDY"));
            getscu.addAll(List.of("-k", "StudyInstanceUID=" + study));
            Peers.run(Duration.ofSeconds(30), getscu.toArray()).succeeded();
            try (var files = Files.list(got)) {
                List<Path> all = files.toList();
                assertThat(all).hasSize(4);
                for (Path file : all) {
                    assertMoved(DicomReader.strict().read(file).dataset());
                }
            }
        }
    }

    private void assertMoved(Dataset object) {
        assertThat(object.string(Tag.PatientID)).isEqualTo("SN-0018");
        Dataset item = object.items(Tag.OriginalAttributesSequence).get(0);
        assertThat(item.items(Tag.ModifiedAttributesSequence).get(0).string(Tag.PatientID))
                .isEqualTo(component);
    }

    @Test
    void nothing_is_deleted_without_yes_and_what_was_deleted_has_a_history_and_may_come_again() {
        assertThat(change("delete", "SOPInstanceUID=" + uid).out()).contains("would delete " + uid, "would-delete=1");
        assertThat(found("instance")).isEqualTo(4);

        assertThat(change("delete", "--yes", "SOPInstanceUID=" + uid).lastLine())
                .isEqualTo("deleted=1 failed=0");
        assertThat(found("instance")).isEqualTo(3);
        assertThat(found("instance", "SOPInstanceUID=" + uid)).isZero();
        assertVerified(3);
        assertThat(diconde4j("history", data, uid).out()).contains("stored", "deleted", "A. Prüfer");

        assertThat(diconde4j("import", data, temp.resolve("files")).lastLine())
                .isEqualTo("stored=1 duplicate=3 quarantined=0 failed=0");
        assertVerified(4);
        assertThat(change("delete", "--yes", "StudyInstanceUID=" + study).lastLine())
                .isEqualTo("deleted=4 failed=0");
        assertThat(diconde4j("reindex", data).lastLine())
                .isEqualTo("components=0 studies=0 series=0 instances=0 quarantined=0");
        assertThat(change("delete", "--yes").code()).isEqualTo(2);
        assertThat(diconde4j("history", data, "1.9").code()).isEqualTo(1);
    }
}
