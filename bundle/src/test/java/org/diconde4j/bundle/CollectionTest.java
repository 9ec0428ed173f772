package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.bundle.Collection.Sample;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's whole job on a collection that nobody here wrote, with peers that nobody here wrote. */
class CollectionTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String TITLE = "ARCHIVE";

    /** Color palettes, which DCMTK's storescp does not take for storage, not even in its promiscuous mode. */
    private static final Set<String> STORESCP_REFUSES = Set.of(UID.ColorPaletteStorage);

    /** The classes that are not among the 120 that DCMTK's getscu proposes. */
    private static final Set<String> GETSCU_DOES_NOT_ASK_FOR = Set.of(UID.ColorPaletteStorage);

    /** What getscu proposes beside what is not compressed; with {@code +x=} it asks for all, with the others for what is stored so. */
    private static final Map<String, String> GETSCU_PREFERS = Map.ofEntries(
            Map.entry("+x=", "*"),
            Map.entry("+xe", UID.ExplicitVRLittleEndian),
            Map.entry("+xb", UID.ExplicitVRBigEndian),
            Map.entry("+xi", UID.ImplicitVRLittleEndian),
            Map.entry("+xd", UID.DeflatedExplicitVRLittleEndian),
            Map.entry("+xs", UID.JPEGLosslessSV1),
            Map.entry("+xy", UID.JPEGBaseline8Bit),
            Map.entry("+xx", UID.JPEGExtended12Bit),
            Map.entry("+xv", UID.JPEG2000Lossless),
            Map.entry("+xw", UID.JPEG2000),
            Map.entry("+xt", UID.JPEGLSLossless),
            Map.entry("+xu", UID.JPEGLSNearLossless),
            Map.entry("+xr", UID.RLELossless));

    private static List<Sample> samples = List.of();
    private static Map<String, List<Sample>> byUid = Map.of();

    @TempDir
    Path directory;

    @BeforeAll
    static void readTheCollection() throws IOException {
        samples = Collection.samples();
        byUid = Collection.byUid(samples);
        assertThat(samples).hasSizeGreaterThan(100);
        assertThat(byUid.size()).isLessThan(samples.size());
    }

    private Archive open() {
        return Archive.open(directory.resolve("data"));
    }

    private static Receiver receive(Archive archive, Peer... peers) throws IOException {
        var reception = archive.receive().aeTitle(TITLE).port(0);
        for (Peer peer : peers) {
            reception.peer(peer);
        }
        return reception.start();
    }

    @Test
    void what_dcmsend_sends_is_kept_once_each_equal_element_by_element() throws Exception {
        Path dcmsend = Peers.dcmtk("dcmsend");
        try (Archive archive = open();
                Receiver receiver = receive(archive)) {
            List<Object> command = new ArrayList<>(
                    List.of(dcmsend, "-nh", "-nuc", "-dn", "-aec", TITLE, "127.0.0.1", receiver.port()));
            samples.forEach(sample -> command.add(sample.file()));
            Peers.run(LONG, command.toArray());

            Map<String, byte[]> stored = Collection.stored(archive);
            // what dcmsend itself cannot read it does not send: files without meta header, and one that is mislabelled
            Set<String> left = new TreeSet<>(byUid.keySet());
            left.removeAll(stored.keySet());
            assertThat(left).hasSizeLessThanOrEqualTo(3);
            assertEachIsOneOfItsSamples(stored);
            assertThat(archive.quarantine().list())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.receipt().reason()).contains("a different data set"));
        }
    }

    @Test
    void what_our_own_send_sends_is_kept_byte_for_byte() throws Exception {
        try (Archive archive = open();
                Receiver receiver = receive(archive)) {
            Map<Path, SendResult> results = send(receiver);
            Map<String, byte[]> stored = Collection.stored(archive);

            assertThat(stored.keySet()).isEqualTo(new TreeSet<>(byUid.keySet()));
            for (Map.Entry<String, List<Sample>> entry : byUid.entrySet()) {
                byte[] kept = stored.get(entry.getKey());
                assertThat(entry.getValue())
                        .as("one of the files of %s is kept byte for byte", entry.getKey())
                        .anySatisfy(sample ->
                                assertThat(Collection.datasetBytes(kept)).isEqualTo(sample.datasetBytes()));
                Dataset first = Collection.read(kept).dataset();
                for (Sample sample : entry.getValue()) {
                    boolean same = first.sameContent(sample.object().dataset());
                    int status = results.get(sample.file()).status();
                    assertThat(same ? status : status >> 12)
                            .as("status for %s", sample.file())
                            .isEqualTo(same ? 0 : 0xC);
                }
            }
        }
    }

    private static Map<Path, SendResult> send(Receiver receiver) throws IOException {
        return send(receiver, samples);
    }

    /** Without the one that says explicit but is implicit: DCMTK cannot parse it, and breaks the association off. */
    private static void sendWhatDcmtkCanRead(Receiver receiver) throws IOException {
        send(
                receiver,
                samples.stream()
                        .filter(sample -> !sample.file().endsWith("SC_rgb_jpeg.dcm"))
                        .toList());
    }

    private static Map<Path, SendResult> send(Receiver receiver, List<Sample> chosen) throws IOException {
        Map<OutgoingObject, Path> files = new java.util.IdentityHashMap<>();
        List<OutgoingObject> objects = new ArrayList<>();
        for (Sample sample : chosen) {
            OutgoingObject object = OutgoingObject.ofFile(sample.file());
            files.put(object, sample.file());
            objects.add(object);
        }
        Map<Path, SendResult> results = new HashMap<>();
        DimseClient.as("SENDER")
                .store(peer(receiver), objects, result -> results.put(files.get(result.object()), result));
        assertThat(results).hasSize(chosen.size());
        return results;
    }

    private static Peer peer(Receiver receiver) {
        return new Peer(TITLE, "127.0.0.1", receiver.port());
    }

    @Test
    void what_is_imported_ends_as_the_rules_for_the_same_uid_say() throws Exception {
        try (Archive archive = open()) {
            Map<String, DicomObject> first = new HashMap<>();
            for (Sample sample : samples) {
                StoreResult result = archive.store(sample.file());
                DicomObject known = first.putIfAbsent(sample.sopInstanceUid(), sample.object());
                Outcome expected = known == null
                        ? Outcome.STORED
                        : known.dataset().sameContent(sample.object().dataset())
                                ? Outcome.DUPLICATE
                                : Outcome.QUARANTINED;
                assertThat(result.outcome()).as("%s", sample.file()).isEqualTo(expected);
            }
            assertThat(archive.verify().run(finding -> {}).damaged()).isZero();
            List<String> before = answers(archive);
            archive.close();

            deleteIndex();
            try (Archive rebuilt = open()) {
                assertThat(answers(rebuilt)).isEqualTo(before);
                rebuilt.reindex();
                assertThat(answers(rebuilt)).isEqualTo(before);
            }
        }
    }

    private void deleteIndex() throws IOException {
        try (var files = Files.walk(directory.resolve("data/index"))) {
            for (Path file : (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    private static List<String> answers(Archive archive) {
        List<String> answers = new ArrayList<>();
        for (var level : org.diconde4j.storage.Level.values()) {
            archive.find().level(level).newestFirst().forEach(found -> {
                StringBuilder text = new StringBuilder(level.name());
                found.forEach(element -> text.append(element).append(element.strings()));
                answers.add(text.toString());
            });
        }
        return answers;
    }

    @Test
    void findscu_finds_all_at_every_level() throws Exception {
        Path findscu = Peers.dcmtk("findscu");
        try (Archive archive = open();
                Receiver receiver = receive(archive)) {
            send(receiver);
            var counts = archive.counts();
            assertThat(counts.instances()).isEqualTo(byUid.size());
            assertThat(pending(findscu, receiver, "-P", "PATIENT", "PatientID")).isEqualTo(counts.components());
            assertThat(pending(findscu, receiver, "-S", "STUDY", "StudyInstanceUID"))
                    .isEqualTo(counts.studies());
            assertThat(pending(findscu, receiver, "-S", "SERIES", "SeriesInstanceUID"))
                    .isEqualTo(counts.series());
            assertThat(pending(findscu, receiver, "-S", "IMAGE", "SOPInstanceUID"))
                    .isEqualTo(counts.instances());
            assertThat(pending(findscu, receiver, "-P", "PATIENT", "PatientID=4MR1"))
                    .isOne();
            assertThat(pending(findscu, receiver, "-S", "STUDY", "PatientName=CompressedSamples^*"))
                    .isEqualTo(
                            studies(archive, s -> s.string(Tag.PatientName, "").startsWith("CompressedSamples^")))
                    .isPositive();
            assertThat(pending(findscu, receiver, "-S", "STUDY", "StudyDate=20040101-20041231"))
                    .isEqualTo(studies(archive, s -> s.string(Tag.StudyDate, "").startsWith("2004")))
                    .isPositive();
        }
    }

    private static long studies(Archive archive, Predicate<Dataset> condition) {
        return archive.find().studies().list().stream().filter(condition).count();
    }

    private static long pending(Path findscu, Receiver receiver, String model, String level, String key) {
        PeerRun run = Peers.run(
                LONG,
                findscu,
                "-v",
                model,
                "-aec",
                TITLE,
                "127.0.0.1",
                receiver.port(),
                "-k",
                "QueryRetrieveLevel=" + level,
                "-k",
                key);
        return run.succeeded()
                .output()
                .lines()
                .filter(line -> line.matches("I: Find Response: \\d+ \\(Pending\\)"))
                .count();
    }

    @Test
    void movescu_gets_everything_back() throws Exception {
        Path movescu = Peers.dcmtk("movescu");
        Path storescp = Peers.dcmtk("storescp");
        Path received = Files.createDirectory(directory.resolve("received"));
        int port = PeerServer.freePort();
        try (PeerServer destination = PeerServer.start(directory, port, storescp, "-pm", "+xa", "-od", received, port);
                Archive archive = open();
                Receiver receiver = receive(archive, new Peer("DEST", "127.0.0.1", destination.port()))) {
            sendWhatDcmtkCanRead(receiver);
            Peers.run(
                    LONG,
                    movescu,
                    "-S",
                    "-aec",
                    TITLE,
                    "-aem",
                    "DEST",
                    "127.0.0.1",
                    receiver.port(),
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID=" + allStudies(archive));
            assertReceived(
                    Collection.stored(archive), Collection.directory(received), instances(archive, STORESCP_REFUSES));
        }
    }

    private static String allStudies(Archive archive) {
        return archive.find().studies().list().stream()
                .map(study -> study.string(Tag.StudyInstanceUID, ""))
                .collect(Collectors.joining("\\"));
    }

    private static String studiesWith(Archive archive, String transferSyntax) {
        Set<String> studies = new TreeSet<>();
        try (var instances = archive.retrieve(Selection.all()).instances()) {
            instances.forEachRemaining(i -> {
                if (transferSyntax.equals("*") || transferSyntax.equals(i.transferSyntaxUid())) {
                    studies.add(i.studyUid());
                }
            });
        }
        return String.join("\\", studies);
    }

    private static Set<String> instances(Archive archive, Set<String> exceptSopClasses) {
        return archive.find().instances().list().stream()
                .filter(instance -> !exceptSopClasses.contains(instance.string(Tag.SOPClassUID, "")))
                .map(instance -> instance.string(Tag.SOPInstanceUID, ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void getscu_gets_everything_back_that_it_can_take() throws Exception {
        Path getscu = Peers.dcmtk("getscu");
        try (Archive archive = open();
                Receiver receiver = receive(archive)) {
            sendWhatDcmtkCanRead(receiver);
            Map<String, byte[]> stored = Collection.stored(archive);
            Map<String, Dataset> all = new HashMap<>();
            for (Map.Entry<String, String> option : GETSCU_PREFERS.entrySet()) {
                String studies = studiesWith(archive, option.getValue());
                if (studies.isEmpty()) {
                    continue;
                }
                Path received = Files.createDirectory(
                        directory.resolve("get" + option.getKey().charAt(2)));
                Peers.run(
                        LONG,
                        getscu,
                        "-S",
                        option.getKey(),
                        "-od",
                        received,
                        "-aec",
                        TITLE,
                        "127.0.0.1",
                        receiver.port(),
                        "-k",
                        "QueryRetrieveLevel=STUDY",
                        "-k",
                        "StudyInstanceUID=" + studies);
                // asked for in another syntax, an object comes decoded or encoded; once it comes as it is stored
                Collection.directory(received)
                        .forEach((uid, dataset) ->
                                all.merge(uid, dataset, (first, next) -> isStored(stored, uid, first) ? first : next));
            }
            Set<String> asked = instances(archive, GETSCU_DOES_NOT_ASK_FOR);
            all.keySet().retainAll(asked);
            assertReceived(stored, all, asked);
        }
    }

    @Test
    void our_own_get_gets_everything_back_byte_for_byte() throws Exception {
        try (Archive archive = open();
                Receiver receiver = receive(archive)) {
            send(receiver);
            Map<String, byte[]> received = new HashMap<>();
            for (Dataset study : archive.find().studies().list()) {
                String uid = study.string(Tag.StudyInstanceUID, "");
                List<StorageContext> contexts = new ArrayList<>();
                try (var instances = archive.retrieve(uid).instances()) {
                    Set<List<String>> pairs = new java.util.LinkedHashSet<>();
                    instances.forEachRemaining(i -> pairs.add(List.of(i.sopClassUid(), i.transferSyntaxUid())));
                    pairs.forEach(pair -> contexts.add(new StorageContext(pair.get(0), List.of(pair.get(1)))));
                }
                Dataset keys = Dataset.builder()
                        .set(Tag.QueryRetrieveLevel, "STUDY")
                        .set(Tag.StudyInstanceUID, uid)
                        .build();
                var outcome = DimseClient.as("GETTER")
                        .get(
                                peer(receiver),
                                InformationModel.STUDY_ROOT,
                                keys,
                                contexts,
                                (request, dataset) -> {
                                    received.put(request.sopInstanceUid(), dataset.readAllBytes());
                                    return StoreOutcome.success();
                                },
                                progress -> true);
                assertThat(outcome.complete()).as("%s: %s", uid, outcome).isTrue();
            }
            Map<String, byte[]> stored = Collection.stored(archive);
            assertThat(received.keySet()).isEqualTo(stored.keySet());
            stored.forEach(
                    (uid, file) -> assertThat(received.get(uid)).as(uid).isEqualTo(Collection.datasetBytes(file)));
        }
    }

    private static void assertEachIsOneOfItsSamples(Map<String, byte[]> stored) {
        stored.forEach((uid, file) -> {
            Dataset kept = Collection.read(file).dataset();
            assertThat(byUid.get(uid))
                    .as("files of %s that equal what is kept", uid)
                    .anyMatch(sample -> kept.sameContent(sample.object().dataset()));
        });
    }

    private static void assertReceived(
            Map<String, byte[]> stored, Map<String, Dataset> received, Set<String> expected) {
        assertThat(received.keySet()).containsAll(expected);
        received.forEach((uid, dataset) -> assertThat(isStored(stored, uid, dataset))
                .as("%s as received equals what is stored", uid)
                .isTrue());
    }

    private static boolean isStored(Map<String, byte[]> stored, String uid, Dataset received) {
        return received.sameContent(Collection.read(stored.get(uid)).dataset());
    }
}
