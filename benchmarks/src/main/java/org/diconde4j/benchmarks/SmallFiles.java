package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/** Many small files scanned for what an index needs, with one thread and with two. */
final class SmallFiles {
    private static final int[] ATTRIBUTES = {
        Tag.SOPClassUID,
        Tag.SOPInstanceUID,
        Tag.StudyInstanceUID,
        Tag.SeriesInstanceUID,
        Tag.PatientID,
        Tag.PatientName,
        Tag.StudyDate,
        Tag.Modality,
        Tag.InstanceNumber,
        Tag.Rows
    };
    private static final DicomReader HEADER = DicomReader.lenient().withStopAt(Tag.PixelData);
    private static final int FILES_OF_A_FOLDER = 1000;

    private SmallFiles() {}

    /** Scans one file. */
    private interface Scan {
        int of(Path file) throws IOException;
    }

    static void report(int count, @Nullable Reader peer) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("diconde4j-benchmark");
        List<Path> files = new ArrayList<>();
        try {
            write(folder, count, files);
            Scan ours = SmallFiles::attributes;
            scan(files, 2, ours); // into memory, and the JVM warm
            double one = scan(files, 1, ours);
            double two = scan(files, 2, ours);
            Ratios.print(
                    "%,d files of %,d bytes scanned for %d attributes, in the operating system's memory: %.0f files/s with"
                            + " one thread, %.0f with two (%.2fx)",
                    count, Files.size(files.get(0)), ATTRIBUTES.length, one, two, two / one);
            if (peer != null) {
                Scan theirs = file -> peer.header(file) == null ? 0 : 1;
                scan(files, 2, theirs);
                double peerOne = scan(files, 1, theirs);
                double peerTwo = scan(files, 2, theirs);
                Ratios.print(
                        "headers alone by dcm4che: %.0f files/s with one thread, %.0f with two; ratios %.2fx and %.2fx",
                        peerOne, peerTwo, one / peerOne, two / peerTwo);
            }
        } finally {
            for (int i = files.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(files.get(i));
                if (i % FILES_OF_A_FOLDER == 0) {
                    Files.deleteIfExists(files.get(i).getParent());
                }
            }
            Files.delete(folder);
        }
    }

    private static void write(Path folder, int count, List<Path> files) throws IOException {
        byte[] file = Inputs.file(CtSlice.of(32, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        for (int i = 0; i < count; i++) {
            Path parent = folder.resolve(Integer.toString(i / FILES_OF_A_FOLDER));
            if (i % FILES_OF_A_FOLDER == 0) {
                Files.createDirectory(parent);
            }
            files.add(Files.write(parent.resolve(i + ".dcm"), file));
        }
    }

    private static int attributes(Path file) throws IOException {
        Dataset dataset = HEADER.read(file).dataset();
        int found = 0;
        for (int tag : ATTRIBUTES) {
            found += dataset.string(tag) == null ? 0 : 1;
        }
        return found;
    }

    /** Files in a second. */
    private static double scan(List<Path> files, int threads, Scan scan) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            running.add(executor.submit(() -> {
                for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                    if (scan.of(files.get(i)) == 0) {
                        throw new IllegalStateException("nothing found in " + files.get(i));
                    }
                }
                return null;
            }));
        }
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new UncheckedIOException(new IOException(e.getCause()));
        } finally {
            executor.shutdown();
        }
        return files.size() * 1e9 / (System.nanoTime() - start);
    }
}
