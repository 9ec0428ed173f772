package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;

/**
 * Commits objects to a store of plain files from several threads at once, without an archive around it, and prints how many were
 * durable in each second, how long a commit took, and how long closing and opening again did.
 */
final class StoreSpeed {
    private static final int INSTANCES = 50;

    private final int threads;
    private final int seconds;
    private final Path root;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentLinkedQueue<long[]> times = new ConcurrentLinkedQueue<>();

    private StoreSpeed(Arguments given) throws IOException {
        threads = given.number("threads", 4);
        seconds = given.number("seconds", 30);
        root = given.newFolder("store");
    }

    /**
     * Runs it.
     *
     * @param args {@code size=9216} (several parted by commas), {@code threads=4}, {@code seconds=30}, {@code dir=FOLDER}
     */
    static void run(List<String> args) throws Exception {
        Arguments given = new Arguments(args, "size", "threads", "seconds", "dir");
        for (String size : given.get("size", "9216,524288").split(",")) {
            new StoreSpeed(given).all(Integer.parseInt(size));
        }
    }

    private void all(int size) throws Exception {
        try {
            print("%,d bytes: this disk appends and syncs %,.0f a second, one after the other", size, appends(size));
            long closing;
            try (ObjectStore store = open()) {
                long[] counts = commits(store, size);
                long sum = Arrays.stream(counts).sum();
                print("%,d bytes, %d threads: %,.0f objects/s over %d s", size, threads, 1.0 * sum / seconds, seconds);
                print("  each second: %s", Arrays.toString(counts));
                long[] each =
                        times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
                print(
                        "  a commit: median %.2f ms, p99 %.2f ms, longest %.0f ms",
                        at(each, 0.5), at(each, 0.99), at(each, 1));
                closing = System.nanoTime();
            }
            double closed = (System.nanoTime() - closing) / 1e9;
            long opening = System.nanoTime();
            try (ObjectStore store = open()) {
                print("  closing %.2f s, opening %.2f s", closed, (System.nanoTime() - opening) / 1e9);
                if (store.lastSequence() != numbers.get() || !store.findings().isEmpty()) {
                    throw new IllegalStateException(store.lastSequence() + " of " + numbers + ", " + store.findings());
                }
            }
        } finally {
            delete();
        }
    }

    /** What one thread can do with one file, to compare with. */
    private double appends(int size) throws IOException {
        byte[] bytes = new byte[size];
        Path file = root.resolve("appended");
        long start = System.nanoTime();
        int n = 0;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            while (System.nanoTime() - start < 2_000_000_000L) {
                out.write(bytes);
                out.getFD().sync();
                n++;
            }
        }
        double each = n * 1e9 / (System.nanoTime() - start);
        Files.delete(file);
        return each;
    }

    private ObjectStore open() {
        return StorageProviders.openObjects(StorageProviders.uri("fs", root), OpenOptions.defaults());
    }

    private long[] commits(ObjectStore store, int size) throws Exception {
        AtomicLong[] counts = new AtomicLong[seconds];
        Arrays.setAll(counts, i -> new AtomicLong());
        long start = System.nanoTime();
        var pool = java.util.concurrent.Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            byte[] bytes = new byte[size];
            new Random(t).nextBytes(bytes);
            String series = "1.2.3." + t + ".";
            running.add(pool.submit(() -> {
                long[] took = new long[1 << 12];
                int n = 0;
                for (long begun = System.nanoTime(); begun - start < seconds * 1_000_000_000L; ) {
                    put(store, series, numbers.incrementAndGet(), bytes);
                    long now = System.nanoTime();
                    counts[(int) Math.min(seconds - 1, (now - start) / 1_000_000_000L)].incrementAndGet();
                    took = n < took.length ? took : Arrays.copyOf(took, 2 * n);
                    took[n++] = now - begun;
                    begun = now;
                }
                return times.add(Arrays.copyOf(took, n));
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        pool.shutdown();
        return Arrays.stream(counts).mapToLong(AtomicLong::get).toArray();
    }

    private static Receipt put(ObjectStore store, String series, long number, byte[] bytes) {
        ByteBuffer.wrap(bytes).putLong(number);
        String study = series + number / (INSTANCES * 10);
        String name = ObjectNames.instance(study, study + "." + number / INSTANCES % 10, series + "0." + number);
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes, 0, bytes.length);
            return writer.commit(ReceiptDraft.builder(Receipt.Kind.STORED, Instant.now(), Source.api(), name)
                    .build());
        }
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e6;
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void print(String format, Object... args) {
        System.out.println(String.format(Locale.ROOT, format, args));
    }
}
