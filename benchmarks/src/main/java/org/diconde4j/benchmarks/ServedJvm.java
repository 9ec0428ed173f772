package org.diconde4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The other end of {@link Served}. */
final class ServedJvm implements AutoCloseable {
    private static final List<String> QUIET =
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.jboss.logging.provider=slf4j");

    private final Process process;
    private final BufferedReader answers;
    private final int port;

    private ServedJvm(Process process) throws IOException {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.port = Integer.parseInt(answer());
    }

    static ServedJvm start(String... args) throws IOException {
        return start(List.of(), args);
    }

    /** With options for the JVM. */
    static ServedJvm start(List<String> options, String... args) throws IOException {
        return start(System.getProperty("java.class.path"), options, args);
    }

    /** That of another build. */
    static ServedJvm start(String classPath, List<String> options, String... args) throws IOException {
        List<String> all = new ArrayList<>(QUIET);
        all.addAll(options);
        return new ServedJvm(FreshJvm.start(classPath, all, Served.class, args));
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    int port() {
        return port;
    }

    /** See {@link NullSink#expect}. */
    void expect(long objects) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((objects + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        answer();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the server ended; what it said stands above");
        }
        return line;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
