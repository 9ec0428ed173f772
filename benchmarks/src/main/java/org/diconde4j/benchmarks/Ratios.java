package org.diconde4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;

/**
 * Prints the ratio table of {@code docs/performance.md} from one run. What is compared runs by turns, each time in a JVM
 * of its own, and the table has the medians, so that what else the machine does falls on both. Times are processor time.
 */
final class Ratios {
    private static final String EXPLICIT = UID.ExplicitVRLittleEndian;
    private static final String IMPLICIT = UID.ImplicitVRLittleEndian;
    private static final List<List<String>> READINGS = List.of(
            List.of("ctHeader", EXPLICIT, "CT header from memory, explicit"),
            List.of("ctHeader", IMPLICIT, "CT header from memory, implicit"),
            List.of("ctHeaderOfFile", EXPLICIT, "CT header of a file, explicit"),
            List.of("nestedWhole", EXPLICIT, "10,000 elements, explicit"),
            List.of("nestedWhole", IMPLICIT, "10,000 elements, implicit"),
            List.of("nestedDelimited", EXPLICIT, "10,000 elements, delimited, explicit"));

    private final String dcm4che;
    private final int rounds;
    private final int files;

    private Ratios(Arguments given) {
        dcm4che = given.get("dcm4che", "");
        rounds = given.number("rounds", 5);
        files = given.number("files", 100_000);
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code dcm4che=JARS}, {@code rounds=5}, {@code files=100000}
     */
    static void run(List<String> args) throws Exception {
        new Ratios(new Arguments(args, "dcm4che", "rounds", "files")).all();
    }

    private void all() throws Exception {
        print(
                "Java %s, %d processors, load average %.1f; medians of %d rounds",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                rounds);
        if (dcm4che.isEmpty()) {
            print("dcm4che: peer not given (dcm4che=dcm4che-core.jar:slf4j-api.jar)");
        }
        readings();
        DictionaryLoad.report(4 * rounds + 1);
        if (files > 0) {
            SmallFiles.report(files, dcm4che.isEmpty() ? null : new Dcm4che(dcm4che));
        }
        print("load average %.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void readings() throws IOException, InterruptedException {
        print("%-38s %10s %10s %7s %11s %11s %6s", "", "us", "dcm4che", "ratio", "bytes", "dcm4che", "ratio");
        double nested = 0;
        for (List<String> reading : READINGS) {
            List<Figure> ours = new ArrayList<>();
            List<Figure> theirs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.add(measure(reading, "diconde4j"));
                if (!dcm4che.isEmpty()) {
                    theirs.add(measure(reading, "dcm4che"));
                }
            }
            double time = median(ours.stream().mapToDouble(Figure::micros).toArray());
            double bytes = median(ours.stream().mapToDouble(Figure::bytes).toArray());
            if (reading.get(0).equals("nestedDelimited")) {
                nested = time;
            }
            if (theirs.isEmpty()) {
                print("%-38s %10.2f %10s %7s %11.0f", reading.get(2), time, "-", "-", bytes);
            } else {
                double peerTime =
                        median(theirs.stream().mapToDouble(Figure::micros).toArray());
                double peerBytes =
                        median(theirs.stream().mapToDouble(Figure::bytes).toArray());
                double ratio = median(ratios(theirs, ours));
                print(
                        "%-38s %10.2f %10.2f %6.2fx %11.0f %11.0f %6.2f",
                        reading.get(2), time, peerTime, ratio, bytes, peerBytes, bytes / peerBytes);
            }
        }
        Pydicom.report(Delimited.file(Inputs.nested(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)), nested);
    }

    /** Of each round, whose two measurements follow each other. */
    private static double[] ratios(List<Figure> theirs, List<Figure> ours) {
        double[] ratios = new double[ours.size()];
        Arrays.setAll(ratios, i -> theirs.get(i).micros() / ours.get(i).micros());
        return ratios;
    }

    private record Figure(double micros, double bytes) {}

    private Figure measure(List<String> reading, String reader) throws IOException, InterruptedException {
        List<String> lines = FreshJvm.run(TimedReading.class, reading.get(0), reading.get(1), reader, dcm4che);
        return new Figure(Double.parseDouble(lines.get(0)), Double.parseDouble(lines.get(1)));
    }

    /** The middle of some figures, of an even number the upper one. */
    static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
