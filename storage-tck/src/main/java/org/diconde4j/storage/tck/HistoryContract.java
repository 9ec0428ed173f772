package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.Test;

/** The part of {@link ObjectStoreContract} that is about receipts and their sequences. */
abstract class HistoryContract extends ObjectNamesContract {
    @Test
    void gives_no_receipt_later_whose_sequence_is_not_above_the_last_one_told() throws Exception {
        ObjectStore store = store();
        List<Set<Long>> seen = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= 60; i++) {
                put(store, Samples.draft(1, 1, i), Samples.bytes(10, i));
            }
        });
        writer.start();
        while (writer.isAlive()) {
            last.add(store.lastSequence());
            seen.add(new HashSet<>(
                    store.receipts(0).toList().stream().map(Receipt::sequence).toList()));
        }
        List<Long> all =
                store.receipts(0).toList().stream().map(Receipt::sequence).toList();
        for (int i = 0; i < last.size(); i++) {
            long told = last.get(i);
            assertThat(seen.get(i))
                    .containsAll(all.stream().filter(s -> s <= told).toList());
        }
    }

    @Test
    void gives_many_threads_rising_sequences_without_gaps() throws Exception {
        ObjectStore store = store();
        together(store, (thread, round) -> put(store, Samples.draft(1, thread, round), Samples.bytes(64, round)));
        List<Receipt> receipts = store.receipts(0).toList();
        assertThat(receipts).extracting(Receipt::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(receipts).hasSize(20 * THREADS);
        assertThat(store.lastSequence()).isEqualTo(20 * THREADS);
    }

    @Test
    void lets_several_that_have_it_open_share_one_history() throws Exception {
        ObjectStore one = store();
        assumeTrue(one.shared(), "does not apply: only one may have the store open");
        ObjectStore two = store();
        List<Receipt> won = java.util.Collections.synchronizedList(new ArrayList<>());
        java.util.concurrent.atomic.AtomicInteger lost = new java.util.concurrent.atomic.AtomicInteger();
        together(one, (thread, round) -> {
            ObjectStore mine = thread % 2 == 0 ? one : two;
            won.add(put(mine, Samples.draft(2, thread, round), Samples.bytes(64, round)));
            try {
                won.add(put(mine, Samples.draft(1, 1, round), Samples.bytes(64, thread / 4)));
            } catch (NameTakenException e) {
                lost.incrementAndGet();
            }
        });
        assertThat(won).hasSize(20 * THREADS + 20);
        assertThat(lost).hasValue(20 * (THREADS - 1));
        List<Receipt> receipts = one.receipts(0).toList();
        assertThat(receipts).containsExactlyInAnyOrderElementsOf(won);
        assertThat(receipts).extracting(Receipt::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(two.receipts(0).toList()).isEqualTo(receipts);
        assertThat(one.lastSequence()).isEqualTo(two.lastSequence()).isEqualTo(won.size());
        for (Receipt receipt : won) {
            assertThat(two.digest(receipt.name())).isEqualTo(receipt.file());
        }
        assertThat(one.receipts(77).toList()).isEqualTo(receipts.subList(77, receipts.size()));
    }

    @Test
    void reads_the_history_from_any_place() {
        ObjectStore store = store();
        List<Receipt> written = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            written.add(put(store, Samples.draft(1, 1, i), new byte[i]));
        }
        assertThat(store.receipts(0).toList()).isEqualTo(written);
        assertThat(store.receipts(3).toList()).isEqualTo(written.subList(3, 5));
        assertThat(store.receipts(5).toList()).isEmpty();
    }

    @Test
    void records_events_without_bytes() {
        ObjectStore store = store();
        Receipt set = put(store, Samples.quarantined("q", "not a DICOM file: \"\u00fc\\\u2028\n"), new byte[10]);
        ReceiptDraft draft = ReceiptDraft.about(
                set, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), "looked at, is noise");
        Receipt discarded = store.append(draft);
        assertThat(discarded.sequence()).isEqualTo(2);
        assertThat(discarded.refersTo()).isEqualTo(1);
        assertThat(discarded.name()).isEqualTo(set.name());
        assertThat(store.receipts(0).toList()).containsExactly(set, discarded);
    }

    private static boolean isAbout(Receipt receipt, Receipt set) {
        return Objects.equals(receipt.refersTo(), set.sequence());
    }

    @Test
    void records_an_event_unless_a_rival_came_after_what_the_caller_knows() {
        ObjectStore store = store();
        Receipt set = put(store, Samples.quarantined("q", "noise"), new byte[10]);
        ReceiptDraft draft = ReceiptDraft.about(set, Receipt.Kind.RELEASED, Samples.NOON, Source.api(), "checked");
        put(store, Samples.draft(1, 1, 1), new byte[10]);
        Receipt first = Objects.requireNonNull(
                store.appendUnless(draft, set.sequence(), receipt -> isAbout(receipt, set)), "no rival yet");
        assertThat(store.appendUnless(draft, set.sequence(), receipt -> isAbout(receipt, set)))
                .isNull();
        assertThat(store.appendUnless(draft, first.sequence(), receipt -> isAbout(receipt, set)))
                .isNotNull();
        Receipt plain = store.append(draft);
        assertThat(store.appendUnless(draft, plain.sequence() - 1, receipt -> isAbout(receipt, set)))
                .isNull();
        assertThat(store.receipts(0).toList()).hasSize(5);
    }

    @Test
    void records_one_of_several_rivals_that_come_at_once() throws Exception {
        ObjectStore store = store();
        ObjectStore other = store.shared() ? store() : store;
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int round = 0; round < 4; round++) {
                Receipt set = put(store, Samples.quarantined("q" + round, "noise"), new byte[10]);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> done = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    ObjectStore one = i % 2 == 0 ? store : other;
                    ReceiptDraft draft = ReceiptDraft.about(
                            set,
                            i < 3 ? Receipt.Kind.RELEASED : Receipt.Kind.DISCARDED,
                            Samples.NOON,
                            Source.api(),
                            "thread " + i);
                    done.add(threads.submit(() -> {
                        start.await();
                        return one.appendUnless(draft, set.sequence(), receipt -> isAbout(receipt, set)) != null;
                    }));
                }
                start.countDown();
                int successes = 0;
                for (Future<Boolean> one : done) {
                    successes += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
                }
                assertThat(successes).as("round %d", round).isEqualTo(1);
                assertThat(store.receipts(set.sequence()).toList())
                        .singleElement()
                        .satisfies(receipt -> assertThat(isAbout(receipt, set)).isTrue());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ends_a_cursor_that_is_closed() {
        ObjectStore store = store();
        put(store, Samples.draft(1, 1, 1), new byte[1]);
        put(store, Samples.draft(1, 1, 2), new byte[1]);
        Cursor<Receipt> receipts = store.receipts(0);
        receipts.next();
        receipts.close();
        receipts.close();
        assertThat(receipts.hasNext()).isFalse();
    }
}
