package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.testkit.ArchiveExtension;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith(ArchiveExtension.class)
class OutboxTest {
    private static final long SEED = 20261125;

    @TempDir
    Path temp;

    @Test
    void queues_files_and_sends_them_later(Archive archive, Peer peer) throws Exception {
        List<DicomObject> objects = NdeSamples.seeded(1).small(3);
        Run.write(temp.resolve("a"), objects);
        Path data = temp.resolve("data");

        Run add = diconde4j("outbox", "add", "--data", data, "--to", peer, "--commit", temp.resolve("a"));
        assertThat(add.out()).as(add.err()).isEqualTo("queued=3 failed=0" + System.lineSeparator());
        assertThat(archive.find().instances().count()).isZero();
        Run list = diconde4j("outbox", "list", "--data", data);
        assertThat(list.out()).containsPattern(peer + " +DICONDE4J +yes +3 +0 +0");

        Run run = diconde4j("outbox", "run", "--data", data);
        assertThat(run.lastLine()).as(run.err()).isEqualTo("released=3 failed=0");
        assertThat(run.code()).isZero();
        assertThat(archive.find().instances().count()).isEqualTo(3);

        String study = objects.get(0).dataset().string(Tag.StudyInstanceUID);
        Run again = diconde4j("outbox", "add", "--data", data, "--to", peer, "--study", study);
        assertThat(again.code()).as(again.err()).isZero();
        Run slip = diconde4j("outbox", "add", "--data", data, "--to", peer, "--study", "1.2.3");
        assertThat(slip.code()).isEqualTo(1);
        assertThat(slip.err()).contains("failed study 1.2.3: it is not in the archive");
        assertThat(diconde4j("outbox", "list", "--data", data).out()).containsPattern(" no +[1-3] +0 +0");
    }

    @Test
    void shows_what_failed_and_queues_it_again_or_gives_it_up(Archive archive, Peer peer) throws Exception {
        DicomObject object = NdeSamples.seeded(1).small(1).get(0);
        archive.store(new DicomObject(
                object.fileMeta(),
                object.transferSyntax(),
                0,
                object.dataset().toBuilder()
                        .set(Tag.StudyDescription, "Another object under this UID")
                        .build()));
        Path data = temp.resolve("data");
        diconde4j("outbox", "add", "--data", data, "--to", peer, Run.write(temp.resolve("a"), List.of(object)));

        Run run = diconde4j("outbox", "run", "--data", data);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("released=0 failed=1");
        assertThat(run.err())
                .contains("failed " + object.dataset().string(Tag.SOPInstanceUID) + " for " + peer.aeTitle()
                        + ": status C000H");
        assertThat(diconde4j("outbox", "retry", "--data", data).lastLine()).isEqualTo("queued=1");
        diconde4j("outbox", "run", "--data", data);
        String list = diconde4j("outbox", "list", "--data", data).out();
        assertThat(list).contains("Failed for " + peer.aeTitle() + ":").contains("status C000H");
        String id = list.replaceAll("(?s).*\\R([0-9]{19}) .*", "$1");
        assertThat(diconde4j("outbox", "discard", "--data", data, peer.aeTitle(), id)
                        .code())
                .isZero();
        assertThat(diconde4j("outbox", "discard", "--data", data, peer.aeTitle(), id)
                        .code())
                .isEqualTo(1);
        assertThat(diconde4j("outbox", "discard", "--data", data, "NOBODY", id).code())
                .isEqualTo(2);
    }

    @Test
    void says_so_when_time_is_up(Peer peer) {
        Path data = temp.resolve("data");
        Peer nobody = new Peer("NOBODY", "127.0.0.1", PeerServer.freePort());
        List<Path> files = Run.write(temp.resolve("a"), NdeSamples.seeded(1).small(1));
        diconde4j("outbox", "add", "--data", data, "--to", nobody, files);

        Run run = diconde4j("outbox", "run", "--data", data, "--wait", "1");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("NOBODY: ").contains("objects are left in the outbox");
    }

    @Test
    void serve_sends_it_too_where_asked(Archive archive, Peer peer) throws Exception {
        Path data = temp.resolve("data");
        List<Path> files = Run.write(temp.resolve("a"), NdeSamples.seeded(1).small(2));
        diconde4j("outbox", "add", "--data", data, "--to", peer, files);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        String[] args = {"serve", "--data", data.toString(), "--dimse-port", "0", "--outbox"};
        Thread serve = new Thread(() -> Main.run(new Terminal(nowhere, nowhere, false), args));
        serve.start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (archive.find().instances().count() < 2 && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
        } finally {
            serve.interrupt();
            serve.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(archive.find().instances().count()).isEqualTo(2);
    }

    /** SIGKILL again and again while it sends: all that was queued arrives, and the station keeps what it has. */
    @Test
    void loses_nothing_to_kills_in_the_middle_of_sending(Archive archive, Peer peer) throws Exception {
        Path data = temp.resolve("data");
        int objects = 60;
        Run.write(temp.resolve("a"), NdeSamples.seeded(3).small(objects));
        Run add = diconde4j("outbox", "add", "--data", data, "--to", peer, "--commit", temp.resolve("a"));
        assertThat(add.lastLine()).isEqualTo("queued=" + objects + " failed=0");
        Random random = new Random(SEED);
        for (int kill = 0; kill < 2; kill++) {
            runAndKill(data, archive, archive.find().instances().count() + 1 + random.nextInt(15));
            assertThat(archive.find().instances().count())
                    .as("before kill " + kill)
                    .isLessThan(objects);
        }

        Run run = diconde4j("outbox", "run", "--data", data);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(archive.find().instances().count()).as("seed " + SEED).isEqualTo(objects);
        assertThat(archive.counts().quarantined()).isZero();
        try (Archive station = Archive.open(data)) {
            assertThat(station.outbox().count(peer.aeTitle(), State.SENT)).isZero();
            assertThat(station.find().instances().count()).isEqualTo(objects);
        }
    }

    private static void runAndKill(Path data, Archive receiver, long atArrived) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.diconde4j.cli.Main",
                        "outbox",
                        "run",
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (receiver.find().instances().count() < atArrived && System.nanoTime() < deadline) {
                Thread.sleep(1);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void wants_something_to_queue() throws IOException {
        assertThat(diconde4j("outbox").err()).contains("outbox add, list, run, retry or discard");
        assertThat(diconde4j("outbox", "add", "--data", temp, "--to", "A@localhost:1")
                        .err())
                .contains("say what to queue");
        assertThat(Files.list(temp)).isEmpty();
    }
}
