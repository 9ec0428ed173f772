package org.diconde4j.net.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Listens on the loopback address and plays scripts to clients. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;

    /** What is said to one client. */
    @FunctionalInterface
    public interface Script {
        /**
         * Says it.
         *
         * @param peer the connection, closed afterwards
         * @throws IOException if the connection is gone
         * @throws InterruptedException if the test is over
         */
        void play(ScriptedPeer peer) throws IOException, InterruptedException;
    }

    /**
     * Listens on a free port.
     *
     * @throws IOException if there is none
     */
    public ScriptedServer() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Plays scripts, one for each of the next connections, on a thread of their own.
     *
     * @param scripts in the order of the connections
     * @return done when all have been played, or one has failed
     */
    public CompletableFuture<Void> plays(Script... scripts) {
        return CompletableFuture.runAsync(
                () -> {
                    for (Script script : scripts) {
                        try (Socket socket = listener.accept();
                                ScriptedPeer peer = new ScriptedPeer(socket)) {
                            script.play(peer);
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                },
                task -> new Thread(task, "script").start()); // the common pool may be busy with the last script
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
