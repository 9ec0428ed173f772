package org.diconde4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.storage.Source;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way in: scanned, digested, on stable storage with its receipt, in the index. The archive in memory shows what of
 * that is not the disk's. Every object is a new instance of the same series.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xmx1536m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.jboss.logging.provider=slf4j"
        })
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class IntakeBenchmark {
    /** What stands in the templates where an instance gets its own UID: 2.25 and 32 digits. */
    private static final String PLACE = "2.25.10000000000000000000000000000000";

    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Plain files with an embedded database, or both in memory. */
    @Param({"fs+h2", "memory"})
    public String storage = "memory";

    private final Path directory;
    private Archive archive;

    /** Makes the folder and opens an archive in memory, which {@link #open} replaces. */
    public IntakeBenchmark() {
        try {
            directory = Files.createTempDirectory("diconde4j-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        archive = inMemory();
    }

    private static Archive inMemory() {
        URI uri = URI.create("memory:" + UUID.randomUUID());
        return Archive.builder().objects(uri).index(uri).open();
    }

    /** For each iteration anew, so that all begin alike and memory does not fill up. */
    @Setup(Level.Iteration)
    public void open() {
        archive.close();
        archive = storage.equals("memory")
                ? inMemory()
                : Archive.open(directory.resolve(UUID.randomUUID().toString()));
        archive.awaitReady();
        // The database's mapping is booted beside; the first object would wait for it.
        archive.counts();
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        archive.close();
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            if (!path.equals(directory)) {
                Files.delete(path);
            }
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(directory);
    }

    /** An object whose UID can be changed in place. */
    @State(Scope.Thread)
    public static class Template {
        private final byte[] bytes;
        private final List<Integer> places = new ArrayList<>();

        Template(int side) {
            DicomObject slice = Inputs.slice(side);
            bytes = Inputs.file(new DicomObject(
                    FileMeta.of(
                            UID.CTImageStorage, PLACE, slice.transferSyntax().uid()),
                    slice.transferSyntax(),
                    0,
                    slice.dataset().toBuilder().set(Tag.SOPInstanceUID, PLACE).build()));
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (int at = text.indexOf(PLACE); at >= 0; at = text.indexOf(PLACE, at + 1)) {
                places.add(at);
            }
        }

        byte[] next() {
            String uid = PLACE.substring(0, 15) + String.format("%022d", NUMBERS.incrementAndGet());
            byte[] digits = uid.getBytes(StandardCharsets.US_ASCII);
            for (int at : places) {
                System.arraycopy(digits, 0, bytes, at, digits.length);
            }
            return bytes;
        }
    }

    /** 512 rows and columns. */
    public static class Big extends Template {
        /** Makes the object. */
        public Big() {
            super(512);
        }
    }

    /** 64 rows and columns. */
    public static class Small extends Template {
        /** Makes the object. */
        public Small() {
            super(64);
        }
    }

    /** Objects of 512 KiB, one after the other. */
    @Benchmark
    public StoreResult of512KiB(Big object) throws IOException {
        return store(object);
    }

    /** Objects of 512 KiB from eight sources at once. */
    @Benchmark
    @Threads(8)
    public StoreResult of512KiBFrom8(Big object) throws IOException {
        return store(object);
    }

    /** Objects of 9 KiB, one after the other. */
    @Benchmark
    public StoreResult of9KiB(Small object) throws IOException {
        return store(object);
    }

    /** Objects of 9 KiB from eight sources at once. */
    @Benchmark
    @Threads(8)
    public StoreResult of9KiBFrom8(Small object) throws IOException {
        return store(object);
    }

    private StoreResult store(Template object) throws IOException {
        StoreResult result = archive.store(new ByteArrayInputStream(object.next()), Source.api());
        if (result.outcome() != StoreResult.Outcome.STORED) {
            throw new IllegalStateException("expected a new object, found " + result);
        }
        return result;
    }
}
