package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuarantineRaceTest {
    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:race"))
            .index(URI.create("memory:race"))
            .allowDeletion()
            .open();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        threads.shutdownNow();
        archive.close();
    }

    /** An object in quarantine whose SOP Instance UID is free. */
    private QuarantineEntry setAside(int instance) throws Exception {
        Kept.put(archive, 1, instance);
        QuarantineEntry entry = archive.store(Objects.object(Objects.image(1, 1, instance)
                        .set(Tag.ImageComments, "another one")
                        .build()))
                .quarantined();
        assertThat(entry).isNotNull();
        archive.amendments()
                .delete(
                        Selection.instances(String.valueOf(entry.receipt().sopInstanceUid())),
                        new Grounds("test", "to make room"));
        return entry;
    }

    private <A, B> List<Object> atOnce(Callable<A> one, Callable<B> other) throws Exception {
        CountDownLatch start = new CountDownLatch(2);
        List<Future<?>> running = new ArrayList<>();
        for (Callable<?> each : List.of(one, other)) {
            running.add(threads.submit(() -> {
                start.countDown();
                start.await();
                return each.call();
            }));
        }
        List<Object> done = new ArrayList<>();
        for (Future<?> each : running) {
            done.add(each.get(60, TimeUnit.SECONDS));
        }
        return done;
    }

    private long decisions(QuarantineEntry entry) {
        return archive.amendments().history(String.valueOf(entry.receipt().sopInstanceUid())).stream()
                .filter(receipt -> java.util.Objects.equals(
                        receipt.refersTo(), entry.receipt().sequence()))
                .count();
    }

    @Test
    void of_a_release_and_a_discarding_at_once_one_is_done_and_the_bytes_of_what_was_released_stay() throws Exception {
        for (int i = 1; i <= 30; i++) {
            QuarantineEntry entry = setAside(i);
            List<Object> done = atOnce(
                    () -> archive.quarantine().release(entry, "checked").outcome(),
                    () -> archive.quarantine().discard(entry, "noise"));
            assertThat(done).isIn(List.of(Outcome.STORED, false), List.of(Outcome.GONE, true));
            assertThat(decisions(entry)).isEqualTo(1);
        }
        assertThat(archive.verify().run(finding -> {}).missing()).isZero();
        assertThat(archive.quarantine().list()).isEmpty();
    }

    @Test
    void of_two_releases_and_of_two_discardings_at_once_one_is_done() throws Exception {
        for (int i = 1; i <= 10; i++) {
            QuarantineEntry released = setAside(i);
            assertThat(atOnce(
                            () -> archive.quarantine()
                                    .release(released, "checked")
                                    .outcome(),
                            () -> archive.quarantine()
                                    .release(released, "checked too")
                                    .outcome()))
                    .containsExactlyInAnyOrder(Outcome.STORED, Outcome.GONE);
            QuarantineEntry discarded = setAside(100 + i);
            assertThat(atOnce(
                            () -> archive.quarantine().discard(discarded, "noise"),
                            () -> archive.quarantine().discard(discarded, "noise too")))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void who_comes_later_is_told_what_was_decided_and_changes_nothing() throws Exception {
        QuarantineEntry entry = setAside(1);
        assertThat(archive.quarantine()
                        .release(entry, "checked against the film")
                        .outcome())
                .isEqualTo(Outcome.STORED);
        assertThat(archive.quarantine().discard(entry, "noise")).isFalse();
        StoreResult again = archive.quarantine().release(entry, "once more");
        assertThat(again.outcome()).isEqualTo(Outcome.GONE);
        assertThat(again.reason()).startsWith("it was released before").endsWith("checked against the film");
        assertThat(again.instance()).isNull();
        assertThat(archive.quarantine().open(entry)).isNotEmpty();

        QuarantineEntry other = setAside(2);
        assertThat(archive.quarantine().discard(other, "noise")).isTrue();
        assertThat(archive.quarantine().release(other, "checked").reason()).startsWith("it was discarded before");
    }
}
