package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.Archive;
import org.diconde4j.cli.Cluster.Node;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes, each in a process of its own, on one PostgreSQL and one S3 server, as docs/scaling.md sets them up. Both take objects at
 * once: of the same study, the very same objects, and different ones with the same UID. What they have taken, both delete and correct at
 * once, one releases what the other discards, and queries go on all the time. In the middle of it the S3 server is killed and started again; at the end one of the nodes, after
 * the bytes of an object and before its receipt. How much is sent is multiplied by the system property {@code diconde4j.cluster}, 1
 * if not set.
 */
class ClusterTest {
    private static final int TIMES = Integer.getInteger("diconde4j.cluster", 1);
    private static final int OWN = 10 * TIMES;
    private static final int SAME = 10 * TIMES;
    private static final int CLASHES = 4 * TIMES;
    private static final String END = "";
    private static final Duration PATIENCE = Duration.ofSeconds(60 + 30L * TIMES);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Cluster cluster;
    private Relay relay;
    private List<Node> nodes;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> setAside = ConcurrentHashMap.newKeySet();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Set<String> corrected = ConcurrentHashMap.newKeySet();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private final Set<Integer> failures = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> toChange = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                platform.equals("Linux amd64"),
                "does not apply: there is no PostgreSQL for " + platform + " among the dependencies");
        cluster = new Cluster(folder);
        relay = new Relay(cluster.s3Port());
        nodes = cluster.nodes(cluster.s3Port(), relay.port());
    }

    @AfterEach
    void end() throws Exception {
        threads.shutdownNow();
        if (cluster != null) {
            cluster.close();
            relay.close();
        }
    }

    @Test
    void two_nodes_share_one_archive_through_an_outage_of_the_store_and_the_death_of_one() throws Exception {
        runAll();

        assertThat(acknowledged).hasSize(4 * OWN + SAME + CLASHES);
        assertThat(setAside).as("of two different ones with the same UID").hasSize(CLASHES);
        assertThat(failures).as("refused for a time, out of resources").isSubsetOf(0xA700, 0x0110);
        assertThat(deleted).hasSizeGreaterThan(OWN);
        Set<String> expected = new TreeSet<>(acknowledged);
        expected.removeAll(deleted);
        for (Node node : nodes) {
            assertThat(found(node)).isEqualTo(expected);
        }
        sendAgain(expected);
        settleAtBoth(expected);
        killBetweenObjectAndReceipt(expected);

        Process first = nodes.get(0).process();
        first.getOutputStream().close();
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (Archive archive = Archive.builder()
                .objects(cluster.objects())
                .index(cluster.index())
                .open()) {
            IndexCounts counts = archive.counts();
            assertThat(counts.instances()).isEqualTo(expected.size());
            assertThat(counts.studies())
                    .as("one, and those of which something was released: two if each node was first with some")
                    .isBetween(1L, 3L);
            assertThat(counts.components()).isEqualTo(1);
            assertThat(counts.quarantined()).isZero();
            Map<String, String> before = everything(archive);
            assertThat(before.keySet()).isEqualTo(expected);
            assertThat(corrected)
                    .isNotEmpty()
                    .allSatisfy(uid -> assertThat(before.get(uid))
                            .as("what each node made of it")
                            .contains("by 0", "by 1"));
            archive.verify().run(finding -> assertThat(finding).isNull());
            archive.reindex();
            assertThat(archive.counts()).isEqualTo(counts);
            assertThat(everything(archive)).isEqualTo(before);
        }
        assertNoBytesOfWhatWasDeleted();
    }

    /** Each instance with its study and what corrections said. */
    private static Map<String, String> everything(Archive archive) {
        Map<String, String> all = new HashMap<>();
        archive.find()
                .instances()
                .forEach(i -> all.put(
                        i.string(Tag.SOPInstanceUID, ""),
                        i.string(Tag.StudyInstanceUID, "")
                                + i.string(Tag.ImageComments, "")
                                + i.string(Tag.AcquisitionComments, "")));
        return all;
    }

    /** To each node two senders, all at once, and one that changes; when some of it is there, the store goes away and comes back. */
    private void runAll() throws Exception {
        CountDownLatch some = new CountDownLatch(OWN);
        List<Future<?>> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            int number = sender;
            senders.add(start(() -> sendUntilAnswered(nodes.get(number % 2), objects(number), some)));
        }
        Future<?> changer = start(this::changeAll);
        Future<?> asker = start(() -> ask(changer));
        assertThat(some.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        cluster.interruptS3();
        for (Future<?> sender : senders) {
            sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        toChange.add(END);
        changer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        asker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private interface Work {
        void run() throws Exception;
    }

    private Future<?> start(Work work) {
        return threads.submit((Callable<Void>) () -> {
            work.run();
            return null;
        });
    }

    /** Of five objects one is deleted by both nodes, one corrected by both, one deleted by one and corrected by the other. */
    private void changeAll() throws Exception {
        for (String uid = toChange.take(); !uid.equals(END); uid = toChange.take()) {
            int number = Integer.parseInt(uid.substring(uid.lastIndexOf('.') + 1));
            if (number % 5 == 0) {
                assertThat(both("delete " + uid, "delete " + uid)).contains("done");
                deleted.add(uid);
            } else if (number % 5 == 1) {
                assertThat(both(
                                "correct " + uid + " ImageComments by 0",
                                "correct " + uid + " AcquisitionComments by 1"))
                        .containsOnly("done");
                corrected.add(uid);
            } else if (number % 5 == 2) {
                assertThat(both("delete " + uid, "correct " + uid + " ImageComments by 1"))
                        .contains("done");
                deleted.add(uid);
            }
        }
    }

    private List<String> both(String first, String second) throws Exception {
        Future<String> one = threads.submit(() -> nodes.get(0).tell(first));
        Future<String> other = threads.submit(() -> nodes.get(1).tell(second));
        return List.of(
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /** What was acknowledged is found, and what was deleted is not, at every moment and at both. */
    private void ask(Future<?> changes) throws Exception {
        for (int i = 0; !changes.isDone(); i++) {
            Set<String> gone = Set.copyOf(deleted);
            assertThat(found(nodes.get(i % 2)).stream().filter(gone::contains)).isEmpty();
            Thread.sleep(400);
        }
    }

    /** What was deleted may come again, and be another object. */
    private void sendAgain(Set<String> expected) throws Exception {
        List<String> uids = deleted.stream().filter(uid -> uid.endsWith("0")).toList();
        List<DicomObject> objects =
                uids.stream().map(uid -> object("1.2.3.1", uid, 99)).toList();
        Future<?> one = start(() -> sendUntilAnswered(nodes.get(0), objects, new CountDownLatch(0)));
        sendUntilAnswered(nodes.get(1), objects, new CountDownLatch(0));
        one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(setAside).hasSize(CLASHES);
        expected.addAll(uids);
        for (Node node : nodes) {
            assertThat(found(node)).isEqualTo(expected);
        }
    }

    /** One node releases what was set aside while the other discards it: one of them does. */
    private void settleAtBoth(Set<String> expected) throws Exception {
        for (QuarantineEntry entry : setAside()) {
            String uid = entry.receipt().sopInstanceUid();
            assertThat(nodes.get(0).tell("delete " + uid)).isEqualTo("done"); // so that it may be released
            List<String> answers = both("release " + entry.id(), "discard " + entry.id());
            assertThat(answers).containsExactlyInAnyOrder("done", "none");
            if (answers.get(1).equals("done")) {
                expected.remove(uid);
            }
        }
        for (Node node : nodes) {
            assertThat(found(node)).isEqualTo(expected);
        }
    }

    private List<QuarantineEntry> setAside() {
        try (Index index = StorageProviders.openIndex(cluster.index(), OpenOptions.defaults())) {
            return index.quarantined().toList();
        }
    }

    /** The sender was not answered, and sends it again to the other node, by chance with other bytes. */
    private void killBetweenObjectAndReceipt(Set<String> expected) throws Exception {
        String uid = "1.2.3.1.8.1";
        Node dying = nodes.get(1);
        relay.killBeforeReceipt(dying.process());
        try {
            DimseClient.as("CLUSTER")
                    .store(dying.peer(), List.of(OutgoingObject.of(object("1.2.3.1", uid, 1))), result -> {
                        assertThat(result.stored()).isFalse();
                    });
        } catch (AssociationException e) {
            // as it must be
        }
        assertThat(dying.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(found(nodes.get(0))).doesNotContain(uid);
        sendUntilAnswered(nodes.get(0), List.of(object("1.2.3.1", uid, 2)), new CountDownLatch(0));
        assertThat(acknowledged).contains(uid);
        expected.add(uid);
    }

    private void assertNoBytesOfWhatWasDeleted() {
        try (ObjectStore store = StorageProviders.openObjects(cluster.objects(), OpenOptions.defaults())) {
            List<Receipt> receipts = store.receipts(0).toList();
            Set<Long> gone = new HashSet<>();
            receipts.stream().filter(Receipt::removesBytes).forEach(r -> gone.add(r.refersTo()));
            assertThat(receipts)
                    .filteredOn(Receipt::carriesBytes)
                    .allSatisfy(r ->
                            assertThat(store.exists(r.name())).as("%s", r).isEqualTo(!gone.contains(r.firstVersion())));
            assertThat(receipts)
                    .filteredOn(Receipt::carriesBytes)
                    .extracting(r -> ObjectNames.isCompressed(r.name()))
                    .as("both forms")
                    .contains(true, false);
            assertThat(receipts)
                    .filteredOn(r -> "1.2.3.1.8.1".equals(r.sopInstanceUid()))
                    .singleElement()
                    .satisfies(r -> assertThat(r.name()).matches(".*\\.v[0-9]+\\.dcm"));
        }
    }

    private static List<DicomObject> objects(int sender) {
        List<DicomObject> all = new ArrayList<>();
        for (int i = 0; i < OWN; i++) {
            all.add(object("1.2.3.1", "1.2.3.1." + sender + "." + i, i));
            if (sender < 2 && i < SAME) {
                all.add(object("1.2.3.1", "1.2.3.1.9." + i, i));
            }
            if (sender < 2 && i < CLASHES) {
                all.add(object("1.2.3." + (2 + sender), "1.2.3.2.9." + i, i));
            }
        }
        return all;
    }

    private static DicomObject object(String study, String uid, int seed) {
        byte[] pixels = new byte[Radiograph.PIXEL_BYTES];
        new Random(seed).nextBytes(pixels);
        for (int i = 1; uid.contains(".9.") && i < pixels.length; i += 2) {
            pixels[i] = 0; // what both nodes get at once, one of them compresses
        }
        return Radiograph.of("SN-17", study, study + ".1", uid, pixels);
    }

    /** As a station does: what was not answered, or refused for a time, is sent again. */
    private void sendUntilAnswered(Node node, List<DicomObject> objects, CountDownLatch some) throws Exception {
        Set<String> open = ConcurrentHashMap.newKeySet();
        objects.forEach(o -> open.add(o.dataset().string(Tag.SOPInstanceUID, "")));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            List<OutgoingObject> left = objects.stream()
                    .filter(o -> open.contains(o.dataset().string(Tag.SOPInstanceUID, "")))
                    .map(OutgoingObject::of)
                    .toList();
            try {
                DimseClient.as("CLUSTER").store(node.peer(), left, result -> {
                    String uid = result.object().sopInstanceUid();
                    if (result.stored()) {
                        acknowledged.add(uid);
                        open.remove(uid);
                        some.countDown();
                        if (uid.matches("1\\.2\\.3\\.1\\.[0-3]\\..*")) {
                            toChange.add(uid);
                        }
                    } else if (result.status() == 0xC000) {
                        setAside.add(uid);
                        open.remove(uid);
                    } else if (result.status() > 0) {
                        failures.add(result.status());
                    }
                });
            } catch (AssociationException e) {
                assertThat(e).as("the nodes stay").isNull();
            }
            Thread.sleep(50);
        }
        assertThat(open).as("never answered").isEmpty();
    }

    private static Set<String> found(Node node) {
        Set<String> uids = new TreeSet<>();
        for (int study = 1; study <= 3; study++) {
            Dataset keys = Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "IMAGE")
                    .set(Tag.StudyInstanceUID, "1.2.3." + study)
                    .set(Tag.SeriesInstanceUID, "1.2.3." + study + ".1")
                    .set(Tag.SOPInstanceUID, "")
                    .build();
            try (FindMatches matches = DimseClient.as("CLUSTER").find(node.peer(), InformationModel.STUDY_ROOT, keys)) {
                matches.forEachRemaining(m -> assertThat(uids.add(m.string(Tag.SOPInstanceUID, "")))
                        .as("once only")
                        .isTrue());
            }
        }
        return uids;
    }
}
