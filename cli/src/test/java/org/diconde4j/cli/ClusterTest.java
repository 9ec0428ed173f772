package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.IndexCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes, each in a process of its own, on one PostgreSQL and one S3 server, as docs/scaling.md sets them up. Both take objects at
 * once: of the same study, the very same objects, and different ones with the same UID. In the middle of it the S3 server is
 * killed and started again. How much is sent is multiplied by the system property {@code diconde4j.cluster}, 1 if not set.
 */
class ClusterTest {
    private static final int TIMES = Integer.getInteger("diconde4j.cluster", 1);
    private static final String KEY = "weld";
    private static final String SECRET = "seam-17";
    private static final int OWN = 25 * TIMES;
    private static final int SAME = 15 * TIMES;
    private static final int CLASHES = 5 * TIMES;
    private static final Duration PATIENCE = Duration.ofSeconds(60 + 30L * TIMES);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private EmbeddedPostgres database;
    private Process s3;
    private int s3Port;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> setAside = ConcurrentHashMap.newKeySet();
    private final Set<Integer> failures = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() throws Exception {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                platform.equals("Linux amd64"),
                "does not apply: there is no PostgreSQL for " + platform + " among the dependencies");
        startS3(0);
        database = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        System.setProperty("aws.accessKeyId", KEY);
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    @AfterEach
    void end() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        if (database != null) {
            database.close();
        }
    }

    private void startS3(int port) throws IOException {
        String where = folder.resolve("s3").toString();
        s3 = java("org.diconde4j.cli.S3Server", where, String.valueOf(port), KEY, SECRET);
        s3Port = Integer.parseInt(firstLine(s3));
    }

    private Process java(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        all.addAll(Arrays.asList(command));
        Path log = folder.resolve("process" + processes.size() + ".log");
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(log.toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", KEY);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", SECRET);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String firstLine(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        Path log = folder.resolve("process" + processes.indexOf(process) + ".log");
        assertThat(line)
                .as("the first line of what says " + Files.readString(log))
                .isNotNull();
        return line;
    }

    private String objects() {
        return "s3://inspections/ndt?endpoint=http://127.0.0.1:" + s3Port + "&createBucket=true";
    }

    private String index() {
        return "postgresql://postgres:postgres@localhost:" + database.getPort() + "/postgres?schema=archive";
    }

    private Process node(String name) throws IOException {
        String records = folder.resolve(name).toUri().toString();
        return java(
                "org.diconde4j.cli.Main",
                "serve",
                "--objects",
                objects(),
                "--index",
                index(),
                "--records",
                records,
                "--dimse-port",
                "0");
    }

    private Peer peer(Process node) throws IOException {
        String line = firstLine(node);
        assertThat(line).startsWith("READY dimse=");
        return new Peer("DICONDE4J", "127.0.0.1", Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1")));
    }

    @Test
    void two_nodes_share_one_archive_through_an_outage_of_the_store() throws Exception {
        Process first = node("a");
        Process second = node("b");
        List<Peer> nodes = List.of(peer(first), peer(second));
        send(nodes);

        int expected = 4 * OWN + SAME + CLASHES;
        assertThat(acknowledged).hasSize(expected);
        assertThat(setAside).as("of two different ones with the same UID").hasSize(CLASHES);
        assertThat(failures).as("refused for a time, out of resources").isSubsetOf(0xA700, 0x0110);
        for (Peer node : nodes) {
            assertThat(found(node)).isEqualTo(new TreeSet<>(acknowledged));
        }
        for (Process node : List.of(first, second)) {
            node.destroy();
            assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        try (Archive archive = Archive.builder()
                .objects(URI.create(objects()))
                .index(URI.create(index()))
                .open()) {
            IndexCounts counts = archive.counts();
            assertThat(counts.instances()).isEqualTo(expected);
            assertThat(counts.studies())
                    .as("two, or three if each node was first with some")
                    .isBetween(2L, 3L);
            assertThat(counts.components()).isEqualTo(1);
            assertThat(counts.quarantined()).isEqualTo(CLASHES);
            Set<String> before = where(archive);
            assertThat(before).hasSize(expected);
            archive.verify().run(finding -> assertThat(finding).isNull());
            archive.reindex();
            assertThat(archive.counts()).isEqualTo(counts);
            assertThat(where(archive)).isEqualTo(before);
        }
    }

    /** Each instance with the study in which it is. */
    private static Set<String> where(Archive archive) {
        Set<String> all = new TreeSet<>();
        archive.find()
                .instances()
                .forEach(i -> all.add(i.string(Tag.SOPInstanceUID, "") + " in " + i.string(Tag.StudyInstanceUID, "")));
        return all;
    }

    /** To each node two senders, all at once; when some of it is there, the store goes away and comes back. */
    private void send(List<Peer> nodes) throws Exception {
        CountDownLatch some = new CountDownLatch(OWN);
        ExecutorService senders = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                int number = sender;
                Peer node = nodes.get(sender % 2);
                done.add(senders.submit(() -> {
                    sendUntilAnswered(node, objects(number), some);
                    return node;
                }));
            }
            assertThat(some.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            s3.destroyForcibly().waitFor();
            Thread.sleep(500);
            startS3(s3Port);
            for (Future<?> sender : done) {
                sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            senders.shutdownNow();
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
        byte[] pixels = new byte[2 * 32 * 32];
        new Random(seed).nextBytes(pixels);
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, study)
                .set(Tag.SeriesInstanceUID, study + ".1")
                .set(Tag.PatientID, "SN-17")
                .set(Tag.Modality, "DX")
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        return new DicomObject(
                FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                dataset);
    }

    /** As a station does: what was not answered, or refused for a time, is sent again. */
    private void sendUntilAnswered(Peer node, List<DicomObject> objects, CountDownLatch some) throws Exception {
        Set<String> open = ConcurrentHashMap.newKeySet();
        objects.forEach(o -> open.add(o.dataset().string(Tag.SOPInstanceUID, "")));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            List<OutgoingObject> left = objects.stream()
                    .filter(o -> open.contains(o.dataset().string(Tag.SOPInstanceUID, "")))
                    .map(OutgoingObject::of)
                    .toList();
            try {
                DimseClient.as("CLUSTER").store(node, left, result -> {
                    String uid = result.object().sopInstanceUid();
                    if (result.stored()) {
                        acknowledged.add(uid);
                        open.remove(uid);
                        some.countDown();
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

    private static Set<String> found(Peer node) {
        Set<String> uids = new TreeSet<>();
        for (int study = 1; study <= 3; study++) {
            Dataset keys = Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "IMAGE")
                    .set(Tag.StudyInstanceUID, "1.2.3." + study)
                    .set(Tag.SeriesInstanceUID, "1.2.3." + study + ".1")
                    .set(Tag.SOPInstanceUID, "")
                    .build();
            try (FindMatches matches = DimseClient.as("CLUSTER").find(node, InformationModel.STUDY_ROOT, keys)) {
                matches.forEachRemaining(m -> assertThat(uids.add(m.string(Tag.SOPInstanceUID, "")))
                        .as("once only")
                        .isTrue());
            }
        }
        return uids;
    }
}
