package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;
import static org.diconde4j.cli.Run.in;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own, as its users have it. */
@Timeout(60)
class ServeTest {
    private static final Pattern READY = Pattern.compile("READY dimse=127\\.0\\.0\\.1:(\\d+) aet=(\\S+)");

    @TempDir
    Path temp;

    /** A running server. */
    private record Server(Process process, BufferedReader out, Path log, Peer peer) implements AutoCloseable {
        static Server start(Path log, Object... args) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "org.diconde4j.cli.Main",
                    "serve",
                    "--dimse-port",
                    "0"));
            command.addAll(List.of(Run.words(args)));
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            BufferedReader out = process.inputReader(UTF_8);
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            if (!ready.matches()) {
                process.destroyForcibly();
                throw new AssertionError("not ready: " + Files.readString(log));
            }
            return new Server(
                    process, out, log, new Peer(ready.group(2), "127.0.0.1", Integer.parseInt(ready.group(1))));
        }

        /** Sends SIGTERM and waits. */
        int terminate() throws InterruptedException {
            process.toHandle().destroy(); // Process.destroy() would close its streams as well
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void serves_until_sigterm_and_ends_in_order_with_0() throws Exception {
        Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(3));
        List<String> data = in(temp.resolve("data"));
        try (Server server = Server.start(
                temp.resolve("log"), data, "--ae-title", "INSPECT", "--trace", temp.resolve("trace.txt"))) {
            assertThat(server.peer().aeTitle()).isEqualTo("INSPECT");
            DimseClient.as("TEST").echo(server.peer());
            assertThat(diconde4j("send", "--to", server.peer(), temp.resolve("files"))
                            .lastLine())
                    .isEqualTo("sent=3 failed=0");

            Run locked = diconde4j("find", data);
            assertThat(locked.code()).isEqualTo(1);
            assertThat(locked.err()).contains("pid=" + server.process().pid());

            assertThat(server.terminate()).as(Files.readString(server.log())).isZero();
            assertThat(server.out().readLine())
                    .as("nothing but READY on standard output")
                    .isNull();
        }
        assertThat(diconde4j("find", data, "--level", "instance").lastLine()).isEqualTo("3 instances");
        assertThat(temp.resolve("data/objects/lock.holder")).doesNotExist();
        assertThat(temp.resolve("trace.txt")).content().contains("CommandField = 8001H", "A-RELEASE-RP");
    }

    @Test
    void verifies_and_replicates_beside_the_service() throws Exception {
        Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(3));
        List<String> data = in(temp.resolve("data"));
        Path second = temp.resolve("second");
        try (Server server = Server.start(
                temp.resolve("log"), data, "--scrub", "30d", "--scrub-rate", "100m", "--replicate-to", second)) {
            assertThat(diconde4j("send", "--to", server.peer(), temp.resolve("files"))
                            .lastLine())
                    .isEqualTo("sent=3 failed=0");
            for (int i = 0; i < 200 && !Files.readString(server.log()).contains("scrub: "); i++) {
                Thread.sleep(50);
            }
            Thread.sleep(500); // the replica looks several times a second
            assertThat(server.terminate()).as(Files.readString(server.log())).isZero();
            assertThat(Files.readString(server.log()))
                    .contains("scrub: verified=")
                    .contains("damaged=0 missing=0");
        }
        assertThat(diconde4j("verify", data, "--last").lastLine())
                .doesNotContain("completed=never")
                .endsWith("unfinished=never damaged=0 missing=0");
        assertThat(diconde4j("find", "--objects", "fs:" + second, "--index", "memory:x", "--level", "instance")
                        .lastLine())
                .isEqualTo("3 instances");
    }

    @Test
    void moves_to_the_peers_it_was_told_of() throws Exception {
        var samples = NdeSamples.seeded(1);
        Run.write(temp.resolve("files"), samples.small(2));
        diconde4j("import", in(temp.resolve("a")), temp.resolve("files"));
        try (Server to = Server.start(temp.resolve("to.log"), in(temp.resolve("b")), "--ae-title", "STATION");
                Server from = Server.start(
                        temp.resolve("from.log"),
                        in(temp.resolve("a")),
                        "--peer",
                        "STATION=127.0.0.1:" + to.peer().port())) {
            var keys = org.diconde4j.data.Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "PATIENT")
                    .set(Tag.PatientID, "SN-10001")
                    .build();
            DimseClient client = DimseClient.as("TEST");
            RetrieveOutcome known =
                    client.move(from.peer(), InformationModel.PATIENT_ROOT, keys, "STATION", progress -> true);
            RetrieveOutcome unknown =
                    client.move(from.peer(), InformationModel.PATIENT_ROOT, keys, "NOBODY", progress -> true);

            assertThat(known.complete()).isTrue();
            assertThat(known.progress().completed()).isEqualTo(2);
            assertThat(unknown.status()).isEqualTo(0xA801);
        }
    }

    @Test
    void a_port_that_is_taken_is_said_to_be() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = diconde4j("serve", in(temp.resolve("data")), "--dimse-port", taken.getLocalPort());

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on")
                    .contains("--dimse-port");
        }
        assertThat(temp.resolve("data/objects/lock.holder")).doesNotExist();
    }

    @Test
    void a_trace_that_can_not_be_written_is_said_to_be() {
        Run run = diconde4j(
                "serve", in(temp.resolve("data")), "--dimse-port", 0, "--trace", temp.resolve("no/folder/trace.txt"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("can't write the trace").contains("trace.txt: there is no such folder");
    }
}
