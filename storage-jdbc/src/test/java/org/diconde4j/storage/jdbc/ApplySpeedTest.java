package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applies many entries and says how fast; {@code -Ddiconde4j.rows=20000} for figures that mean something. */
class ApplySpeedTest {
    private static final int ROWS = Integer.getInteger("diconde4j.rows", 600);
    private static final int BATCH = 500;

    @TempDir
    Path folder;

    private interface Work {
        void apply(Index index, List<IndexEntry> entries) throws Exception;
    }

    private void measure(String what, URI uri, Work work) throws Exception {
        try (Index index = StorageProviders.openIndex(uri, OpenOptions.defaults())) {
            index.apply(Entries.of(1, 1));
            List<IndexEntry> first = Entries.of(2, ROWS / 2);
            List<IndexEntry> second = Entries.of(2 + first.size(), ROWS - first.size());
            work.apply(index, first); // warms up
            long begin = System.nanoTime();
            work.apply(index, second);
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(index.counts().instances()).isEqualTo(1L + ROWS);
            assertThat(index.appliedSequence()).isEqualTo(1L + ROWS);
            if (ROWS > 1000) {
                System.out.printf("%s: %.0f rows/s%n", what, second.size() / seconds);
            }
        }
    }

    private static void inBatches(Index index, List<IndexEntry> entries) {
        for (int i = 0; i < entries.size(); i += BATCH) {
            index.apply(entries.subList(i, Math.min(entries.size(), i + BATCH)));
        }
    }

    private static void oneByOne(Index index, List<IndexEntry> entries) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger next = new AtomicInteger();
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                done.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < entries.size(); i = next.getAndIncrement()) {
                        index.apply(List.of(entries.get(i)));
                    }
                }));
            }
            for (Future<?> f : done) {
                f.get(300, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void takes_batches_and_single_entries_of_many_threads_into_h2() throws Exception {
        measure("H2, 500 at once", StorageProviders.uri("h2", folder.resolve("batch")), ApplySpeedTest::inBatches);
        measure("H2, 4 threads with 1", StorageProviders.uri("h2", folder.resolve("single")), ApplySpeedTest::oneByOne);
    }

    @Test
    void takes_batches_and_single_entries_of_many_threads_into_postgresql() throws Exception {
        measure("PostgreSQL, 500 at once", Server.uri(folder.resolve("batch")), ApplySpeedTest::inBatches);
        measure("PostgreSQL, 4 threads with 1", Server.uri(folder.resolve("single")), ApplySpeedTest::oneByOne);
    }

    @Test
    void encodes_attributes() {
        List<IndexEntry> entries = Entries.of(1, ROWS);
        long bytes = 0;
        for (int round = 0; round < 2; round++) {
            bytes = 0;
            long begin = System.nanoTime();
            for (IndexEntry e : entries) {
                byte[] blob = Blobs.encode(e.attributes(), List.of());
                bytes += blob.length;
            }
            if (ROWS > 1000) {
                System.out.printf(
                        "encoding: %.1f µs, %d bytes%n", (System.nanoTime() - begin) / 1e3 / ROWS, bytes / ROWS);
            }
        }
        assertThat(Blobs.decode(Blobs.encode(entries.get(7).attributes(), List.of()), null)
                        .sameContent(entries.get(7).attributes()))
                .isTrue();
        assertThat(bytes).isPositive();
    }
}
