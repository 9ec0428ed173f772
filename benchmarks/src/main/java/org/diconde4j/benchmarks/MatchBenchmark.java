package org.diconde4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.Matcher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Attribute matching: one candidate against a query of the usual kind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class MatchBenchmark {
    private final Dataset candidate = Inputs.slice(64).dataset();
    private final Matcher matcher = Matcher.of(Dataset.builder()
            .set(Tag.PatientID, "SN-*")
            .set(Tag.Modality, "CT")
            .set(Tag.StudyDate, "20000101-20991231")
            .setEmpty(Tag.StudyInstanceUID)
            .setEmpty(Tag.SeriesDescription)
            .build());

    /** A wild card, a single value and a range, all of which match. */
    @Benchmark
    public boolean matches() {
        return matcher.matches(candidate);
    }

    /** What is returned for it. */
    @Benchmark
    public Dataset projects() {
        return matcher.project(candidate);
    }
}
