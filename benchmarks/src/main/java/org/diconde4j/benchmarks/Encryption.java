package org.diconde4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;

/** What encryption at rest costs: the same store with it and without, by turns, four threads. */
final class Encryption {
    private final int rounds;
    private final URI plain;
    private final URI encrypted;

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
                    StorePair.THREADS);
            Encryption encryption = new Encryption(given.number("rounds", 5), folder);
            int objects = given.number("objects", 400);
            encryption.report("512 KiB", 512 << 10, objects);
            encryption.report("9 KiB", 9 << 10, 5 * objects);
        } finally {
            StorePair.delete(folder);
        }
    }

    private void report(String size, int length, int objects) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        try (ObjectStore with = StorageProviders.openObjects(encrypted, OpenOptions.defaults());
                ObjectStore without = StorageProviders.openObjects(plain, OpenOptions.defaults())) {
            new StorePair(with, without, rounds).report(size, bytes, objects);
        }
    }
}
