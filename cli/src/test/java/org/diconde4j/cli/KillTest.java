package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Verification;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with SIGKILL in the middle of a send, again and again on the same data directory: what was acknowledged is
 * there afterwards. In every second round the server keeps objects compressed; what is read is what was sent. The number of kills is the system property {@code diconde4j.kills}, 3 if not set.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("diconde4j.kills", 3);
    private static final int SENDERS = 3;
    private static final long SEED = 20261122;

    @TempDir
    Path data;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void keeps_every_acknowledged_object_through_kills_in_the_middle_of_a_send() throws Exception {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            int number = kill;
            int before = acknowledged.size();
            killWhileSending(kill, before + 10 + random.nextInt(150));
            assertThat(acknowledged.size())
                    .as("acknowledged before kill %d", kill)
                    .isGreaterThan(before);
            try (Archive archive = Archive.open(data)) {
                archive.awaitReady();
                for (String uid : acknowledged) {
                    assertThat(archive.find()
                                    .instances()
                                    .where(Tag.SOPInstanceUID, uid)
                                    .count())
                            .as("object %s, acknowledged before kill %d (seed %d), is found", uid, kill, SEED)
                            .isOne();
                }
                Set<String> read = new HashSet<>();
                Set<Boolean> compressed = new HashSet<>();
                archive.retrieve(Selection.all()).forEach((instance, file) -> {
                    String uid = instance.sopInstanceUid();
                    byte[] sent = OutgoingObject.of(object(uid)).open().readAllBytes();
                    byte[] kept = file.readAllBytes();
                    assertThat(Arrays.copyOfRange(kept, (int) instance.datasetOffset(), kept.length))
                            .as("the data set of %s after kill %d", uid, number)
                            .isEqualTo(sent);
                    read.add(uid);
                    compressed.add(ObjectNames.isCompressed(instance.name()));
                });
                assertThat(read).hasSize((int) archive.counts().instances());
                assertThat(compressed).as("both forms").containsExactlyInAnyOrder(true, false);
                Verification.Report report =
                        archive.verify().run(finding -> assertThat(finding).isNull());
                assertThat(report.verified()).isGreaterThanOrEqualTo(acknowledged.size());
                assertThat(archive.counts().quarantined()).isZero();
            }
        }
    }

    private void killWhileSending(int kill, int atAcknowledged) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.diconde4j.cli.Main",
                "serve",
                "--data",
                data.toString(),
                "--dimse-port",
                "0"));
        if (kill % 2 == 0) {
            command.addAll(List.of("--compress", "JPEGLSLossless"));
        }
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Peer peer = new Peer("DICONDE4J", "127.0.0.1", port(server));
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String prefix = "1.2.3." + kill + "." + sender + ".";
                Thread thread = new Thread(() -> send(peer, prefix));
                thread.start();
                senders.add(thread);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (acknowledged.size() < atAcknowledged && System.nanoTime() < deadline) {
                Thread.sleep(1);
            }
            server.destroyForcibly().waitFor();
            for (Thread sender : senders) {
                sender.join(TimeUnit.SECONDS.toMillis(60));
                assertThat(sender.isAlive()).isFalse();
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static int port(Process server) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        assertThat(line).as("the first line of serve").startsWith("READY dimse=");
        return Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
    }

    private void send(Peer peer, String prefix) {
        List<OutgoingObject> objects = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            objects.add(OutgoingObject.of(object(prefix + i)));
        }
        try {
            DimseClient.as("KILLTEST").store(peer, objects, result -> {
                if (result.stored()) {
                    acknowledged.add(result.object().sopInstanceUid());
                }
            });
        } catch (AssociationException e) {
            // the server died, as it should
        }
    }

    /** That of which the last number is even becomes smaller when it is compressed. */
    private static DicomObject object(String uid) {
        int seed = Integer.parseInt(uid.substring(uid.lastIndexOf('.') + 1));
        byte[] pixels = new byte[Radiograph.PIXEL_BYTES];
        new Random(seed).nextBytes(pixels);
        for (int i = 0; seed % 2 == 0 && i < pixels.length; i++) {
            pixels[i] = (byte) (i % 2 == 0 ? seed + i / 256 : 0);
        }
        String study = uid.substring(0, uid.indexOf('.', 6));
        return Radiograph.of("SN-KILL", study, uid.substring(0, uid.lastIndexOf('.')), uid, pixels);
    }
}
