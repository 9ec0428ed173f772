package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects are indexed in batches beside those that store them; nobody can tell. */
@Timeout(60)
class QueuedIndexTest {
    private static final int THREADS = 8;

    private final Index memory = StorageProviders.openIndex(URI.create("memory:queued"), OpenOptions.defaults());
    private final AtomicLong instancesAtClose = new AtomicLong(-1);
    /** Of writes: of what is applied, or of nothing. */
    private volatile Predicate<List<IndexEntry>> fails = entries -> false;

    private volatile Duration delay = Duration.ZERO;

    private Archive open() {
        return Archive.builder()
                .objects(URI.create("memory:queued"))
                .index(unreliable())
                .open();
    }

    /** The index in memory, slow and failing as the test wants it. */
    private Index unreliable() {
        return (Index) Proxy.newProxyInstance(
                Index.class.getClassLoader(), new Class<?>[] {Index.class}, (proxy, method, args) -> {
                    boolean applies = method.getName().equals("apply");
                    if (applies) {
                        Thread.sleep(delay.toMillis());
                    }
                    @SuppressWarnings("unchecked")
                    List<IndexEntry> entries = applies ? (List<IndexEntry>) args[0] : List.of();
                    if ((applies || method.getName().equals("replayedTo")) && fails.test(entries)) {
                        throw new StorageException("the test's database is away");
                    }
                    if (method.getName().equals("close")) {
                        instancesAtClose.compareAndSet(-1, memory.counts().instances());
                    }
                    try {
                        return method.invoke(memory, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        return together(IntStream.range(0, threads).mapToObj(i -> work).toList());
    }

    private static <T> List<T> together(List<Callable<T>> works) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(works.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> each : executor.invokeAll(works)) {
                results.add(each.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void whoever_stored_an_object_finds_it_at_once_among_many_others() throws Exception {
        delay = Duration.ofMillis(3);
        try (Archive archive = open()) {
            List<Callable<Integer>> works = new ArrayList<>();
            for (int study = 1; study <= THREADS; study++) {
                int own = study;
                works.add(() -> {
                    for (int i = 1; i <= 20; i++) {
                        String uid = archive.store(object(image(own, 1, i).build()))
                                .instance()
                                .sopInstanceUid();
                        assertThat(archive.find()
                                        .instances()
                                        .where(Tag.StudyInstanceUID, "1.2.3." + own)
                                        .count())
                                .isEqualTo(i);
                        assertThat(archive.retrieve(Selection.instances(uid))
                                        .instances()
                                        .toList())
                                .hasSize(1);
                        assertThat(archive.counts().instances()).isGreaterThanOrEqualTo(i);
                    }
                    return own;
                });
            }
            together(works);
            assertThat(archive.counts().instances()).isEqualTo(THREADS * 20);
            assertThat(archive.counts().components()).isOne();
            assertThat(archive.counts().studies()).isEqualTo(THREADS);
        }
    }

    @Test
    void of_the_same_object_from_many_at_once_one_is_new() throws Exception {
        delay = Duration.ofMillis(20);
        try (Archive archive = open()) {
            List<Outcome> outcomes = together(
                    THREADS, () -> archive.store(object(image(1, 1, 1).build())).outcome());

            assertThat(outcomes).containsOnlyOnce(Outcome.STORED);
            assertThat(outcomes).filteredOn(o -> o == Outcome.DUPLICATE).hasSize(THREADS - 1);
            assertThat(archive.counts().instances()).isOne();
        }
    }

    @Test
    void of_different_objects_under_one_uid_from_many_at_once_all_but_one_are_set_aside() throws Exception {
        delay = Duration.ofMillis(20);
        AtomicLong number = new AtomicLong();
        try (Archive archive = open()) {
            List<Outcome> outcomes = together(
                    THREADS,
                    () -> archive.store(object(image(1, 1, 1)
                                    .set(Tag.PatientID, "SN-" + number.incrementAndGet())
                                    .build()))
                            .outcome());

            assertThat(outcomes).containsOnlyOnce(Outcome.STORED);
            assertThat(outcomes).filteredOn(o -> o == Outcome.QUARANTINED).hasSize(THREADS - 1);
            assertThat(archive.counts().instances()).isOne();
            assertThat(archive.quarantine().list()).hasSize(THREADS - 1);
        }
    }

    @Test
    void while_the_index_fails_so_does_all_that_needs_it_and_nothing_is_lost() throws Exception {
        try (Archive archive = open()) {
            archive.store(object(image(1, 1, 1).build()));
            fails = entries -> true;
            // the first may be told of success, for the queue does not know yet; whoever asks is not told that it isn't
            // there
            assertThatThrownBy(() -> {
                        archive.store(object(image(1, 1, 2).build()));
                        archive.counts();
                    })
                    .isInstanceOf(StorageException.class)
                    .hasMessageContainingAll("does not take what was stored", "the test's database is away");
            assertThatThrownBy(() -> archive.store(object(image(1, 1, 3).build())))
                    .isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> archive.find().studies().list()).isInstanceOf(StorageException.class);

            fails = entries -> false;

            assertThat(archive.store(object(image(1, 1, 3).build())).outcome()).isEqualTo(Outcome.DUPLICATE);
            assertThat(archive.counts().instances()).isEqualTo(3);
            assertThat(archive.findings()).isEmpty();
        }
    }

    @Test
    void what_a_full_queue_refused_while_the_index_failed_is_replayed_from_receipts() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        fails = entries -> down.get();
        int objects = 600; // more than the queue holds
        try (Archive archive = open()) {
            for (int i = 1; i <= objects; i++) {
                try {
                    archive.store(object(image(1, 1, i).build()));
                } catch (StorageException e) {
                    assertThat(e).hasMessageContaining("does not take what was stored");
                }
            }
            down.set(false);
            Instant end = Instant.now().plusSeconds(20);
            while (archive.counts().instances() < objects && Instant.now().isBefore(end)) {
                Thread.sleep(20);
            }
            assertThat(archive.counts().instances()).isEqualTo(objects);
        }
    }

    @Test
    void every_entry_is_whole_in_an_index_that_comes_back_amid_a_batch() throws Exception {
        int batch = 6;
        try (Archive archive = open()) {
            int stored = 0;
            for (int failures = 1; failures <= 5 * batch; failures++) {
                AtomicLong left = new AtomicLong(failures);
                fails = entries -> left.getAndDecrement() > 0;
                for (int i = 0; i < batch; i++) {
                    archive.store(object(image(1, 1, ++stored).build()));
                }
                assertThat(countOnceItWorks(archive))
                        .as("after %d failures", failures)
                        .isEqualTo(stored);
                assertThat(archive.findings()).as("after %d failures", failures).isEmpty();
            }
        }
    }

    private static long countOnceItWorks(Archive archive) {
        while (true) {
            try {
                return archive.counts().instances();
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining("does not take what was stored");
            }
        }
    }

    @Test
    void an_entry_that_the_index_cannot_take_is_found_by_its_uids_and_harms_no_other() throws Exception {
        fails = entries -> entries.stream()
                .anyMatch(e -> e.attributes().string(Tag.PatientID, "").equals("BAD"));
        try (Archive archive = open()) {
            archive.store(object(image(1, 1, 1).build()));
            archive.store(object(image(1, 1, 2).set(Tag.PatientID, "BAD").build()));
            archive.store(object(image(1, 1, 3).build()));

            assertThat(archive.counts().instances()).isEqualTo(3);
            assertThat(archive.retrieve(Selection.instances("1.2.3.1.1.2"))
                            .instances()
                            .toList())
                    .hasSize(1);
            assertThat(archive.findings()).hasSize(1);
            assertThat(archive.findings().get(0)).contains("1.2.3.1.1.2", "only its UIDs were");
        }
    }

    @Test
    void closing_indexes_all_that_waits() throws Exception {
        delay = Duration.ofMillis(100);
        Archive archive = open();
        try (archive) {
            for (int i = 1; i <= 50; i++) {
                archive.store(object(image(1, 1, i).build()));
            }
        }
        assertThat(instancesAtClose).hasValue(50);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("diconde4j-index-queue");
    }
}
