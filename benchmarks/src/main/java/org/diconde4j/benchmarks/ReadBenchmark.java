package org.diconde4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading: what an index needs of an object, and a data set of many small elements. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ReadBenchmark {
    /** Who reads. */
    @Param({"diconde4j", "dcm4che"})
    public String reader = "diconde4j";

    /** The jars of dcm4che-core and slf4j-api, separated as on a class path. */
    @Param("")
    public String dcm4che = "";

    /** The encoding of what is read. */
    @Param({UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian})
    public String syntax = UID.ExplicitVRLittleEndian;

    private Reader library = Reader.DICONDE4J;
    private byte[] slice = {};
    private byte[] nested = {};
    private byte[] delimited = {};
    private Path file = Path.of("");

    /** Binds the peer and makes what is read. */
    @Setup
    public void prepare() throws IOException {
        library = reader.equals("dcm4che") ? new Dcm4che(dcm4che) : Reader.DICONDE4J;
        TransferSyntax encoding = TransferSyntax.of(syntax);
        slice = Inputs.file(CtSlice.of(512, encoding));
        DicomObject report = Inputs.nested(encoding);
        nested = Inputs.file(report);
        delimited = Delimited.file(report);
        file = Files.write(Files.createTempFile("diconde4j-benchmark", ".dcm"), slice);
    }

    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A CT slice of 512 KiB up to its pixel data, from memory. */
    @Benchmark
    public Object ctHeader() throws IOException {
        return library.header(new ByteArrayInputStream(slice));
    }

    /** The same from a file that the operating system has in memory. */
    @Benchmark
    public Object ctHeaderOfFile() throws IOException {
        return library.header(file);
    }

    /** The slice with its pixel data. */
    @Benchmark
    public Object ctWhole() throws IOException {
        return library.whole(new ByteArrayInputStream(slice));
    }

    /** About 10,000 elements in nested sequences of defined length. */
    @Benchmark
    public Object nestedWhole() throws IOException {
        return library.whole(new ByteArrayInputStream(nested));
    }

    /** The same in sequences and items of undefined length. */
    @Benchmark
    public Object nestedDelimited() throws IOException {
        return library.whole(new ByteArrayInputStream(delimited));
    }
}
