package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a server as a long way does: each byte arrives half a round trip after it was sent, however
 * many are under way.
 */
final class DelayingRelay implements AutoCloseable {
    private static final byte[] END = new byte[0];

    private final ServerSocket server;
    private final int target;
    private final long nanos;

    private record Parcel(byte[] bytes, long due) {}

    DelayingRelay(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.nanos = roundTrip.toNanos() / 2;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            pass(client, there);
            pass(there, client);
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Parcel> underWay = new LinkedBlockingQueue<>();
        start(() -> take(from, underWay));
        start(() -> deliver(underWay, to));
    }

    private void take(Socket from, BlockingQueue<Parcel> underWay) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[256 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                underWay.add(new Parcel(Arrays.copyOf(buffer, n), System.nanoTime() + nanos));
            }
        } catch (IOException e) {
            // the other end is told by the end of what it gets
        }
        underWay.add(new Parcel(END, System.nanoTime() + nanos));
    }

    private static void deliver(BlockingQueue<Parcel> underWay, Socket to) throws Exception {
        OutputStream out = to.getOutputStream();
        for (Parcel next = underWay.take(); next.bytes() != END; next = underWay.take()) {
            TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
            out.write(next.bytes());
        }
        to.shutdownOutput();
    }

    private static void start(Together.Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // an end has closed its connection, or this the door
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
