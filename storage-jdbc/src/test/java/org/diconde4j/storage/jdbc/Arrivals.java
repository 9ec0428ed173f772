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
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
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
 * Some hundred studies of one to three instances, three of each component, whose entries come out of order and of which some are taken out again;
 * pages of questions that many of them match, compared with a list that is sorted here. Most instances don't say the material.
 */
final class Arrivals {
    /** More than are looked up and sorted if a prefix is all that is asked for. */
    static final int MANY = 600;

    private static final int BATCH = 200;

    private final int count;
    private final long seed;
    private final Random random;
    private final Index index;

    /** The instances that each study has, by its number. */
    private final Map<Integer, List<Instance>> studies = new TreeMap<>();

    Arrivals(Index index, int count, long seed) {
        this.index = index;
        this.count = count;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** An instance; every third sequence says the material, and every fourth is in a second series. */
    private record Instance(int study, long sequence) {
        boolean saysMaterial() {
            return sequence % 3 == 0;
        }

        boolean inSecondSeries() {
            return sequence % 4 == 0;
        }

        String studyUid() {
            return "1.2." + study;
        }

        String seriesUid() {
            return studyUid() + (inSecondSeries() ? ".8" : ".7");
        }

        Receipt receipt() {
            return Entries.receipt(sequence, studyUid(), seriesUid(), seriesUid() + "." + sequence);
        }

        IndexEntry entry() {
            Dataset.Builder attributes = Dataset.builder()
                    .set(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                    .set(Tag.SOPInstanceUID, seriesUid() + "." + sequence)
                    .set(Tag.StudyInstanceUID, studyUid())
                    .set(Tag.SeriesInstanceUID, seriesUid())
                    .set(Tag.PatientID, "SN-" + study / 3)
                    .set(Tag.IssuerOfPatientID, "PLANT " + study / 3 % 2)
                    .set(Tag.PatientName, "Part " + study / 3)
                    .set(Tag.StudyDate, date(study))
                    .set(Tag.ReferringPhysicianName, "Owner^" + study % 9)
                    .set(Tag.StudyDescription, "lot " + study % 4)
                    .set(Tag.Modality, inSecondSeries() ? "DX" : "CT")
                    .set(Tag.PerformingPhysicianName, inSecondSeries() ? "Second" : inspector(study))
                    .set(Tag.ComponentWelderIDs, "W-" + study % 5);
            if (saysMaterial()) {
                attributes.set(Tag.EthnicGroup, "Alloy " + study / 3 % 4);
            }
            return new IndexEntry(receipt(), attributes.build());
        }
    }

    /** Some odd ones among them. */
    private static String date(int study) {
        return study % 89 == 0
                ? "20231301"
                : study % 97 == 0 ? "20250701" : String.format("%d0%d15", 2023 + study / 200, 1 + study % 9);
    }

    private static String inspector(int study) {
        return study % 101 == 0 ? "Rare" : "Inspector^" + study % 6;
    }

    /** Fills the index and takes some out again. */
    void tell() {
        takeOut(fill().size());
    }

    private List<Instance> fill() {
        List<Instance> instances = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                // now and then an instance of an earlier study
                int study = random.nextInt(10) == 0 ? random.nextInt(n + 1) : n;
                Instance instance = new Instance(study, instances.size() + 1);
                instances.add(instance);
                studies.computeIfAbsent(study, s -> new ArrayList<>()).add(instance);
            }
        }
        List<List<IndexEntry>> batches = new ArrayList<>();
        for (int from = 0; from < instances.size(); from += BATCH) {
            List<IndexEntry> batch = instances.subList(from, Math.min(instances.size(), from + BATCH)).stream()
                    .map(Instance::entry)
                    .collect(Collectors.toList());
            Collections.shuffle(batch, random);
            batches.add(batch);
        }
        for (int i = 0; i + 1 < batches.size(); i += 5) {
            Collections.swap(batches, i, i + 1);
        }
        batches.forEach(index::apply);
        return instances;
    }

    /** The first instances of studies that got another one much later, so that these are among the newest then. */
    private void takeOut(long last) {
        long sequence = last;
        int taken = 0;
        for (List<Instance> instances : studies.values()) {
            if (instances.size() > 1
                    && instances.get(1).sequence() > last - last / 5
                    && instances.get(0).sequence() < last / 2
                    && taken < 12) {
                Receipt deleted = ReceiptDraft.about(
                                instances.remove(0).receipt(),
                                Receipt.Kind.DELETED,
                                Instant.EPOCH,
                                Source.api(),
                                "a test")
                        .seal(++sequence);
                index.apply(List.of(new IndexEntry(deleted, Dataset.empty())));
                taken++;
            }
        }
        assertThat(taken).as("studies that rose, seed %d", seed).isPositive();
    }

    // ---- what is asked ----

    /** Asks this index, or another one that holds the same. */
    void compare(String when, Index other) {
        ask(other, when, inspectedBy("Inspector^3"), key(Tag.PerformingPhysicianName, "Inspector^3"));
        ask(other, when, inspectedBy("Rare"), key(Tag.PerformingPhysicianName, "Rare"));
        ask(other, when, s -> s % 5 == 3, key(Tag.ComponentWelderIDs, "W-3"));
        ask(other, when, s -> s % 9 == 2, key(Tag.ReferringPhysicianName, "Owner^2"));
        ask(other, when, s -> s % 4 == 2, key(Tag.StudyDescription, "lot 2"));
        ask(other, when, s -> s % 4 == 2, key(Tag.StudyDescription, "*2"));
        ask(other, when, ofMaterial("Alloy 1"), key(Tag.EthnicGroup, "Alloy 1"));
        ask(other, when, s -> s / 3 % 2 == 1, key(Tag.IssuerOfPatientID, "PLANT 1"));
        ask(other, when, s -> s / 3 == 7, key(Tag.PatientID, "SN-7"));
        ask(other, when, s -> true, key(Tag.PatientName, "Part*"));
        ask(other, when, inSeries("DX"), key(Tag.Modality, "DX"));
        for (String range : List.of(
                "20230101-20231231",
                "20250101-20251231",
                "20230215-20240310",
                "20230301-20230315",
                "20240715",
                "-20241231",
                "20240601-",
                "10000101-99991231",
                "19990101-20001231",
                "20240601-20230101")) {
            ask(other, when, dated(range), key(Tag.StudyDate, range));
        }
        askForSeveral(other, when);
        components(other, when);
    }

    private void askForSeveral(Index other, String when) {
        IntPredicate of2024 = dated("20240101-20241231");
        Dataset year = key(Tag.StudyDate, "20240101-20241231");
        ask(other, when, of2024.and(inspectedBy("Inspector^1")), year, key(Tag.PerformingPhysicianName, "Inspector^1"));
        ask(other, when, of2024.and(ofMaterial("Alloy 2")), year, key(Tag.EthnicGroup, "Alloy 2"));
        ask(other, when, of2024.and(s -> s / 3 % 2 == 0), year, key(Tag.IssuerOfPatientID, "PLANT 0"));
        ask(other, when, of2024.and(s -> s / 3 < 10), year, key(Tag.PatientName, "Part ?"));
        ask(other, when, of2024, year, key(Tag.PatientName, "Part*"));
        ask(
                other,
                when,
                s -> s % 5 == 1 && s % 9 == 4,
                key(Tag.ComponentWelderIDs, "W-1"),
                key(Tag.ReferringPhysicianName, "Owner^4"));
        ask(
                other,
                when,
                s -> false,
                key(Tag.Modality, "DX"),
                key(Tag.PerformingPhysicianName, "Inspector^2")); // of the same series
        ask(
                other,
                when,
                inSeries("DX").and(inspectedBy("Inspector^2")),
                key(Tag.ModalitiesInStudy, "DX"),
                key(Tag.PerformingPhysicianName, "Inspector^2"));
    }

    private static Dataset key(int tag, String value) {
        return Dataset.builder().set(tag, value).build();
    }

    private IntPredicate inspectedBy(String name) {
        return study -> inspector(study).equals(name) && inSeries("CT").test(study);
    }

    private IntPredicate inSeries(String modality) {
        return study -> studies.get(study).stream().anyMatch(i -> i.inSecondSeries() == modality.equals("DX"));
    }

    private IntPredicate ofMaterial(String material) {
        return study -> material.equals("Alloy " + study / 3 % 4)
                && studies.entrySet().stream()
                        .filter(s -> s.getKey() / 3 == study / 3)
                        .anyMatch(s -> s.getValue().stream().anyMatch(Instance::saysMaterial));
    }

    private static IntPredicate dated(String range) {
        String from = range.substring(0, range.contains("-") ? range.indexOf('-') : range.length());
        String to = range.contains("-") ? range.substring(range.indexOf('-') + 1) : range;
        return study -> study % 89 != 0 // such a date is in no range
                && date(study).compareTo(from) >= 0
                && (to.isEmpty() || date(study).compareTo(to) <= 0);
    }

    private void ask(Index other, String when, IntPredicate matches, Dataset... keys) {
        Dataset.Builder all = Dataset.builder();
        List.of(keys).forEach(all::setAll);
        IndexQuery query = IndexQuery.of(Level.STUDY, all.build());
        List<String> inOrder = studies.entrySet().stream()
                .filter(s -> matches.test(s.getKey()))
                .sorted(Comparator.comparing(s -> first(s.getValue())))
                .map(s -> "1.2." + s.getKey())
                .toList();
        compare(other, when, query, inOrder, Tag.StudyInstanceUID);
    }

    private static long first(List<Instance> instances) {
        return instances.stream().mapToLong(Instance::sequence).min().orElseThrow();
    }

    private void components(Index other, String when) {
        Map<Integer, List<Instance>> components = new TreeMap<>();
        studies.forEach((study, instances) ->
                components.computeIfAbsent(study / 3, c -> new ArrayList<>()).addAll(instances));
        List<String> inOrder = components.entrySet().stream()
                .filter(c -> ofMaterial("Alloy 3").test(3 * c.getKey()))
                .sorted(Comparator.comparing(c -> first(c.getValue())))
                .map(c -> "SN-" + c.getKey())
                .toList();
        IndexQuery query = IndexQuery.of(Level.COMPONENT, key(Tag.EthnicGroup, "Alloy 3"));
        compare(other, when, query, inOrder, Tag.PatientID);
    }

    private void compare(Index other, String when, IndexQuery query, List<String> oldestFirst, int tag) {
        List<String> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);
        page(other, when, query.in(Order.NEWEST_FIRST).page(0, 50), newestFirst, tag);
        page(other, when, query.in(Order.NEWEST_FIRST).page(2, 3), newestFirst, tag);
        page(other, when, query, oldestFirst, tag);
        if (other instanceof JdbcIndex jdbc) { // and where it is given up to walk
            assertThat(uids(jdbc.finder(query.in(Order.NEWEST_FIRST), 20).toList(), tag))
                    .as("%s given up soon, %s, seed %d", said(query), when, seed)
                    .isEqualTo(newestFirst);
        }
    }

    private void page(Index other, String when, IndexQuery query, List<String> expected, int tag) {
        List<String> page =
                expected.stream().skip(query.offset()).limit(query.limit()).toList();
        assertThat(uids(other.find(query).toList(), tag))
                .as("%s %s, %s, seed %d", query, said(query), when, seed)
                .isEqualTo(page);
    }

    private static List<String> said(IndexQuery query) {
        List<String> keys = new ArrayList<>();
        query.keys().forEach(key -> keys.add(key + " " + key.strings()));
        return keys;
    }

    private static List<String> uids(List<Dataset> answers, int tag) {
        return answers.stream().map(d -> d.string(tag)).toList();
    }
}
