package org.diconde4j.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.jspecify.annotations.Nullable;

/** The questions, each with about the same number of answers whatever the size. */
final class ScaleQuestions {
    private static final long SEED = 20261125;
    private static final long PAGE = 50;

    /** So many answers are there even among 10,000 instances, so that their number is no part of the difference. */
    private static final long AS_MANY_AS_EACH_HAS = 3;

    private final Index index;
    private final long studies;
    private final int rounds;
    private final LongSupplier nanos;

    /**
     * Questions to an index.
     *
     * @param nanos tells the time
     */
    ScaleQuestions(Index index, long instances, int rounds, LongSupplier nanos) {
        this.index = index;
        this.nanos = nanos;
        this.studies = ScaleObjects.studies(instances);
        this.rounds = rounds;
    }

    void ask(Map<String, Double> figures) {
        studies(figures, "by component ID", s -> query(Tag.PatientID, component(s)));
        studies(figures, "by component ID, always the same", s -> query(Tag.PatientID, component(1)));
        studies(
                figures,
                "by component ID and issuer",
                s -> IndexQuery.of(
                        Level.STUDY,
                        Dataset.builder()
                                .set(Tag.PatientID, component(s))
                                .set(Tag.IssuerOfPatientID, "PLANT " + ScaleObjects.component(s) % 3)
                                .build()));
        studies(
                figures,
                "by date range (a day)",
                s -> query(Tag.StudyDate, ScaleObjects.day(s) + "-" + ScaleObjects.day(s)));
        studies(
                figures,
                "by date range (a year), newest 50",
                s -> query(
                                Tag.StudyDate,
                                ScaleObjects.day(s).substring(0, 4) + "0101-"
                                        + ScaleObjects.day(s).substring(0, 4) + "1231")
                        .in(Order.NEWEST_FIRST)
                        .page(0, PAGE));
        studies(figures, "by wildcard name (prefix)", s -> query(Tag.PatientName, name(s)));
        studies(figures, "by accession", s -> query(Tag.AccessionNumber, ScaleObjects.accession(s)));
        studies(
                figures,
                "by inspector, newest 3",
                s -> query(Tag.PerformingPhysicianName, ScaleObjects.inspector(s))
                        .in(Order.NEWEST_FIRST)
                        .page(0, AS_MANY_AS_EACH_HAS));
        studies(
                figures,
                "by inspector, newest 50",
                s -> query(Tag.PerformingPhysicianName, ScaleObjects.inspector(s))
                        .in(Order.NEWEST_FIRST)
                        .page(0, PAGE));
        studies(
                figures,
                "by welder, newest 50",
                s -> query(Tag.ComponentWelderIDs, "W-" + s % 80)
                        .in(Order.NEWEST_FIRST)
                        .page(0, PAGE));
        studies(
                figures,
                "newest 50 with counts",
                s -> IndexQuery.of(
                                Level.STUDY,
                                Dataset.builder()
                                        .setEmpty(Tag.NumberOfStudyRelatedInstances)
                                        .setEmpty(Tag.ModalitiesInStudy)
                                        .build())
                        .in(Order.NEWEST_FIRST)
                        .page(0, PAGE));
        timed(figures, "instance by UID", rounds, s -> found(index.instance(ScaleObjects.instanceUid(s, 7))));
        timed(
                figures,
                "metadata of a series of 1,000",
                Math.max(5, rounds / 10),
                s -> ask(IndexQuery.of(
                        Level.INSTANCE,
                        Dataset.builder()
                                .set(Tag.StudyInstanceUID, ScaleObjects.studyUid(0))
                                .set(Tag.SeriesInstanceUID, ScaleObjects.seriesUid(0, 0))
                                .build())));
        timed(
                figures,
                "statistics",
                Math.max(5, rounds / 10),
                s -> index.statistics().kinds().size());
        timed(
                figures,
                "count of studies",
                Math.max(5, rounds / 10),
                s -> index.count(IndexQuery.of(Level.STUDY, Dataset.empty())));
    }

    private static String component(long study) {
        return ScaleObjects.componentId(ScaleObjects.component(study));
    }

    /** All components that differ in the last digit. */
    private static String name(long study) {
        String name = ScaleObjects.componentName(ScaleObjects.component(study));
        return name.substring(0, name.indexOf('^') - 1) + "*";
    }

    private static IndexQuery query(int tag, String value) {
        return IndexQuery.of(Level.STUDY, Dataset.builder().set(tag, value).build());
    }

    private void studies(Map<String, Double> figures, String name, LongFunction<IndexQuery> question) {
        timed(figures, "studies " + name, rounds, s -> ask(question.apply(s)));
    }

    private static long found(@Nullable Object found) {
        return found == null ? 0 : 1;
    }

    private long ask(IndexQuery query) {
        long count = 0;
        try (Cursor<Dataset> answers = index.find(query)) {
            while (answers.hasNext()) {
                answers.next();
                count++;
            }
        }
        return count;
    }

    /** Asks the same questions twice: at first some of the pages they need are not in the memory of the database, then all of them are. */
    private void timed(Map<String, Double> figures, String name, int times, LongUnaryOperator question) {
        long[] asked = new Random(SEED).longs(times, 0, studies).toArray();
        double[] first = pass(name, asked, question);
        double[] then = pass(name, asked, question);
        figures.put(name + ", p50 (ms)", then[times / 2]);
        figures.put(name + ", p95 (ms)", then[times * 95 / 100]);
        figures.put(name + ", p95 of the first time (ms)", first[times * 95 / 100]);
    }

    private double[] pass(String name, long[] asked, LongUnaryOperator question) {
        double[] millis = new double[asked.length];
        for (int i = 0; i < asked.length; i++) {
            long start = nanos.getAsLong();
            if (question.applyAsLong(asked[i]) == 0) {
                throw new IllegalStateException("no answer to " + name + " for study " + asked[i]);
            }
            millis[i] = (nanos.getAsLong() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }
}
