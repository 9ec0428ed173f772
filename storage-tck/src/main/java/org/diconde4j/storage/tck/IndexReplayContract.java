package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about entries that come again, in any order, and from many at once. */
abstract class IndexReplayContract extends IndexInstancesContract {
    @Test
    void knows_how_far_it_has_come() {
        Index index = index();
        List<IndexEntry> all = Samples.archive();
        assertThat(index.appliedSequence()).isZero();
        index.apply(all.subList(0, 2));
        assertThat(index.appliedSequence()).isEqualTo(2);
        index.apply(all.subList(4, 6));
        assertThat(index.appliedSequence()).as("3 and 4 are missing").isEqualTo(2);
        index.apply(all.subList(2, 4));
        assertThat(index.appliedSequence()).isEqualTo(6);
        index.replayedTo(10);
        assertThat(index.appliedSequence()).isEqualTo(10);
        index.replayedTo(7);
        assertThat(index.appliedSequence()).isEqualTo(10);
        index.apply(List.of());
    }

    @Test
    void changes_nothing_when_entries_are_applied_again() {
        Index index = filled();
        String before = Everything.of(index);
        index.apply(Samples.archive());
        index.apply(Samples.archive().subList(7, 9));
        assertThat(Everything.of(index)).isEqualTo(before);
    }

    @Test
    void gives_the_same_answers_whatever_the_order_and_grouping() {
        List<IndexEntry> entries = contradicting();
        Index index = index();
        index.apply(entries);
        String expected = Everything.of(index);
        for (int seed = 0; seed < 5; seed++) {
            index.clear();
            assertThat(index.appliedSequence()).isZero();
            Random random = new Random(seed);
            List<IndexEntry> shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, random);
            for (int i = 0; i < shuffled.size(); ) {
                int n = Math.min(shuffled.size(), i + 1 + random.nextInt(5));
                index.apply(shuffled.subList(i, n));
                i = n;
            }
            assertThat(Everything.of(index)).as("seed %s", seed).isEqualTo(expected);
            assertThat(index.appliedSequence()).isEqualTo(entries.size());
        }
    }

    /** Objects of a few studies that disagree about all levels, with gaps, duplicates and quarantine among them. */
    static List<IndexEntry> contradicting() {
        Random random = new Random(42);
        List<IndexEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            Dataset.Builder a = Samples.attributes(
                            random.nextInt(3), random.nextInt(3), random.nextInt(2), random.nextInt(12))
                    .set(Tag.PatientName, "Name " + random.nextInt(3))
                    .set(Tag.Modality, List.of("CT", "DX", "").get(random.nextInt(3)))
                    .set(Tag.StudyDescription, random.nextInt(3) == 0 ? "" : "Text " + random.nextInt(3));
            if (random.nextInt(3) == 0) {
                a.set(Tag.StationName, "CT-" + random.nextInt(2));
            }
            entries.add(Samples.entry(i, a.build()));
        }
        Receipt set = Samples.quarantined("a", "why").seal(61, 5, Digest.of(new byte[5]));
        Receipt kept = Samples.quarantined("b", "why").seal(62, 5, Digest.of(new byte[5]));
        Receipt gone = ReceiptDraft.about(set, Receipt.Kind.DISCARDED, Samples.NOON, Source.api(), null)
                .seal(63);
        entries.addAll(List.of(Samples.event(set), Samples.event(kept), Samples.event(gone)));
        return entries;
    }

    @Test
    void keeps_the_first_of_two_instances_with_one_uid() {
        Index index = index();
        IndexEntry first = Samples.entry(1, Samples.attributes(1, 1, 1, 1).build());
        IndexEntry second = Samples.entry(
                2,
                Samples.attributes(2, 2, 1, 1)
                        .set(Tag.SOPInstanceUID, "1.2.1.1.1")
                        .build());
        index.apply(List.of(second));
        index.apply(List.of(first));
        assertThat(index.counts()).isEqualTo(new IndexCounts(1, 1, 1, 1, 0, 1001));
        index.apply(List.of(second));
        InstanceRef ref = index.instance("1.2.1.1.1");
        assertThat(ref)
                .isNotNull()
                .extracting(r -> r == null ? 0 : r.sequence())
                .isEqualTo(1L);
    }

    @Test
    void takes_entries_of_the_same_study_from_many_threads() throws Exception {
        Index index = index();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        int sequence = 1 + thread + 8 * i;
                        Dataset a = Samples.attributes(1, 1, i % 3, sequence).build();
                        index.apply(List.of(Samples.entry(sequence, a)));
                        assertThat(index.instance(a.string(Tag.SOPInstanceUID, "")))
                                .isNotNull();
                    }
                }));
            }
            for (Future<?> f : done) {
                f.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(index.counts().components()).isEqualTo(1);
        assertThat(index.counts().studies()).isEqualTo(1);
        assertThat(index.counts().series()).isEqualTo(3);
        assertThat(index.counts().instances()).isEqualTo(200);
        assertThat(index.appliedSequence()).isEqualTo(200);
    }

    @Test
    void is_one_index_for_all_who_share_it() throws Exception {
        Index first = index();
        assumeTrue(first.shared(), "does not apply: one process at a time has the index open");
        Index second = index();
        List<IndexEntry> entries = contradicting();
        first.apply(entries);
        String expected = Everything.of(first);
        assertThat(Everything.of(second)).isEqualTo(expected);
        for (int seed = 0; seed < 3; seed++) {
            second.clear();
            List<IndexEntry> shuffled = new ArrayList<>(entries);
            shuffled.add(entries.get(7)); // as a replay of one does while another one applies it
            Random random = new Random(seed);
            for (int i = 0; i < shuffled.size(); i++) {
                Collections.swap(shuffled, i, Math.min(shuffled.size() - 1, i + random.nextInt(12)));
            }
            ExecutorService threads = Executors.newFixedThreadPool(6);
            try {
                List<Future<?>> done = new ArrayList<>();
                for (int i = 0; i < shuffled.size(); ) {
                    int n = Math.min(shuffled.size(), i + 1 + random.nextInt(4));
                    List<IndexEntry> some = shuffled.subList(i, n);
                    Index index = random.nextBoolean() ? first : second;
                    done.add(threads.submit(() -> {
                        index.apply(some);
                        some.forEach(e -> assertThat(index.appliedSequence()).isLessThanOrEqualTo(entries.size()));
                    }));
                    i = n;
                }
                for (Future<?> f : done) {
                    f.get();
                }
            } finally {
                threads.shutdown();
            }
            for (Index index : List.of(first, second)) {
                assertThat(Everything.of(index)).as("seed %s", seed).isEqualTo(expected);
                assertThat(index.appliedSequence()).as("seed %s", seed).isEqualTo(entries.size());
            }
        }
    }

    @Test
    void waits_for_what_a_dead_process_left_behind() {
        Index living = index();
        assumeTrue(living.shared(), "does not apply: one process at a time has the index open");
        Index dying = index();
        List<IndexEntry> all = Samples.archive();
        dying.apply(all.subList(0, 3));
        dying.close(); // it had a receipt for the fourth
        living.apply(all.subList(4, 9));
        assertThat(living.appliedSequence()).isEqualTo(3);
        living.apply(all.subList(3, 9)); // a replay
        assertThat(living.appliedSequence()).isEqualTo(9);
        assertThat(living.counts().instances()).isEqualTo(9);
    }
}
