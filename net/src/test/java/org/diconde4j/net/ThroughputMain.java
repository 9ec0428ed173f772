package org.diconde4j.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.StoreOutcome;

/**
 * Measures receiving 512 KiB objects into nothing over some associations, against a bare socket copy in the same run. By hand:
 * {@code mvn -q -pl net -am test-compile} and then this class with the test class path; arguments: associations, objects
 * for each.
 */
public final class ThroughputMain {
    private static final int SIZE = 512 * 1024;

    private ThroughputMain() {}

    public static void main(String[] args) throws Exception {
        int associations = args.length > 0 ? Integer.parseInt(args[0]) : 4;
        int objects = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
        for (int round = 0; round < 4; round++) {
            double gigabytes = associations * (double) objects * SIZE / 1e9;
            long start = cpu();
            double bare = bareCopy(associations, objects);
            double bareCpu = (cpu() - start) / 1e9 / gigabytes;
            start = cpu();
            double dimse = dimse(associations, objects);
            double dimseCpu = (cpu() - start) / 1e9 / gigabytes;
            System.out.printf(
                    "bare socket copy %.2f GB/s (%.2f CPU s/GB), C-STORE %.2f GB/s (%.2f CPU s/GB), ratio %.2f (CPU %.2f)%n",
                    bare, bareCpu, dimse, dimseCpu, dimse / bare, bareCpu / dimseCpu);
        }
    }

    /** CPU time of the process: says more than the clock where others share the machine. */
    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Bytes at hand, that can be read into a buffer without a detour. */
    private static final class Memory extends ByteArrayInputStream implements ReadableByteChannel {
        Memory(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(ByteBuffer into) {
            int n = Math.min(into.remaining(), count - pos);
            if (n == 0) {
                return -1;
            }
            into.put(buf, pos, n);
            pos += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private record Blob(String sopInstanceUid, byte[] bytes) implements OutgoingObject {
        @Override
        public String sopClassUid() {
            return UID.RawDataStorage;
        }

        @Override
        public String transferSyntaxUid() {
            return UID.ExplicitVRLittleEndian;
        }

        @Override
        public InputStream open() {
            return new Memory(bytes);
        }
    }

    private static double dimse(int associations, int objects) throws Exception {
        AtomicLong received = new AtomicLong();
        byte[] bytes = new byte[SIZE];
        try (DimseServer server = DimseServer.builder()
                .port(0)
                .stores((request, dataset) -> {
                    byte[] buffer = new byte[64 * 1024];
                    long n = 0;
                    for (int r = dataset.read(buffer); r >= 0; r = dataset.read(buffer)) {
                        n += r;
                    }
                    received.addAndGet(n);
                    return StoreOutcome.success();
                })
                .start()) {
            Peer peer = new Peer("DICONDE4J", "127.0.0.1", server.port());
            long nanos = run(associations, i -> {
                List<Blob> blobs = IntStream.range(0, objects)
                        .mapToObj(n -> new Blob("1.2.3." + n, bytes))
                        .toList();
                DimseClient.as("BENCH").store(peer, blobs, r -> {});
            });
            if (received.get() != (long) associations * objects * SIZE) {
                throw new IllegalStateException("lost bytes: " + received);
            }
            return received.get() / (double) nanos;
        }
    }

    private static double bareCopy(int connections, int objects) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            long total = (long) connections * objects * SIZE;
            List<Thread> sinks = new ArrayList<>();
            Thread acceptor = new Thread(() -> {
                for (int i = 0; i < connections; i++) {
                    try {
                        SocketChannel channel = server.accept();
                        Thread sink = new Thread(() -> drain(channel));
                        synchronized (sinks) {
                            sinks.add(sink);
                        }
                        sink.start();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            acceptor.start();
            long nanos = run(connections, i -> {
                try (SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
                    for (long left = (long) objects * SIZE; left > 0; left -= buffer.capacity()) {
                        buffer.clear();
                        while (buffer.hasRemaining()) {
                            channel.write(buffer);
                        }
                    }
                    channel.shutdownOutput();
                    channel.read(ByteBuffer.allocate(1));
                }
            });
            acceptor.join();
            return total / (double) nanos;
        }
    }

    private static void drain(SocketChannel channel) {
        try (channel) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
            while (channel.read(buffer.clear()) >= 0) {}
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        void run(int i) throws Exception;
    }

    private static long run(int threads, Work work) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int n = i;
            Thread t = new Thread(() -> {
                try {
                    go.await();
                    work.run(n);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            t.start();
            all.add(t);
        }
        long start = System.nanoTime();
        go.countDown();
        for (Thread t : all) {
            t.join();
        }
        return System.nanoTime() - start;
    }
}
