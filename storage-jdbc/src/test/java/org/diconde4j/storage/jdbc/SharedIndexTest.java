package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write to one index at the same time, the same studies and partly the same entries. */
class SharedIndexTest {
    private static final int COUNT = 400;

    @TempDir
    Path folder;

    /** Applies all entries but every third or so, in an order and in batches of its own, from several threads. */
    static void write(Index index, long seed, int remainder) throws Exception {
        Random random = new Random(seed);
        List<List<IndexEntry>> batches = new ArrayList<>();
        List<IndexEntry> mine = new ArrayList<>(Entries.of(1, COUNT));
        mine.removeIf(e -> e.receipt().sequence() % 3 == remainder);
        for (int i = 0; i < mine.size(); ) {
            int n = Math.min(mine.size(), i + 1 + random.nextInt(20));
            batches.add(mine.subList(i, n));
            i = n;
        }
        for (int i = 0; i < batches.size(); i++) {
            Collections.swap(batches, i, Math.min(batches.size() - 1, i + random.nextInt(10)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (List<IndexEntry> batch : batches) {
                done.add(threads.submit(() -> {
                    long before = index.appliedSequence();
                    index.apply(batch);
                    for (IndexEntry e : batch) {
                        assertThat(index.instance(Entries.uid(e.receipt().sequence())))
                                .isNotNull();
                    }
                    assertThat(index.appliedSequence()).isGreaterThanOrEqualTo(before);
                }));
            }
            for (Future<?> f : done) {
                f.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The other process. */
    public static void main(String[] args) throws Exception {
        try (Index index = StorageProviders.openIndex(URI.create(args[0]), OpenOptions.defaults())) {
            write(index, Long.parseLong(args[1]), 0);
        }
    }

    @Test
    void has_the_same_answers_as_the_index_of_one_process() throws Exception {
        long seed = Long.getLong("diconde4j.seed", System.nanoTime());
        URI uri = Server.uri(folder);
        try (Index index = StorageProviders.openIndex(uri, OpenOptions.defaults());
                Index alone = StorageProviders.openIndex(
                        StorageProviders.uri("h2", folder.resolve("alone")), OpenOptions.defaults())) {
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path", "").replace(",", File.pathSeparator),
                            SharedIndexTest.class.getName(),
                            uri.toString(),
                            Long.toString(seed + 1))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("other.txt").toFile())
                    .start();
            try {
                write(index, seed, 1);
                assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                other.destroyForcibly();
            }
            assertThat(other.exitValue())
                    .as("see %s", folder.resolve("other.txt"))
                    .isZero();
            alone.apply(Entries.of(1, COUNT));
            assertThat(index.appliedSequence()).as("seed %s", seed).isEqualTo(COUNT);
            assertThat(index.counts())
                    .as("seed %s", seed)
                    .isEqualTo(alone.counts())
                    .isEqualTo(new IndexCounts(3, 5, 9, COUNT, 0, COUNT * 9000L));
            for (Level level : Level.values()) {
                List<Dataset> expected =
                        alone.find(IndexQuery.of(level, Dataset.empty())).toList();
                List<Dataset> found =
                        index.find(IndexQuery.of(level, Dataset.empty())).toList();
                assertThat(found).as("%s, seed %s", level, seed).hasSameSizeAs(expected);
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i).sameContent(expected.get(i)))
                            .as("%s %s, seed %s", level, i, seed)
                            .isTrue();
                }
            }
            assertThat(index.instances(Selection.all()).toList())
                    .isEqualTo(alone.instances(Selection.all()).toList());
        }
    }
}
