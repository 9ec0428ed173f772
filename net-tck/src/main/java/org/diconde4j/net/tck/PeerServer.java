package org.diconde4j.net.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of others that listens on a port of this host, for as long as a test needs it. Closing it ends the process.
 *
 * <p>Thread-safe.
 */
public final class PeerServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final Path log;

    private PeerServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * A port that nobody listens on, for programs that can't choose one themselves.
     *
     * @return its number
     */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no free port: " + e.getMessage(), e);
        }
    }

    /**
     * Starts a program and waits until it listens. What it says goes to a log file in its folder. DCMTK's programs, and
     * those made of it, are told not to wait for more to send ({@code TCP_NODELAY}).
     *
     * @param folder its working directory
     * @param port where it is going to listen
     * @param command the program and its arguments
     * @return the running program
     * @throws AssertionError if it could not be started, ended, or did not listen within 30 s
     */
    public static PeerServer start(Path folder, int port, Object... command) {
        List<String> words = Stream.of(command).map(Object::toString).toList();
        Path log = folder.resolve(Path.of(words.get(0)).getFileName() + "-" + port + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("TCP_NODELAY", "1");
            Process process = builder.start();
            process.getOutputStream().close();
            PeerServer server = new PeerServer(process, port, log);
            server.awaitListening(String.join(" ", words));
            return server;
        } catch (IOException e) {
            throw new AssertionError("Cannot run " + String.join(" ", words) + ": " + e.getMessage(), e);
        }
    }

    private void awaitListening(String command) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String said = log();
                close();
                throw new AssertionError(command + " does not listen on port " + port + ". It said:\n" + said);
            }
            pause();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a peer", e);
        }
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * What it has said so far.
     *
     * @return its standard output and error output
     */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(" + log + " is unreadable: " + e.getMessage() + ")";
        }
    }

    /** Ends the process, by force if it has not gone after a second: nothing that it holds outlives the test. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
