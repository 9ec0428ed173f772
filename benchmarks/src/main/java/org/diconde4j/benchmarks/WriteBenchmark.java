package org.diconde4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing data sets in each encoding without compressed pixels, and re-encoding from one to another. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class WriteBenchmark {
    @Param({
        UID.ImplicitVRLittleEndian,
        UID.ExplicitVRLittleEndian,
        UID.ExplicitVRBigEndian,
        UID.DeflatedExplicitVRLittleEndian
    })
    public String to = UID.ExplicitVRLittleEndian;

    private final Dataset slice = Inputs.slice(512).dataset();
    private final Dataset nested =
            Inputs.nested(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).dataset();
    private final byte[] file = Inputs.file(Inputs.slice(512));

    /** A CT slice of 512 KiB. */
    @Benchmark
    public void ct() throws IOException {
        write(slice);
    }

    /** About 10,000 elements in nested sequences. */
    @Benchmark
    public void nested() throws IOException {
        write(nested);
    }

    /** A CT slice of 512 KiB in Explicit VR Little Endian, read and written again. */
    @Benchmark
    public void ctReencoded() throws IOException {
        write(DicomReader.lenient().read(new ByteArrayInputStream(file)).dataset());
    }

    private void write(Dataset dataset) throws IOException {
        DicomWriter.writeDataset(dataset, TransferSyntax.of(to), OutputStream.nullOutputStream());
    }
}
