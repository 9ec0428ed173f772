package org.diconde4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading: what an index needs of an object, and a data set of many small elements. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class HeaderBenchmark {
    private static final DicomReader HEADER = DicomReader.lenient().withStopAt(Tag.PixelData);

    private final byte[] slice = Inputs.file(Inputs.slice(512));
    private final byte[] nested = Inputs.file(Inputs.nested());
    private final Path file;

    /** Writes the slice into a file of its own. */
    public HeaderBenchmark() {
        try {
            file = Files.write(Files.createTempFile("diconde4j-benchmark", ".dcm"), slice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A CT slice of 512 KiB up to its pixel data, from memory. */
    @Benchmark
    public DicomObject ctHeader() throws IOException {
        return HEADER.read(new ByteArrayInputStream(slice));
    }

    /** The same from a file that the operating system has in memory. */
    @Benchmark
    public DicomObject ctHeaderOfFile() throws IOException {
        return HEADER.read(file);
    }

    /** The slice with its pixel data. */
    @Benchmark
    public DicomObject ctWhole() throws IOException {
        return DicomReader.lenient().read(new ByteArrayInputStream(slice));
    }

    /** About 10,000 elements in nested sequences. */
    @Benchmark
    public DicomObject nestedWhole() throws IOException {
        return DicomReader.lenient().read(new ByteArrayInputStream(nested));
    }
}
