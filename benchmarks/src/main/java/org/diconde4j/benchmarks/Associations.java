package org.diconde4j.benchmarks;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.SendSummary;
import org.diconde4j.net.service.OutgoingObject;

/**
 * Prints what many associations cost a server in a heap of 128 MiB: {@value #ASSOCIATIONS} at once that all send objects, and
 * {@value #CYCLES} that open, echo and release one after the other.
 */
final class Associations {
    private static final int ASSOCIATIONS = 200;
    private static final int OBJECTS = 20;
    private static final int SIZE = 512 * 1024;
    private static final int CYCLES = 10_000;
    private static final DimseClient CLIENT = DimseClient.as("BENCH");

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final Peer peer;

    private Associations(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader();
        this.in = new PrintStream(process.getOutputStream(), true);
        this.peer = new Peer("SERVER", "127.0.0.1", Integer.parseInt(String.valueOf(out.readLine())));
    }

    /** Measures. */
    static void run() throws IOException, InterruptedException {
        Process process = FreshJvm.start(List.of("-Xmx128m"), AssociationServer.class);
        try {
            Associations associations = new Associations(process);
            Ratios.print(
                    "Java %s -Xmx128m, %d processors, load average %.1f",
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            for (int i = 0; i < 200; i++) {
                CLIENT.echo(associations.peer); // what is loaded and pooled once is not to be counted
            }
            associations.figures("at rest");
            associations.atOnce();
            associations.figures("after " + ASSOCIATIONS + " associations at once");
            associations.oneByOne();
            associations.figures("after " + CYCLES + " cycles");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private void figures(String when) throws IOException {
        in.println();
        Ratios.print("%-34s %s", when, out.readLine());
    }

    private void oneByOne() {
        long start = System.nanoTime();
        for (int i = 0; i < CYCLES; i++) {
            CLIENT.echo(peer);
        }
        Ratios.print("%,d cycles of open, echo, release: %.1f s", CYCLES, (System.nanoTime() - start) / 1e9);
    }

    private void atOnce() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(ASSOCIATIONS);
        AtomicLong stored = new AtomicLong();
        List<Thread> senders = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < ASSOCIATIONS; i++) {
            Thread sender = new Thread(
                    () -> {
                        SendSummary summary = CLIENT.store(peer, objects(open), result -> {});
                        stored.addAndGet(summary.stored());
                    },
                    "sender-" + i);
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            sender.join();
        }
        Ratios.print(
                "%d associations at once, %d objects of %d KiB each: %,d of %,d stored, %.1f s",
                ASSOCIATIONS,
                OBJECTS,
                SIZE / 1024,
                stored.get(),
                (long) ASSOCIATIONS * OBJECTS,
                (System.nanoTime() - start) / 1e9);
    }

    /** Objects of which the first has its bytes when every association is open. */
    private static Iterable<OutgoingObject> objects(CountDownLatch open) {
        byte[] bytes = new byte[SIZE];
        List<OutgoingObject> all = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            boolean first = i == 0;
            String uid = "2.25." + (i + 1);
            all.add(new OutgoingObject() {
                @Override
                public String sopClassUid() {
                    return UID.RawDataStorage;
                }

                @Override
                public String sopInstanceUid() {
                    return uid;
                }

                @Override
                public String transferSyntaxUid() {
                    return UID.ImplicitVRLittleEndian;
                }

                @Override
                public InputStream open() throws IOException {
                    if (first) {
                        open.countDown();
                        try {
                            open.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    return new ByteArrayInputStream(bytes);
                }
            });
        }
        return () -> (Iterator<OutgoingObject>) all.iterator();
    }
}
