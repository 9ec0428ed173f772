package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Our client against DCMTK's {@code storescu}: the same files to the same receiver, in a JVM of its own. Timed is everything that
 * it takes to send files: to look at them, to open the association, to send and to release; of DCMTK the start of the process
 * too, of ours not that of the JVM.
 */
final class SendRatio {
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);

    private SendRatio() {}

    static void report(int rounds, List<Path> files, @Nullable Path storescu, boolean farAway) throws Exception {
        try (ServedJvm sink = ServedJvm.start("sink");
                DelayingRelay relay = new DelayingRelay(sink.port(), ROUND_TRIP)) {
            int port = farAway ? relay.port() : sink.port();
            Peer peer = new Peer(NullSink.TITLE, "127.0.0.1", port);
            Ratios.print(
                    "%,d files of 512 KiB sent%s; DCMTK's storescu",
                    files.size(), farAway ? " with a round trip of " + ROUND_TRIP.toMillis() + " ms" : "");
            Turns turns = Turns.take(
                    rounds,
                    () -> rate(files.size(), () -> NetworkObjects.send(peer, files)),
                    storescu == null ? null : () -> rate(files.size(), () -> storescu(storescu, port, files)));
            turns.print(farAway ? "  sent, 16 of ours outstanding" : "  sent", "objects/s", farAway ? 10 : 2);
            sink.expect((long) (Turns.WARM_UP + rounds) * (storescu == null ? 1 : 2) * files.size());
        }
    }

    private static double rate(int objects, Together.Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return objects / ((System.nanoTime() - start) / 1e9);
    }

    private static void storescu(Path program, int port, List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "-aec", NullSink.TITLE, "127.0.0.1", Integer.toString(port)));
        files.forEach(file -> command.add(file.toString()));
        Programs.run(command);
    }
}
