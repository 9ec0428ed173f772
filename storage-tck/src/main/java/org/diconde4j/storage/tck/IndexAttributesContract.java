package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about attributes with an index of their own. */
abstract class IndexAttributesContract extends IndexRulesContract {
    private static final String CREATOR = "ACME INSPECT";
    private static final AttributePath TYPE =
            AttributePath.of(Tag.EvaluatorSequence, Tag.IndicationSequence, Tag.IndicationType);
    private static final List<AttributePath> PATHS = List.of(
            TYPE,
            AttributePath.ofPrivate(CREATOR, 0x0031, 0x01),
            AttributePath.ofPrivate(CREATOR, 0x0031, 0x02),
            AttributePath.of(Tag.MaterialThickness),
            AttributePath.of(Tag.ComponentWelderIDs),
            AttributePath.of(Tag.ContentDate),
            AttributePath.of(Tag.OperatorsName),
            AttributePath.of(Tag.Rows));

    private static List<IndexEntry> entries() {
        List<IndexEntry> entries = new ArrayList<>();
        String[] types = {"CRACK", "VOID", "POROSITY"};
        for (int i = 0; i < 90; i++) {
            int study = 1 + i % 15;
            Dataset.Builder b = Samples.attributes(study % 5, study, 1 + i % 2, 1 + i)
                    .set(Tag.MaterialThickness, i % 4 == 0 ? "4.50" : "4.5", Integer.toString(study % 3))
                    .set(Tag.ContentDate, VR.DA, i % 7 == 6 ? "today" : String.format("202601%02d", 1 + i % 28))
                    .set(Tag.OperatorsName, "Operator^" + i % 4, "Guest^" + i % 3 + "=")
                    .set(Tag.Rows, 100 + i % 3);
            if (i % 6 > 1) { // some say nothing, so that a later one tells
                b.set(Tag.ComponentWelderIDs, "W-" + i % 5, "W-" + i % 3);
            }
            if (i % 3 > 0) {
                int block = 0x10 + i % 3;
                b.set(0x0031 << 16 | block, VR.LO, CREATOR)
                        .set(0x0031 << 16 | block << 8 | 0x01, VR.LO, "Lot " + i % 8)
                        .set(0x0031 << 16 | block << 8 | 0x02, VR.DS, i % 2 == 0 ? "20" : "20.0");
            }
            if (i % 2 == 0) {
                b.setItems(Tag.EvaluatorSequence, evaluation(types[i % 3], "I-" + i), evaluation("OTHER " + i, "x"));
            }
            entries.add(Samples.entry(i + 1, b.build()));
        }
        return entries;
    }

    private static Dataset evaluation(String type, String label) {
        return Dataset.builder()
                .setItems(
                        Tag.IndicationSequence,
                        Dataset.builder()
                                .set(Tag.IndicationType, type)
                                .set(Tag.IndicationLabel, label)
                                .build())
                .build();
    }

    private static Dataset ofType(String type) {
        return Dataset.builder()
                .setItems(
                        Tag.EvaluatorSequence,
                        Dataset.builder()
                                .setItems(
                                        Tag.IndicationSequence,
                                        Dataset.builder()
                                                .set(Tag.IndicationType, type)
                                                .build())
                                .build())
                .build();
    }

    private static Dataset privately(int element, VR vr, String... values) {
        return Dataset.builder()
                .set(0x00310010, VR.LO, CREATOR)
                .set(0x00311000 | element, vr, values)
                .build();
    }

    private static Dataset key(int tag, VR vr, String... values) {
        return Dataset.builder().set(tag, vr, values).build();
    }

    private static final List<Dataset> KEYS = List.of(
            ofType("CRACK"),
            ofType("OTHER 1*"),
            ofType("*VOID"),
            ofType("crack"),
            privately(1, VR.LO, "Lot 5"),
            privately(1, VR.LO, "Lot ?", "nothing"),
            privately(1, VR.PN, "lot 5"),
            privately(2, VR.DS, "20"),
            privately(2, VR.LO, "20.0"),
            privately(1, VR.LO).toBuilder()
                    .setBytes(0x00311002, VR.UN, new byte[] {'2', '0'})
                    .build(),
            key(Tag.MaterialThickness, VR.DS, "4.5"),
            key(Tag.MaterialThickness, VR.DS, "2.0", "7"),
            key(Tag.ComponentWelderIDs, VR.LO, "W-4"),
            key(Tag.ComponentWelderIDs, VR.LO, "W-4", "W-2"),
            key(Tag.ContentDate, VR.DA, "20260105-20260107"),
            key(Tag.ContentDate, VR.DA, "-20260103"),
            key(Tag.OperatorsName, VR.PN, "operator^3"),
            key(Tag.OperatorsName, VR.PN, "Guest*"),
            key(Tag.Rows, VR.US, "101"));

    /** The answers to all questions, by level. */
    private static List<String> answers(Index index) {
        List<String> all = new ArrayList<>();
        for (Level level : Level.values()) {
            for (Dataset keys : KEYS) {
                all.add(level + " " + keys + " "
                        + index.find(IndexQuery.of(level, keys)).toList().stream()
                                .map(d -> d.string(Tag.PatientID) + " " + d.string(Tag.StudyInstanceUID) + " "
                                        + d.string(Tag.SeriesInstanceUID) + " " + d.string(Tag.SOPInstanceUID))
                                .toList());
            }
        }
        return all;
    }

    private static void awaitReady(Index index) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!index.attributes().stream().allMatch(IndexedAttribute::ready)) {
            assertThat(System.nanoTime())
                    .as("ready within 30 s: " + index.attributes())
                    .isLessThan(end);
            index.attributes().forEach(a -> assertThat(a.done()).isBetween(0L, a.total()));
            Thread.sleep(5);
        }
    }

    private static void removeAll(Index index) {
        index.attributes()
                .forEach(a -> assertThat(index.removeAttribute(a.path())).isTrue());
    }

    @Test
    void answers_the_same_with_and_without_indexed_attributes() throws Exception {
        try (Index index = index()) {
            removeAll(index);
            index.apply(entries());
            List<String> expected = answers(index);
            PATHS.forEach(index::addAttribute);
            assertThat(answers(index)).as("while they are being taken in").isEqualTo(expected);
            awaitReady(index);
            assertThat(answers(index)).isEqualTo(expected);

            index.clear();
            assertThat(index.attributes()).extracting(IndexedAttribute::path).containsExactlyElementsOf(PATHS);
            List<IndexEntry> shuffled = new ArrayList<>(entries());
            Collections.shuffle(shuffled, new Random(5));
            for (int i = 0; i < shuffled.size(); i += 9) {
                index.apply(shuffled.subList(i, i + 9));
            }
            awaitReady(index);
            assertThat(answers(index)).as("applied in another order, seed 5").isEqualTo(expected);

            removeAll(index);
            assertThat(answers(index)).as("without them again").isEqualTo(expected);
        }
    }

    @Test
    void takes_in_what_is_applied_while_an_attribute_is_added() throws Exception {
        List<IndexEntry> entries = entries();
        List<String> expected;
        try (Index index = index()) {
            index.apply(entries);
            expected = answers(index);
            index.clear();
            index.apply(entries.subList(0, 60));
            PATHS.forEach(index::addAttribute);
            for (IndexEntry entry : entries.subList(60, 90)) {
                index.apply(List.of(entry));
            }
            assertThat(answers(index)).isEqualTo(expected);
            awaitReady(index);
            assertThat(answers(index)).isEqualTo(expected);
        }
    }

    @Test
    void lists_an_attribute_once_and_removes_it() throws Exception {
        AttributePath path = AttributePath.parse("[ACME INSPECT]0031xx07");
        try (Index index = index()) {
            assertThat(index.attributes()).extracting(IndexedAttribute::path).doesNotContain(path);
            assertThat(index.removeAttribute(path)).isFalse();
            index.addAttribute(path);
            index.addAttribute(path);
            assertThat(index.attributes()).extracting(IndexedAttribute::path).containsOnlyOnce(path);
            awaitReady(index);
            assertThat(index.removeAttribute(path)).isTrue();
            assertThat(index.attributes()).extracting(IndexedAttribute::path).doesNotContain(path);
        }
    }

    @Test
    void goes_on_with_an_attribute_when_it_is_opened_again() throws Exception {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        List<String> expected;
        Path folder = directory;
        try (Index index = open(folder, OpenOptions.defaults())) {
            removeAll(index);
            index.apply(entries());
            expected = answers(index);
            PATHS.forEach(index::addAttribute); // closed before it can be done
        }
        try (Index index = open(folder, OpenOptions.defaults())) {
            assertThat(index.attributes()).extracting(IndexedAttribute::path).containsExactlyElementsOf(PATHS);
            awaitReady(index);
            assertThat(answers(index)).isEqualTo(expected);
        }
    }
}
