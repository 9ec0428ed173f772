package org.diconde4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints the tables of the network of {@code docs/performance.md}. What is compared runs by turns, so that what else the machine
 * does falls on both; the first two turns of each warm up and are not counted. A ratio is the median of the ratios of the rounds.
 */
final class Network {
    private final Arguments given;

    private Network(List<String> args) {
        given = new Arguments(args, "dcmtk", "orthanc", "rounds", "objects", "window", "only", "dir");
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code dcmtk=FOLDER} and {@code orthanc=PROGRAM} where they are not on the path, {@code rounds=3},
     *     {@code objects=1000} of 512 KiB, {@code window=200} of them over a long way, {@code only=receive,send,window,retrieve,many}, {@code dir=FOLDER} for some GiB
     */
    static void run(List<String> args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        new Network(args).all();
    }

    private void all() throws Exception {
        int rounds = given.number("rounds", 3);
        int objects = given.number("objects", 1000);
        load("Java %s, %d processors, medians of %d rounds", rounds);
        Path folder = given.newFolder("diconde4j-network");
        try {
            if (wanted("receive")) {
                ReceiveRatio.report(rounds, objects);
            }
            if (wanted("send") || wanted("window") || wanted("retrieve")) {
                List<Path> files = NetworkObjects.files(Files.createDirectory(folder.resolve("objects")), objects);
                Path storescu = Programs.find(given.get("dcmtk"), "storescu");
                if (wanted("send")) {
                    SendRatio.report(rounds, files, storescu, false);
                }
                if (wanted("window")) {
                    int few = Math.min(objects, given.number("window", 200));
                    SendRatio.report(rounds, files.subList(0, few), storescu, true);
                }
                if (wanted("retrieve")) {
                    RetrieveRatio.report(rounds, files, folder, orthanc(given.get("orthanc")));
                }
            }
            if (wanted("many")) {
                Associations.run();
            }
            load("Java %s, %d processors, %d rounds done", rounds);
        } finally {
            delete(folder);
        }
    }

    /** The program as given, or where systems have it. */
    static @Nullable Path orthanc(@Nullable String program) {
        if (program != null) {
            return Path.of(program);
        }
        Path onPath = Programs.find(null, "Orthanc");
        return onPath != null ? onPath : Programs.find("/usr/sbin", "Orthanc"); // which only root has on its path
    }

    private boolean wanted(String section) {
        return wanted(given, section);
    }

    /** Whether a part of the table was not left out by {@code only=}. */
    static boolean wanted(Arguments given, String section) {
        String only = given.get("only");
        return only == null || List.of(only.split(",")).contains(section);
    }

    static void load(String format, int rounds) {
        Ratios.print(
                format + ", load average %.1f",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                rounds,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Deletes a folder and what is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
