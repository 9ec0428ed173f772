package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a disk gives to a program that does nothing but write new files, as many at once as there are associations, and sync each:
 * the ceiling of an archive that keeps each object in a file of its own. What it writes stays there, as what is deleted slows those
 * down who make files after it.
 */
final class RawFiles {
    private final Path folder;
    private final int threads;
    private final byte[] bytes;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> milliseconds = new ArrayList<>();

    RawFiles(Path folder, int threads, int size) {
        this.folder = folder;
        this.threads = threads;
        this.bytes = new byte[size];
    }

    /** Writes so many; of the processor time, other threads of this program must not take any. */
    void write(int files) throws Exception {
        Path own = Files.createDirectories(folder.resolve("raw-" + rates.size()));
        AtomicInteger next = new AtomicInteger();
        double before = used();
        long start = System.nanoTime();
        Together.run(threads, () -> {
            for (int i = next.getAndIncrement(); i < files; i = next.getAndIncrement()) {
                write(own.resolve(String.valueOf(i)));
            }
        });
        rates.add(files * 1e9 / (System.nanoTime() - start));
        milliseconds.add((used() - before) / files);
    }

    private void write(Path file) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(bytes);
            out.getFD().sync();
        }
    }

    private static double used() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
    }

    /** Medians. */
    void print(String what) {
        Ratios.print(
                "%-44s %9.2f %9s files/s, %.2f ms of processor time each",
                "new files of %s, written and synced".formatted(what), median(rates), "", median(milliseconds));
    }

    private static double median(List<Double> figures) {
        return Ratios.median(figures.stream().mapToDouble(x -> x).toArray());
    }
}
