package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database dies under load and comes back. */
class KilledServerTest {
    @TempDir
    Path folder;

    private final AtomicLong next = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean enough = new AtomicBoolean();

    private EmbeddedPostgres server(int port) throws IOException {
        EmbeddedPostgres.Builder settings =
                Server.settings().setDataDirectory(folder.resolve("server")).setCleanDataDirectory(false);
        return (port == 0 ? settings : settings.setPort(port)).start();
    }

    /** All processes of the server, as if its machine had lost them. */
    private void kill() throws Exception {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("server/postmaster.pid"))
                .get(0)
                .trim());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(0, postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private void store(Index index, Records records) {
        while (!enough.get()) {
            long sequence = next.incrementAndGet();
            Instant end = Instant.now().plus(Duration.ofSeconds(60));
            boolean done = false;
            while (!done) {
                try {
                    index.apply(List.of(Entries.of(sequence)));
                    records.update("sent", "id-" + sequence, r -> RecordContent.EMPTY.with("n", "" + sequence));
                    acknowledged.add(sequence);
                    done = true;
                } catch (StorageException e) {
                    complaints.add(String.valueOf(e.getMessage()));
                    assertThat(Instant.now()).as("gives up: %s", e.getMessage()).isBefore(end);
                }
            }
        }
    }

    private void assertAllThere(Index index, Records records, Set<Long> sequences) {
        for (long sequence : sequences) {
            assertThat(index.instance(Entries.uid(sequence)))
                    .as("instance %s", sequence)
                    .isNotNull();
            assertThat(records.get("sent", "id-" + sequence))
                    .as("record %s", sequence)
                    .isNotNull();
        }
    }

    private void awaitMore(int count) throws InterruptedException {
        int target = acknowledged.size() + count;
        for (int i = 0; acknowledged.size() < target && i < 600; i++) {
            Thread.sleep(100);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(target);
    }

    @Test
    void callers_are_told_to_try_again_and_nothing_acknowledged_is_lost() throws Exception {
        Server.shared(); // skips where there is none
        EmbeddedPostgres first = server(0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Index index = StorageProviders.openIndex(Server.uri(first, "killed"), OpenOptions.defaults());
                Records records = StorageProviders.openRecords(Server.uri(first, "killed"))) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                done.add(threads.submit(() -> store(index, records)));
            }
            awaitMore(30);
            kill();
            first.close(); // which frees its folder
            for (int i = 0; complaints.isEmpty() && i < 200; i++) {
                Thread.sleep(100); // a new connection is waited for 10 s
            }
            Set<Long> before = Set.copyOf(acknowledged);
            try (EmbeddedPostgres second = server(first.getPort())) {
                awaitMore(30); // without opening anything again
                assertAllThere(index, records, before);
                enough.set(true);
                for (Future<?> f : done) {
                    f.get(60, TimeUnit.SECONDS);
                }
                assertAllThere(index, records, acknowledged);
                assertThat(index.counts().instances()).isEqualTo(next.get());
                assertThat(index.appliedSequence()).isEqualTo(next.get());
                assertThat(complaints).isNotEmpty().allMatch(c -> c.contains("; try again"));
                index.close();
                records.close();
            }
        } finally {
            threads.shutdownNow();
            first.close();
        }
    }
}
