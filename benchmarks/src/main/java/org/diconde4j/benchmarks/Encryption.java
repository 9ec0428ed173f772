package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;

/** What encryption at rest costs: the same store with it and without, by turns, four threads. */
final class Encryption {
    private static final int THREADS = 4;

    private final int rounds;
    private final URI plain;
    private final URI encrypted;
    private final List<String> names = new ArrayList<>();
    private int numbers;

    private Encryption(int rounds, Path folder) {
        this.rounds = rounds;
        URI ring = URI.create("keyring:archive.ring");
        Path keys = folder.resolve("archive.keys");
        KeyServices.create(ring, folder).close();
        StoreKeys.create(keys, ring).close();
        plain = StorageProviders.uri("fs", folder.resolve("plain"));
        encrypted = StorageProviders.encrypted(keys, StorageProviders.uri("fs", folder.resolve("encrypted")));
    }

    static void run(List<String> args) throws Exception {
        Arguments given = new Arguments(args, "dir", "rounds", "objects");
        Path folder = given.newFolder("diconde4j-encryption");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        try {
            Ratios.print(
                    "%s; %d processors, load average %.1f; %d threads; encrypted, plain, ratio (of the rounds)",
                    LocalDate.now(),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    THREADS);
            Encryption encryption = new Encryption(given.number("rounds", 5), folder);
            int objects = given.number("objects", 400);
            encryption.report("512 KiB", 512 << 10, objects);
            encryption.report("9 KiB", 9 << 10, 5 * objects);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void report(String size, int length, int objects) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        try (ObjectStore with = StorageProviders.openObjects(encrypted, OpenOptions.defaults());
                ObjectStore without = StorageProviders.openObjects(plain, OpenOptions.defaults())) {
            names.clear();
            Turns.take(rounds, () -> write(with, bytes, objects), () -> write(without, bytes, objects))
                    .print(size + " written durably", "objects/s", "none");
            List<String> last = names.subList(names.size() - 2 * objects, names.size());
            List<String> ours = last.subList(0, objects);
            List<String> theirs = last.subList(objects, last.size());
            Turns.take(rounds, () -> read(with, ours, length), () -> read(without, theirs, length))
                    .print(size + " read, in the system's memory", "objects/s", "none");
        }
    }

    private double write(ObjectStore store, byte[] bytes, int objects) throws Exception {
        List<ReceiptDraft> drafts = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            String uid = "1.2.3.4." + ++numbers;
            String name = ObjectNames.instance("1.2.3", "1.2.3.4", uid);
            names.add(name);
            drafts.add(ReceiptDraft.builder(Receipt.Kind.STORED, Instant.now(), Source.api(), name)
                    .uids("1.2", uid, "1.2.3", "1.2.3.4")
                    .build());
        }
        return each(drafts, draft -> {
            try (ObjectWriter writer = store.begin()) {
                writer.write(bytes);
                writer.commit(draft);
            }
        });
    }

    private static double read(ObjectStore store, List<String> names, int length) throws Exception {
        return each(names, name -> {
            long count = 0;
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = store.open(name)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    count += n;
                }
            }
            if (count != length) {
                throw new IOException(name + " has " + count + " bytes");
            }
        });
    }

    private interface Work<T> {
        void on(T item) throws IOException;
    }

    /** Items a second. */
    private static <T> double each(List<T> items, Work<T> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(executor.submit(() -> {
                    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                        work.on(items.get(i));
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            executor.shutdown();
        }
        return items.size() * 1e9 / (System.nanoTime() - start);
    }
}
