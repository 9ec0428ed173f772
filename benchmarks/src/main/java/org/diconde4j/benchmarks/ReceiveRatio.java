package org.diconde4j.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.net.DimseClient;

/** C-STORE into nothing over four associations, against the copying of as many bytes over four sockets. */
final class ReceiveRatio {
    private static final int ASSOCIATIONS = 4;
    private static final int BUFFER = 256 * 1024;
    private static final String GOAL = "0.8x or 2 GB/s";

    private ReceiveRatio() {}

    static void report(int rounds, int objects) throws Exception {
        Ratios.print("%,d objects of 512 KiB over %d associations; bare sockets", objects, ASSOCIATIONS);
        List<Long> ours = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        try (NullSink sink = new NullSink()) {
            Turns turns = Turns.take(
                    rounds, () -> timed(ours, () -> dimse(sink, objects)), () -> timed(bare, () -> bare(objects)));
            turns.print("  received to a null sink", "GB/s", GOAL);
        }
        double gigabytes = (double) rounds * ASSOCIATIONS * objects * NetworkObjects.SIZE / 1e9;
        double our = seconds(ours) / gigabytes;
        double their = seconds(bare) / gigabytes;
        Ratios.print("%-44s %9.2f %9.2f %-9s %6.2fx", "  processor time of both ends", our, their, "s/GB", their / our);
    }

    private static double seconds(List<Long> nanos) {
        return nanos.subList(Turns.WARM_UP, nanos.size()).stream()
                        .mapToLong(x -> x)
                        .sum()
                / 1e9;
    }

    /** The first are those of warming up. */
    private static double timed(List<Long> cpu, Turns.Measured work) throws Exception {
        long start = cpu();
        double rate = work.rate();
        cpu.add(cpu() - start);
        return rate;
    }

    /** Of the process: says more than the clock where others share the machine. */
    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static double dimse(NullSink sink, int objects) throws Exception {
        long start = System.nanoTime();
        Together.run(
                ASSOCIATIONS,
                () -> DimseClient.as("BENCH").store(sink.peer(), NetworkObjects.inMemory(objects), result -> {}));
        double rate = rate(start, objects);
        sink.expect((long) ASSOCIATIONS * objects);
        return rate;
    }

    private static double rate(long start, int objects) {
        return (double) ASSOCIATIONS * objects * NetworkObjects.SIZE / (System.nanoTime() - start);
    }

    private static double bare(int objects) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ExecutorService sinks = Executors.newFixedThreadPool(ASSOCIATIONS);
            try {
                List<Future<Long>> received = new ArrayList<>();
                for (int i = 0; i < ASSOCIATIONS; i++) {
                    received.add(sinks.submit(() -> drain(server.accept())));
                }
                long start = System.nanoTime();
                Together.run(ASSOCIATIONS, () -> fill(server, objects));
                for (Future<Long> each : received) {
                    if (each.get() != (long) objects * NetworkObjects.SIZE) {
                        throw new IOException("lost bytes: " + each.get());
                    }
                }
                return rate(start, objects);
            } finally {
                sinks.shutdownNow();
            }
        }
    }

    private static void fill(ServerSocketChannel server, int objects) throws IOException {
        try (SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            for (long left = (long) objects * NetworkObjects.SIZE; left > 0; left -= BUFFER) {
                buffer.clear();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }
    }

    private static long drain(SocketChannel channel) throws IOException {
        try (channel) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            long total = 0;
            for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer.clear())) {
                total += n;
            }
            return total;
        }
    }
}
