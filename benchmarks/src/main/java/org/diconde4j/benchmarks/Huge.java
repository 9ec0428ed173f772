package org.diconde4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Prints the table of huge files of {@code docs/performance.md}: header, frame N and a streaming copy of files of many
 * times the heap, each in a JVM of its own, the copies by turns with {@code cp}. Needs the commands of GNU coreutils.
 */
final class Huge {
    private static final List<String> HEAP = List.of("-Xmx48m");
    private static final double GOAL = 0.9;

    private final Path folder;
    private final int rounds;

    private Huge(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    /**
     * Makes the files, measures, and deletes them. Two files of the larger size are there at once.
     *
     * @param args {@code dir=FOLDER}, {@code native=3.9g}, {@code encapsulated=6g}, {@code frames=64000} of the
     *     encapsulated one, {@code rounds=3}
     */
    static void run(List<String> args) throws IOException, InterruptedException {
        Arguments given = new Arguments(args, "dir", "native", "encapsulated", "frames", "rounds");
        Huge huge = new Huge(given.newFolder("diconde4j-huge"), given.number("rounds", 3));
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        try {
            Ratios.print(
                    "Java %s %s, %d processors, load average %.1f; medians of %d rounds, milliseconds by the clock",
                    Runtime.version(),
                    String.join(" ", HEAP),
                    system.getAvailableProcessors(),
                    system.getSystemLoadAverage(),
                    huge.rounds);
            int side = 512;
            huge.report("native", side, (int) (bytes(given.get("native", "3.9g")) / side / side));
            int frames = given.number("frames", 64000);
            double frame = (double) bytes(given.get("encapsulated", "6g")) / frames;
            huge.report("encapsulated", (int) Math.ceil(Math.sqrt(frame)), frames);
            Ratios.print("load average %.1f", system.getSystemLoadAverage());
        } finally {
            Files.deleteIfExists(huge.source());
            Files.deleteIfExists(huge.target());
            Files.delete(huge.folder);
        }
    }

    /** A number of bytes, of KiB, MiB or GiB if it ends with k, m or g. */
    static long bytes(String size) {
        String number = size.toLowerCase(Locale.ROOT);
        int unit = "kmg".indexOf(number.charAt(number.length() - 1)) + 1;
        return (long)
                (Double.parseDouble(unit == 0 ? number : number.substring(0, number.length() - 1)) * (1L << 10 * unit));
    }

    private Path source() {
        return folder.resolve("source.dcm");
    }

    private Path target() {
        return folder.resolve("copy.dcm");
    }

    private void report(String kind, int side, int frames) throws IOException, InterruptedException {
        Files.deleteIfExists(source());
        double made = ours(kind, source(), Integer.toString(side), Integer.toString(frames))[0];
        Ratios.print(
                "%s, %,d bytes, %,d frames of %,d bytes; made in %.0f ms",
                kind, Files.size(source()), frames, (long) side * side, made);
        frames("  read from the disk", true, frames);
        frames("  in the system's memory", false, frames);
        copies();
    }

    private void frames(String where, boolean evicted, int count) throws IOException, InterruptedException {
        String[] names = {"first", "middle", "last"};
        int[] numbers = {0, count / 2, count - 1};
        Ratios.print("%-25s %10s %12s %12s", where, "header", "first byte", "whole frame");
        for (int i = 0; i < numbers.length; i++) {
            double[][] columns = new double[3][rounds];
            for (int round = 0; round < rounds; round++) {
                settle(evicted);
                double[] found = ours("frame", source(), Integer.toString(numbers[i]));
                for (int column = 0; column < columns.length; column++) {
                    columns[column][round] = found[column];
                }
            }
            Ratios.print(
                    "    %-21s %10.1f %12.1f %12.1f",
                    "frame " + names[i],
                    Ratios.median(columns[0]),
                    Ratios.median(columns[1]),
                    Ratios.median(columns[2]));
        }
    }

    private void copies() throws IOException, InterruptedException {
        double[] ours = new double[rounds];
        double[] whole = new double[rounds];
        double[] theirs = new double[rounds];
        double[] ratios = new double[rounds];
        double[] wholeRatios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            settle(false);
            long start = System.nanoTime();
            ours[round] = ours("copy", source(), target().toString())[0];
            whole[round] = (System.nanoTime() - start) / 1e6;
            command("cmp", source().toString(), target().toString());
            settle(false);
            start = System.nanoTime();
            command("cp", source().toString(), target().toString());
            theirs[round] = (System.nanoTime() - start) / 1e6;
            ratios[round] = theirs[round] / ours[round];
            wholeRatios[round] = theirs[round] / whole[round];
        }
        Ratios.print("  copy, identical           %10s %12s %12s %6s %6s", "us", "whole JVM", "cp", "ratio", "goal");
        Ratios.print(
                "    %-21s %10.0f %12.0f %12.0f %5.2fx %5.2fx",
                "read and written",
                Ratios.median(ours),
                Ratios.median(whole),
                Ratios.median(theirs),
                Ratios.median(ratios),
                GOAL);
        Ratios.print("    ratio with the JVM's start %.2fx", Ratios.median(wholeRatios));
    }

    /** The same beginning for each: no copy, nothing that is still to be written, the source in memory or none of it. */
    private void settle(boolean evicted) throws IOException, InterruptedException {
        Files.deleteIfExists(target());
        command("sync");
        if (evicted) {
            command("dd", "if=" + source(), "iflag=nocache", "count=0", "status=none");
        } else {
            command("cat", source().toString());
        }
    }

    private static double[] ours(String operation, Path file, String... more) throws IOException, InterruptedException {
        String[] args = new String[2 + more.length];
        args[0] = operation;
        args[1] = file.toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return FreshJvm.run(HEAP, HugeFile.class, args).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static void command(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }
}
