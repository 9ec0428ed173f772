package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.KindCount;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Index} promises about instances that are corrected, moved to another component, or deleted. */
public abstract class VersionsContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    /** For subclasses. */
    protected VersionsContract() {}

    /**
     * Opens an index.
     *
     * @param folder where an index with files may put them
     * @param options how to open it
     * @return an open index, empty for a folder that is
     */
    protected abstract Index open(Path folder, OpenOptions options);

    private Index index(String name) {
        return open(directory.resolve(name), OpenOptions.defaults());
    }

    private static IndexEntry stored(long sequence, int component, int study, int series, int instance) {
        return Samples.entry(
                sequence, Samples.attributes(component, study, series, instance).build());
    }

    /** A later version of what an entry put into the archive, or its deletion. */
    private static IndexEntry about(IndexEntry first, Receipt.Kind kind, long sequence, Dataset attributes) {
        Receipt receipt = ReceiptDraft.about(first.receipt(), kind, Samples.NOON, Source.api(), "as agreed")
                .seal(sequence);
        return new IndexEntry(receipt, attributes);
    }

    private static IndexEntry deleted(IndexEntry first, long sequence) {
        return about(first, Receipt.Kind.DELETED, sequence, Dataset.empty());
    }

    private static Dataset with(IndexEntry entry, int tag, String value) {
        return entry.attributes().toBuilder().set(tag, value).build();
    }

    private static List<String> found(Index index, Level level, int tag) {
        return index.find(IndexQuery.of(level, Dataset.empty())).toList().stream()
                .map(d -> d.string(tag, ""))
                .toList();
    }

    private static List<Long> versions(Index index, String uid) {
        return index.versions(uid).stream().map(InstanceRef::sequence).toList();
    }

    @Test
    void a_corrected_instance_is_what_its_last_version_says_and_the_earlier_ones_are_listed() {
        IndexEntry first = stored(1, 1, 1, 1, 1);
        try (Index index = index("a")) {
            index.apply(List.of(first, stored(2, 1, 1, 1, 2)));
            index.apply(List.of(about(first, Receipt.Kind.CORRECTED, 3, with(first, Tag.StudyDescription, "Weld 17"))));
            index.apply(List.of(about(first, Receipt.Kind.CORRECTED, 4, with(first, Tag.ImageComments, "root pass"))));
            assertThat(index.count(IndexQuery.of(
                            Level.INSTANCE,
                            Dataset.builder()
                                    .set(Tag.ImageComments, "root pass")
                                    .build())))
                    .isOne();
            assertThat(versions(index, "1.2.1.1.1")).containsExactly(1L, 3L, 4L);
            assertThat(versions(index, "1.2.1.1.2")).containsExactly(2L);
            assertThat(versions(index, "1.2.1.1.3")).isEmpty();
            InstanceRef now = index.instance("1.2.1.1.1");
            assertThat(now).isNotNull().extracting(InstanceRef::sequence).isEqualTo(4L);
            assertThat(index.counts().instances()).isEqualTo(2);
            assertThat(found(index, Level.STUDY, Tag.StudyDescription)).containsExactly("Casting inspection 1");
        }
    }

    @Test
    void a_moved_instance_belongs_to_the_other_component_at_every_level() {
        IndexEntry one = stored(1, 1, 1, 1, 1);
        IndexEntry two = stored(2, 1, 1, 2, 1);
        try (Index index = index("a")) {
            index.apply(List.of(one, two, stored(3, 2, 2, 1, 1)));
            index.apply(List.of(
                    about(one, Receipt.Kind.MOVED, 4, with(one, Tag.PatientID, "SN-0002")),
                    about(two, Receipt.Kind.MOVED, 5, with(two, Tag.PatientID, "SN-0002"))));
            assertThat(found(index, Level.COMPONENT, Tag.PatientID)).containsExactly("SN-0002");
            assertThat(found(index, Level.SERIES, Tag.PatientID)).containsExactly("SN-0002", "SN-0002", "SN-0002");
            assertThat(index.counts().components()).isOne();
            assertThat(index.counts().studies()).isEqualTo(2);
            assertThat(index.counts().instances()).isEqualTo(3);
        }
    }

    @Test
    void a_deleted_instance_takes_with_it_what_has_none_left_and_may_come_again() {
        IndexEntry one = stored(1, 1, 1, 1, 1);
        IndexEntry corrected = about(one, Receipt.Kind.CORRECTED, 3, with(one, Tag.ImageComments, "root pass"));
        try (Index index = index("a")) {
            index.apply(List.of(one, stored(2, 2, 2, 1, 1), corrected));
            assertThat(index.wasDeleted("1.2.1.1.1")).isFalse();
            index.apply(List.of(deleted(one, 4)));
            assertThat(found(index, Level.COMPONENT, Tag.PatientID)).containsExactly("SN-0002");
            assertThat(found(index, Level.STUDY, Tag.StudyInstanceUID)).containsExactly("1.2.2");
            assertThat(index.instance("1.2.1.1.1")).isNull();
            assertThat(versions(index, "1.2.1.1.1")).isEmpty();
            assertThat(index.wasDeleted("1.2.1.1.1")).isTrue();
            assertThat(index.counts().instances()).isOne();

            index.apply(List.of(stored(5, 1, 1, 1, 1)));
            assertThat(versions(index, "1.2.1.1.1")).containsExactly(5L);
            assertThat(found(index, Level.INSTANCE, Tag.ImageComments)).containsExactly("", "");
            index.clear();
            assertThat(index.wasDeleted("1.2.1.1.1")).isFalse();
        }
    }

    @Test
    void what_a_deleted_instance_said_about_the_levels_above_is_forgotten() {
        IndexEntry one = Samples.entry(
                1,
                Samples.attributes(1, 1, 1, 1)
                        .set(Tag.StudyDescription, "wrong")
                        .build());
        try (Index index = index("a")) {
            index.apply(List.of(one, stored(2, 1, 1, 1, 2), deleted(one, 3)));
            assertThat(found(index, Level.STUDY, Tag.StudyDescription)).containsExactly("Casting inspection 1");
        }
    }

    @Test
    void answers_are_the_same_whatever_the_order_and_grouping_in_which_events_come() {
        try (Index index = index("a")) {
            for (long seed = 1; seed <= 3; seed++) {
                Random random = new Random(seed);
                List<IndexEntry> history = history(random);
                index.clear();
                index.apply(history);
                String expected = everything(index);
                for (int shuffle = 0; shuffle < 2; shuffle++) {
                    List<IndexEntry> mixed = new ArrayList<>(history);
                    Collections.shuffle(mixed, random);
                    index.clear();
                    for (int from = 0; from < mixed.size(); ) {
                        int to = Math.min(mixed.size(), from + 1 + random.nextInt(6));
                        index.apply(mixed.subList(from, to));
                        from = to;
                    }
                    assertThat(everything(index))
                            .as("seed %d, shuffle %d, history %s", seed, shuffle, words(mixed))
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void statistics_tell_of_each_kind_what_holds_what_does_not_any_more_and_what_was_deleted() {
        IndexEntry one = stored(1, 1, 1, 1, 1);
        IndexEntry two = stored(2, 1, 1, 1, 2);
        IndexEntry three = stored(3, 1, 1, 2, 1);
        IndexEntry without = Samples.entry(
                4,
                Samples.attributes(1, 1, 3, 1)
                        .set(Tag.Modality, "CT", "DX")
                        .set(Tag.SOPClassUID, "")
                        .build());
        IndexEntry corrected = about(one, Receipt.Kind.CORRECTED, 5, with(one, Tag.ImageComments, "root pass"));
        try (Index index = index("a")) {
            assertThat(index.statistics())
                    .isEqualTo(new IndexStatistics(new IndexCounts(0, 0, 0, 0, 0, 0), 0, 0, List.of()));
            index.apply(List.of(one, two, three, without, corrected, deleted(three, 6)));
            assertThat(index.statistics())
                    .isEqualTo(new IndexStatistics(
                            index.counts(),
                            1,
                            1,
                            List.of(
                                    new KindCount("DX", UID.CTImageStorage, 2, length(corrected) + length(two)),
                                    new KindCount(null, null, 1, length(without)))));
            // Earlier than the others, so that it has the say about the series.
            index.clear();
            index.apply(List.of(two, without));
            index.apply(List.of(Samples.entry(
                    1, Samples.attributes(1, 1, 1, 1).set(Tag.Modality, "CT").build())));
            assertThat(index.statistics().kinds().get(0))
                    .isEqualTo(new KindCount("CT", UID.CTImageStorage, 2, length(one) + length(two)));
            index.clear();
            assertThat(index.statistics().kinds()).isEmpty();
        }
    }

    private static long length(IndexEntry entry) {
        return entry.receipt().length();
    }

    private static String everything(Index index) {
        StringBuilder all = new StringBuilder(Everything.of(index));
        for (int study = 1; study <= 3; study++) {
            for (int instance = 1; instance <= 3; instance++) {
                String uid = "1.2." + study + ".1." + instance;
                all.append(uid)
                        .append(index.versions(uid))
                        .append(index.wasDeleted(uid))
                        .append('\n');
            }
        }
        return all.append(index.appliedSequence()).toString();
    }

    private static List<String> words(List<IndexEntry> entries) {
        return entries.stream()
                .map(e -> e.receipt().sequence() + " " + e.receipt().kind() + " "
                        + e.receipt().sopInstanceUid() + " " + e.receipt().refersTo())
                .toList();
    }

    /** What may happen to nine instances: stored, corrected, moved, deleted, stored again. */
    private static List<IndexEntry> history(Random random) {
        Map<String, IndexEntry> first = new HashMap<>();
        List<IndexEntry> history = new ArrayList<>();
        for (long sequence = 1; sequence <= 40; sequence++) {
            int study = 1 + random.nextInt(3);
            int instance = 1 + random.nextInt(3);
            String uid = "1.2." + study + ".1." + instance;
            IndexEntry known = first.get(uid);
            IndexEntry event;
            if (known == null) {
                Dataset said = Samples.attributes(1 + study % 2, study, 1, instance)
                        .set(Tag.StudyDescription, "said by " + random.nextInt(3))
                        .set(Tag.Modality, List.of("CT", "DX", "").get(random.nextInt(3)))
                        .build();
                event = Samples.entry(sequence, said);
                first.put(uid, event);
            } else {
                event = switch (random.nextInt(4)) {
                    case 0 -> {
                        first.remove(uid);
                        yield deleted(known, sequence);
                    }
                    case 1 ->
                        about(
                                known,
                                Receipt.Kind.MOVED,
                                sequence,
                                with(known, Tag.PatientID, "SN-" + random.nextInt(3)));
                    default ->
                        about(
                                known,
                                Receipt.Kind.CORRECTED,
                                sequence,
                                with(known, Tag.StudyDescription, "corrected " + random.nextInt(3)));
                };
            }
            history.add(event);
        }
        return history;
    }
}
