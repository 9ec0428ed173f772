package org.diconde4j.archive.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.workflow.Inspections.item;
import static org.diconde4j.archive.workflow.Inspections.step;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WorklistTest {
    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:worklist"))
            .index(URI.create("memory:worklist"))
            .findLimit(20)
            .open();
    private final Worklist worklist = archive.worklist();

    @TempDir
    Path dir;

    @BeforeEach
    void fill() {
        worklist.add(
                item("SN-1", "1.2.1", step("XRAY1", "20260301", "0800", "A")).build());
        worklist.add(
                item("SN-2", "1.2.2", step("XRAY1", "20260301", "1800", "B")).build());
        worklist.add(
                item("SN-3", "1.2.3", step("XRAY2", "20260302", "0700", "C")).build());
        worklist.add(
                item("SN-3", "1.2.3", step("XRAY1", "20260303", "2000", "D")).build());
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private Peer serve() throws IOException {
        Receiver receiver = archive.receive().port(0).start();
        return new Peer("DICONDE4J", "127.0.0.1", receiver.port());
    }

    private static Dataset keys(Dataset.Builder step) {
        return Dataset.builder()
                .setEmpty(Tag.PatientID)
                .setEmpty(Tag.PatientName)
                .setItems(
                        Tag.ScheduledProcedureStepSequence,
                        step.setEmpty(Tag.ScheduledProcedureStepID).build())
                .build();
    }

    private static List<Dataset> ask(Peer peer, Dataset keys) {
        List<Dataset> found = new ArrayList<>();
        try (FindMatches matches = DimseClient.as("XRAY1").find(peer, UID.ModalityWorklistInformationModelFind, keys)) {
            matches.forEachRemaining(found::add);
        }
        return found;
    }

    private static List<String> ids(List<Dataset> items) {
        return items.stream()
                .map(item -> item.items(Tag.ScheduledProcedureStepSequence).get(0))
                .map(step -> step.string(Tag.ScheduledProcedureStepID))
                .sorted()
                .toList();
    }

    @Test
    void gives_a_station_its_steps() throws IOException {
        Peer peer = serve();
        assertThat(ids(ask(peer, keys(Dataset.builder().set(Tag.ScheduledStationAETitle, "XRAY1")))))
                .containsExactly("A", "B", "D");
        assertThat(ids(ask(peer, keys(Dataset.builder())))).containsExactly("A", "B", "C", "D");
        assertThat(ask(peer, keys(Dataset.builder().set(Tag.Modality, "CT")))).isEmpty();
    }

    @Test
    void finds_names_by_sound_when_that_was_negotiated() throws IOException {
        Peer peer = serve();
        String worklistQuery = UID.ModalityWorklistInformationModelFind;
        Dataset keys = Dataset.builder()
                .set(Tag.PatientName, "schweisnat")
                .setEmpty(Tag.PatientID)
                .build();
        assertThat(ask(peer, keys)).isEmpty();
        Negotiation fuzzy = Negotiation.NONE.withExtended(
                QueryOptions.NONE.withFuzzyNames(true).of(worklistQuery));
        DimseClient client = DimseClient.as("XRAY1").with(AssociationOptions.DEFAULT.withNegotiation(fuzzy));
        try (FindMatches matches = client.find(peer, worklistQuery, keys)) {
            assertThat(matches).toIterable().hasSize(4);
            assertThat(matches.options().fuzzyNames()).isTrue();
        }
    }

    @Test
    void takes_a_range_of_dates_and_one_of_times_as_one_range_of_moments() throws IOException {
        Dataset keys = keys(Dataset.builder()
                .set(Tag.ScheduledProcedureStepStartDate, "20260301-20260302")
                .set(Tag.ScheduledProcedureStepStartTime, "1200-0800"));
        assertThat(ids(ask(serve(), keys))).containsExactly("B", "C");
    }

    @Test
    void answers_with_what_was_asked_for_in_the_character_set_of_the_request() throws IOException {
        Peer peer = serve();
        Dataset keys = keys(Dataset.builder().set(Tag.ScheduledProcedureStepID, "A"));
        Dataset plain = ask(peer, keys).get(0);
        assertThat(plain.string(Tag.PatientName)).isEqualTo("Schweißnaht SN-1");
        assertThat(plain.contains(Tag.AccessionNumber)).isFalse();
        Dataset latin = ask(
                        peer,
                        keys.toBuilder()
                                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                                .build())
                .get(0);
        assertThat(latin.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        assertThat(latin.string(Tag.PatientName)).isEqualTo("Schweißnaht SN-1");
        Dataset ascii = ask(
                        peer,
                        keys(Dataset.builder().set(Tag.ScheduledProcedureStepID, "A")).toBuilder()
                                .remove(Tag.PatientName)
                                .build())
                .get(0);
        assertThat(ascii.contains(Tag.SpecificCharacterSet)).isFalse();
    }

    @Test
    void needs_what_every_answer_must_have() {
        assertThatThrownBy(() -> worklist.add(item("SN-9", "1.2.9", step("XRAY1", "20260301", "", "A"))
                        .remove(Tag.PatientID)
                        .build()))
                .isInstanceOf(DicondeException.class)
                .hasMessage("a worklist item needs a value for PatientID, ScheduledProcedureStepStartTime");
        assertThatThrownBy(() -> worklist.add(Dataset.empty())).hasMessageContaining("expected 1");
    }

    @Test
    void replaces_an_item_of_the_same_study_and_step_and_makes_a_study_uid_where_there_is_none() {
        worklist.add(
                item("SN-3", "1.2.3", step("XRAY7", "20260305", "0700", "C")).build());
        WorklistItem fresh = worklist.add(
                item("SN-4", "", step("XRAY7", "20260305", "0700", "C")).build());
        assertThat(fresh.dataset().string(Tag.StudyInstanceUID)).startsWith("2.25.");
        assertThat(worklist.items().toList()).hasSize(5);
        List<WorklistItem> changed = worklist.find(
                        Dataset.builder().set(Tag.PatientID, "SN-3").build())
                .toList();
        assertThat(changed)
                .extracting(i -> i.step().string(Tag.ScheduledStationAETitle))
                .containsExactlyInAnyOrder("XRAY7", "XRAY1");
        assertThat(fresh.step().string(Tag.ScheduledProcedureStepStatus)).isEqualTo("SCHEDULED");
    }

    @Test
    void removes_items() {
        for (WorklistItem item : worklist.items().toList()) {
            assertThat(worklist.remove(item.id())).isTrue();
            assertThat(worklist.remove(item.id())).isFalse();
        }
        assertThat(worklist.items().toList()).isEmpty();
        assertThat(worklist.remove("../objects")).isFalse();
    }

    @Test
    void is_not_offered_where_it_is_left_out() throws IOException {
        Receiver receiver = archive.receive()
                .port(0)
                .without(UID.ModalityWorklistInformationModelFind)
                .start();
        Peer peer = new Peer("DICONDE4J", "127.0.0.1", receiver.port());
        assertThatThrownBy(() -> ask(peer, keys(Dataset.builder())))
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("does not accept C-FIND");
    }

    @Test
    void answers_findscu() throws IOException {
        Path findscu = Peers.dcmtk("findscu");
        Peer peer = serve();
        PeerRun run = Peers.run(
                        Duration.ofSeconds(20),
                        findscu,
                        "-W",
                        "-aet",
                        "XRAY1",
                        "-k",
                        "PatientID",
                        "-k",
                        "ScheduledProcedureStepSequence[0].ScheduledStationAETitle=XRAY1",
                        "-k",
                        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20260301-20260302",
                        "-k",
                        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepID",
                        "-X",
                        "-od",
                        dir,
                        peer.host(),
                        peer.port())
                .succeeded();
        List<Dataset> found = new ArrayList<>();
        try (var files = Files.list(dir)) {
            for (Path file : files.sorted().toList()) {
                found.add(DicomReader.lenient().read(file).dataset());
            }
        }
        assertThat(ids(found)).as(run.toString()).containsExactly("A", "B");
    }

    @Test
    void our_client_reads_the_worklist_of_wlmscpfs() throws Exception {
        Path wlmscpfs = Peers.dcmtk("wlmscpfs");
        Path folder = Files.createDirectories(dir.resolve("PLANT"));
        Files.createFile(folder.resolve("lockfile"));
        for (WorklistItem item : worklist.items().toList()) {
            Dataset kept = item.dataset().toBuilder()
                    .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                    .build();
            DicomWriter.write(
                    new DicomObject(
                            FileMeta.of(UID.ModalityWorklistInformationModelFind, "1.2.3", UID.ExplicitVRLittleEndian),
                            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                            0,
                            kept),
                    folder.resolve(item.id() + ".wl"));
        }
        int port;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process server = new ProcessBuilder(wlmscpfs.toString(), "-dfp", dir.toString(), String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Peer peer = new Peer("PLANT", "127.0.0.1", port);
            List<Dataset> found = null;
            for (int i = 0; found == null; i++) {
                try {
                    found = ask(peer, keys(Dataset.builder().set(Tag.ScheduledStationAETitle, "XRAY1")));
                } catch (AssociationException e) {
                    if (i == 100) {
                        throw e;
                    }
                    Thread.sleep(50);
                }
            }
            assertThat(ids(found)).containsExactly("A", "B", "D");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }
}
