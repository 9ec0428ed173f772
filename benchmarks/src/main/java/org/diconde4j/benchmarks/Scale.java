package org.diconde4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;

/**
 * How an index behaves as it grows: filled as an archive fills it, then asked. Whatever size was not run is extrapolated from the
 * two largest that were, and marked.
 */
final class Scale {
    private static final long WARM_UP = 6_000;

    private final Path folder;
    private final boolean filling;
    private final String index;
    private final int threads;
    private final int batch;
    private final int rounds;
    private final boolean byProcessor;
    private final TreeMap<Long, Map<String, Double>> results = new TreeMap<>();

    private Scale(Path folder, boolean filling, String index, int threads, int batch, int rounds, boolean byProcessor) {
        this.folder = folder;
        this.filling = filling;
        this.index = index;
        this.threads = threads;
        this.batch = batch;
        this.rounds = rounds;
        this.byProcessor = byProcessor;
    }

    static void run(List<String> args) throws IOException, InterruptedException {
        Arguments given = new Arguments(
                args, "instances", "index", "dir", "threads", "batch", "rounds", "keep", "asked", "clock");
        String asked = given.get("asked");
        Path folder = asked == null ? given.newFolder("diconde4j-scale") : Path.of(asked);
        // Before anything logs: a table is to be read, not the words of a pool.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Scale scale = new Scale(
                folder,
                asked == null,
                given.get("index", "h2"),
                given.number("threads", 4),
                given.number("batch", 1),
                given.number("rounds", 1000),
                "processor".equals(given.get("clock")));
        try {
            scale.report(Stream.of(given.get("instances", "10000,1000000").split(","))
                    .map(Long::valueOf)
                    .toList());
        } finally {
            if (asked == null && given.get("keep") == null) {
                delete(folder);
            }
        }
    }

    private void report(List<Long> sizes) throws IOException, InterruptedException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        Ratios.print(
                "%s; index %s; %d processors, load average %.1f; %d sources, %d at once",
                LocalDate.now(),
                index.replaceAll("//[^@/]*@", "//"),
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                threads,
                batch);
        // What is measured first would pay for the compiler.
        measure(filling ? Math.min(WARM_UP, sizes.get(0)) : sizes.get(0), false);
        for (long size : sizes) {
            results.put(size, measure(size, true));
            print(results, size == sizes.get(sizes.size() - 1));
        }
        Ratios.print("load average at the end %.1f", system.getSystemLoadAverage());
    }

    private URI uri(long size) {
        return index.equals("h2") ? StorageProviders.uri("h2", folder.resolve("index-" + size)) : URI.create(index);
    }

    private Map<String, Double> measure(long size, boolean openings) throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        URI uri = uri(size);
        long last;
        try (Index filled = StorageProviders.openIndex(uri, OpenOptions.defaults())) {
            if (filling) {
                fill(filled, size, figures);
            }
            new ScaleQuestions(filled, size, rounds, clock()).ask(figures);
            last = filled.appliedSequence();
        }
        if (openings) {
            ScaleOpening opening = ScaleOpening.of(folder.resolve("objects-" + size), uri, last);
            figures.put("archive opened, fresh JVM (ms)", fresh(opening));
            figures.put("archive opened, warm JVM (ms)", warm(opening));
            if (index.equals("h2")) {
                figures.put("size on disk (MiB)", bytes(Path.of(folder + "/index-" + size)) / 1048576.0);
            }
        }
        return figures;
    }

    /** That on the wall, or the processor time of the thread that asks, which is all of it where the database is embedded. */
    private LongSupplier clock() {
        return byProcessor ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime : System::nanoTime;
    }

    private void fill(Index index, long size, Map<String, Double> figures) throws InterruptedException {
        index.clear();
        ScaleFill fill = new ScaleFill(index, size, threads, batch);
        fill.run();
        figures.put("ingest, first 5,000 instances (1/s)", fill.atStart());
        figures.put("ingest, last 5,000 instances (1/s)", fill.atEnd());
        figures.put("ingest, all (1/s)", fill.overall());
    }

    private int openings() {
        return Math.min(5, rounds);
    }

    private double fresh(ScaleOpening opening) throws IOException, InterruptedException {
        double[] times = new double[openings()];
        for (int i = 0; i < times.length; i++) {
            times[i] = opening.fresh();
        }
        return Ratios.median(times);
    }

    private double warm(ScaleOpening opening) {
        double[] times = new double[openings()];
        for (int i = 0; i < times.length; i++) {
            times[i] = opening.warm();
        }
        return Ratios.median(times);
    }

    private static void print(TreeMap<Long, Map<String, Double>> results, boolean extrapolated) {
        List<Long> sizes = new ArrayList<>(results.keySet());
        List<Map<String, Double>> columns = new ArrayList<>(results.values());
        StringBuilder head = new StringBuilder(String.format("%n%-66s", "instances"));
        sizes.forEach(size -> head.append(String.format(Locale.ROOT, "%,14d", size)));
        long next = 10 * (sizes.get(sizes.size() - 1) > 1_000_000 ? sizes.get(sizes.size() - 1) : 1_000_000);
        boolean more = extrapolated && sizes.size() > 1;
        if (more) {
            long a = sizes.get(sizes.size() - 2);
            long b = sizes.get(sizes.size() - 1);
            Map<String, Double> guess = new LinkedHashMap<>();
            columns.get(columns.size() - 1)
                    .forEach((name, to) -> guess.put(
                            name,
                            extrapolate(
                                    name.endsWith("(1/s)"),
                                    a,
                                    columns.get(columns.size() - 2).getOrDefault(name, to),
                                    b,
                                    to,
                                    next)));
            columns.add(guess);
            head.append(String.format(Locale.ROOT, " (%,d)", next));
        }
        System.out.println(head);
        for (String name : columns.get(0).keySet()) {
            StringBuilder row = new StringBuilder(String.format("%-66s", name));
            for (int i = 0; i < columns.size(); i++) {
                double value = columns.get(i).getOrDefault(name, Double.NaN);
                String number = String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
                row.append(String.format("%14s", i < sizes.size() ? number : "(" + number + ")"));
            }
            System.out.println(row);
        }
        if (more) {
            System.out.println(
                    "(in brackets: not run; the last two sizes continued, as a power of the number of instances)");
        }
    }

    private static double extrapolate(boolean rate, long a, double from, long b, double to, long size) {
        if (from <= 0 || to <= 0) {
            return to;
        }
        // In proportion at worst: more would be the noise of two sizes that are near each other.
        double power = Math.max(-1, Math.min(1, Math.log(to / from) / Math.log((double) b / a)));
        double guess = to * Math.pow((double) size / b, power);
        // Nothing gets better by growing; what seems so is noise.
        return rate ? Math.min(to, guess) : Math.max(to, guess);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
