package org.diconde4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.net.Peer;
import org.diconde4j.web.WebServer;
import org.jspecify.annotations.Nullable;

/**
 * A server of ours in a JVM of its own, see {@link ServedJvm}: {@code sink}, or {@code archive FOLDER PORT} with the port of the
 * one destination of C-MOVE, or {@code web FOLDER}. Prints its port, says yes to each number of objects that is right, and ends with its input.
 */
public final class Served {
    private Served() {}

    /**
     * Serves.
     *
     * @param args what
     * @throws IOException if no port can be had
     */
    public static void main(String[] args) throws IOException {
        if (args[0].equals("sink")) {
            try (NullSink sink = new NullSink()) {
                answer(sink.peer().port(), sink);
            }
        } else if (args[0].equals("web")) {
            try (Archive archive = Archive.open(Path.of(args[1]));
                    WebServer web = WebServer.start(archive, 0)) {
                answer(web.port(), null);
            }
        } else {
            try (Archive archive = Archive.open(Path.of(args[1]));
                    Receiver receiver = archive.receive()
                            .port(0)
                            .peer(new Peer(NullSink.TITLE, "127.0.0.1", Integer.parseInt(args[2])))
                            .start()) {
                answer(receiver.port(), null);
            }
        }
    }

    private static void answer(int port, @Nullable NullSink sink) throws IOException {
        System.out.println(port);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (sink != null) {
                sink.expect(Long.parseLong(line));
            }
            System.out.println("yes");
        }
    }
}
