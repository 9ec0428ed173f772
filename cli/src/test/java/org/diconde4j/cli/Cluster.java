package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.dict.UID;
import org.diconde4j.net.Peer;

/** A PostgreSQL, an S3 server, and nodes, each in a process of its own. */
final class Cluster implements AutoCloseable {
    private static final String KEY = "weld";
    private static final String SECRET = "seam-17";

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final EmbeddedPostgres database;
    private Process s3;
    private int s3Port;

    /** Credentials of this process, too. */
    Cluster(Path folder) throws Exception {
        this.folder = folder;
        s3 = java("org.diconde4j.cli.S3Server", folder.resolve("s3").toString(), "0", KEY, SECRET);
        database = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        s3Port = Integer.parseInt(line(reader(s3), s3));
        System.setProperty("aws.accessKeyId", KEY);
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    /** A node: its process, and what one says to it. */
    record Node(Process process, BufferedReader answers, Peer peer) {
        /** Changes something, and tells what it answers, in one word; what fails is tried again. */
        synchronized String tell(String command) throws Exception {
            for (int i = 0; i < 600; i++) {
                OutputStream in = process.getOutputStream();
                in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                String answer = answers.readLine();
                assertThat(answer).as("to %s", command).isNotNull();
                if (!answer.startsWith("failed")) {
                    return answer;
                }
                Thread.sleep(100);
            }
            throw new AssertionError(command + " fails");
        }
    }

    /** Starts nodes at once, each on its port of the S3 server or of what stands before it. The first keeps new objects compressed. */
    List<Node> nodes(int... ports) throws IOException {
        List<Process> started = new ArrayList<>();
        for (int port : ports) {
            List<String> command = new ArrayList<>(List.of(
                    "org.diconde4j.cli.ClusterNode", objects(port).toString(), index().toString(), index().toString()));
            if (started.isEmpty()) {
                command.add(UID.JPEGLSLossless);
            }
            started.add(java(command.toArray(String[]::new)));
        }
        List<Node> nodes = new ArrayList<>();
        for (Process process : started) {
            BufferedReader answers = reader(process);
            int port = Integer.parseInt(line(answers, process));
            nodes.add(new Node(process, answers, new Peer("DICONDE4J", "127.0.0.1", port)));
        }
        return nodes;
    }

    URI objects() {
        return objects(s3Port);
    }

    private static URI objects(int port) {
        return URI.create("s3://inspections/ndt?endpoint=http://127.0.0.1:" + port + "&createBucket=true");
    }

    URI index() {
        return URI.create(
                "postgresql://postgres:postgres@localhost:" + database.getPort() + "/postgres?schema=archive");
    }

    int s3Port() {
        return s3Port;
    }

    /** Kills the S3 server; it comes again after a moment. */
    void interruptS3() throws Exception {
        s3.destroyForcibly().waitFor();
        Thread.sleep(500);
        s3 = java("org.diconde4j.cli.S3Server", folder.resolve("s3").toString(), String.valueOf(s3Port), KEY, SECRET);
        line(reader(s3), s3);
    }

    private Process java(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        all.addAll(Arrays.asList(command));
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectError(log(processes.size()).toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", KEY);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", SECRET);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path log(int process) {
        return folder.resolve("process" + process + ".log");
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private String line(BufferedReader reader, Process process) throws IOException {
        String line = reader.readLine();
        assertThat(line)
                .as("the first line of what says " + Files.readString(log(processes.indexOf(process))))
                .isNotNull();
        return line;
    }

    @Override
    public void close() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        database.close();
    }
}
