package org.diconde4j.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/**
 * Some hundred studies of one to three instances, whose entries come out of order and of which some are taken out again; the first pages of questions
 * that many of them match, compared with a list that is sorted here.
 */
final class NewestFirst {
    private static final int STUDIES = 800;
    private static final int BATCH = 200;

    private final long seed;
    private final Random random;
    private final Index index;

    /** The sequences of the instances that each study has, by its number. */
    private final Map<Integer, List<Long>> studies = new TreeMap<>();

    NewestFirst(Index index, long seed) {
        this.index = index;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void check() {
        long last = fill();
        compare("filled");
        takeOut(last);
        compare("with instances taken out");
    }

    private long fill() {
        List<IndexEntry> entries = new ArrayList<>();
        long sequence = 0;
        for (int n = 0; n < STUDIES; n++) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                // now and then an instance of an earlier study
                int study = random.nextInt(10) == 0 ? random.nextInt(n + 1) : n;
                entries.add(entry(++sequence, study));
            }
        }
        List<List<IndexEntry>> batches = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += BATCH) {
            List<IndexEntry> batch = new ArrayList<>(entries.subList(from, Math.min(entries.size(), from + BATCH)));
            Collections.shuffle(batch, random);
            batches.add(batch);
        }
        for (int i = 0; i + 1 < batches.size(); i += 5) {
            Collections.swap(batches, i, i + 1);
        }
        batches.forEach(index::apply);
        return sequence;
    }

    private IndexEntry entry(long sequence, int study) {
        studies.computeIfAbsent(study, s -> new ArrayList<>()).add(sequence);
        String studyUid = "1.2." + study;
        String sop = studyUid + ".7." + sequence;
        Dataset attributes = Dataset.builder()
                .set(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                .set(Tag.SOPInstanceUID, sop)
                .set(Tag.StudyInstanceUID, studyUid)
                .set(Tag.SeriesInstanceUID, studyUid + ".7")
                .set(Tag.PatientID, "SN-" + study / 3)
                .set(Tag.StudyDate, date(study))
                .set(Tag.PerformingPhysicianName, inspector(study))
                .set(Tag.ComponentWelderIDs, "W-" + study % 5)
                .build();
        return new IndexEntry(Entries.receipt(sequence, studyUid, studyUid + ".7", sop), attributes);
    }

    private static String date(int study) {
        return study % 97 == 0 ? "20250701" : String.format("%d0%d15", 2023 + study / 270, 1 + study % 9);
    }

    private static String inspector(int study) {
        return study % 101 == 0 ? "Rare" : "Inspector^" + study % 6;
    }

    /** The first instances of studies that got another one much later, so that these are among the newest then. */
    private void takeOut(long last) {
        long sequence = last;
        int taken = 0;
        for (Map.Entry<Integer, List<Long>> study : studies.entrySet()) {
            List<Long> instances = study.getValue();
            Collections.sort(instances);
            if (instances.size() > 1 && instances.get(1) > last - 300 && instances.get(0) < last - 900 && taken < 12) {
                long first = instances.remove(0);
                String uid = "1.2." + study.getKey();
                Receipt stored = Entries.receipt(first, uid, uid + ".7", uid + ".7." + first);
                Receipt deleted = ReceiptDraft.about(
                                stored, Receipt.Kind.DELETED, Instant.EPOCH, Source.api(), "a test")
                        .seal(++sequence);
                index.apply(List.of(new IndexEntry(deleted, Dataset.empty())));
                taken++;
            }
        }
        assertThat(taken).as("studies that rose, seed %d", seed).isGreaterThan(3);
    }

    private void compare(String when) {
        compare(when, 3, 2);
        compare(when, 50, 0);
    }

    private void compare(String when, int page, int offset) {
        for (int n = 0; n < 6; n++) {
            compare(when, Tag.PerformingPhysicianName, "Inspector^" + n, page, offset);
        }
        compare(when, Tag.ComponentWelderIDs, "W-3", page, offset);
        compare(when, Tag.PerformingPhysicianName, "Rare", page, offset);
        compare(when, Tag.StudyDate, "20230101-20231231", page, offset);
        compare(when, Tag.StudyDate, "20250101-20251231", page, offset);
        compare(when, Tag.StudyDate, "-20241231", page, offset);
        compare(when, Tag.StudyDate, "19990101-20001231", page, offset);
    }

    private boolean matches(int study, int tag, String value) {
        return switch (tag) {
            case Tag.StudyDate -> {
                String[] range = value.split("-");
                yield date(study).compareTo(range[0]) >= 0 && date(study).compareTo(range[1]) <= 0;
            }
            case Tag.PerformingPhysicianName -> inspector(study).equals(value);
            default -> value.equals("W-" + study % 5);
        };
    }

    private void compare(String when, int tag, String value, int page, int offset) {
        List<String> expected = studies.entrySet().stream()
                .filter(s -> matches(s.getKey(), tag, value))
                .sorted(Comparator.comparing(s -> -Collections.min(s.getValue())))
                .skip(offset)
                .limit(page)
                .map(s -> "1.2." + s.getKey())
                .toList();
        Dataset keys = Dataset.builder().set(tag, value).build();
        IndexQuery query =
                IndexQuery.of(Level.STUDY, keys).in(Order.NEWEST_FIRST).page(offset, page);
        assertThat(index.find(query).toList().stream()
                        .map(d -> d.string(Tag.StudyInstanceUID))
                        .toList())
                .as("%s %s, %d from %d on, %s, seed %d", Integer.toHexString(tag), value, page, offset, when, seed)
                .isEqualTo(expected);
    }
}
