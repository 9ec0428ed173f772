package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.Orthanc;
import org.jspecify.annotations.Nullable;

/**
 * Durable ingest over DIMSE: four associations of one client, in a JVM of its own, send new objects by turns to our archive (files
 * and H2, in a JVM of its own) and to Orthanc, which syncs each file as well ({@code SyncStorageArea}) and keeps its index in
 * SQLite. Each has one request outstanding per association, as most senders do. Before they take turns, of which the first two are
 * not counted, our archive is sent objects until its JVM has compiled most of what it runs: that takes as much of a processor as
 * some ten thousand objects, and is over for good afterwards. What is left of it is printed, and so is what the client takes and what the
 * disk gives to {@link RawFiles} in the same rounds, since these bound what an archive can reach.
 */
final class Ingest {
    /** Why Orthanc is to do what it does by default: neither side shall gain by a default that changes. */
    private static final Map<String, String> ORTHANC =
            Map.of("SyncStorageArea", "true", "StorageCompression", "false", "DicomCheckCalledAet", "false");

    private static final int ASSOCIATIONS = 4;

    /** So many files tell what the disk gives. */
    private static final int RAW = 400;

    private final Arguments given;
    private final int rounds;

    private Ingest(List<String> args) {
        given = new Arguments(
                args, "orthanc", "before", "rounds", "objects", "warm", "only", "outstanding", "heap", "huge", "dir");
        rounds = given.number("rounds", 3);
    }

    /** One row of the table. */
    private record Row(String name, String what, String side, int objects, double goal) {
        int bytes() {
            return 2 * Integer.parseInt(side) * Integer.parseInt(side);
        }
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code orthanc=PROGRAM} where it is not on the path, {@code none} to do without, {@code before=JAR} of the benchmarks of another build, whose archive takes the
     *     place of Orthanc then, {@code rounds=3}, {@code
     *     objects=2000} of 512 KiB in a turn and four times as many of 9 KiB, {@code warm=60} seconds for our JVM before them, {@code only=512k,9k}, {@code outstanding=1} requests
     *     of an association at peers that agree to more, {@code heap=SIZE} of our archive, {@code huge=MIB} to send one object of so
     *     many MiB in each association as well, {@code dir=FOLDER} on the disk to be measured
     */
    static void run(List<String> args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        new Ingest(args).all();
    }

    private void all() throws Exception {
        int objects = given.number("objects", 2000);
        Path orthanc = "none".equals(given.get("orthanc")) || given.get("before") != null
                ? null
                : Network.orthanc(given.get("orthanc"));
        Network.load("Java %s, %d processors, medians of %d rounds", rounds);
        Path folder = given.newFolder("diconde4j-ingest");
        try {
            for (Row row : List.of(
                    new Row("512k", "512 KiB", "512", objects, 2), new Row("9k", "9 KiB", "64", 4 * objects, 4))) {
                if (Network.wanted(given, row.name())) {
                    report(row, folder, orthanc);
                }
            }
            int mebibytes = given.number("huge", 0);
            if (mebibytes > 0) {
                huge(mebibytes, folder.resolve("huge"));
            }
            Network.load("Java %s, %d processors, %d rounds done", rounds);
        } finally {
            Network.delete(folder);
        }
    }

    /** Each row begins with empty archives. */
    private void report(Row row, Path folder, @Nullable Path orthanc) throws Exception {
        Path ours = folder.resolve(row.name());
        Path theirs = Files.createDirectory(folder.resolve("orthanc-" + row.name()));
        String before = given.get("before");
        try (ServedJvm archive = ServedJvm.start(heap(), "archive", ours.toString(), "1");
                ServedJvm other = before == null
                        ? null
                        : ServedJvm.start(
                                before,
                                heap(),
                                "archive",
                                folder.resolve("before-" + row.name()).toString(),
                                "1");
                IngestSender.Client client = IngestSender.start();
                Orthanc peer = orthanc == null ? null : Orthanc.start(orthanc, theirs, ORTHANC)) {
            Peer us = new Peer("DICONDE4J", "127.0.0.1", archive.port());
            Peer them = other != null
                    ? new Peer("DICONDE4J", "127.0.0.1", other.port())
                    : peer == null ? null : new Peer(Orthanc.TITLE, "127.0.0.1", peer.dicomPort());
            warmUp(client, us, row);
            if (them != null && other != null) {
                warmUp(client, them, row);
            }
            Side ourSide = new Side(client, us, archive.process());
            Side theirSide =
                    them == null ? null : new Side(client, them, other != null ? other.process() : child(orthanc));
            RawFiles raw = new RawFiles(folder.resolve("raw-" + row.name()), ASSOCIATIONS, row.bytes());
            Turns.Measured our = () -> {
                raw.write(Math.min(RAW, row.objects()));
                return ourSide.rate(row);
            };
            Turns.take(rounds, our, theirSide == null ? null : () -> theirSide.rate(row))
                    .print("ingest of %,d objects of %s".formatted(row.objects(), row.what()), "objects/s", row.goal());
            print(
                    "processor time of the archive, an object",
                    ourSide.archive,
                    theirSide == null ? null : theirSide.archive);
            print(
                    "  of it the compilers of the JVM",
                    ourSide.compilers,
                    theirSide == null ? null : theirSide.compilers);
            print(
                    "processor time of the client, an object",
                    ourSide.client,
                    theirSide == null ? null : theirSide.client);
            raw.print(row.what());
        }
    }

    private static void print(String what, Clock us, @Nullable Clock them) {
        Ratios.print("%-44s %9.2f %9s ms", what, us.median(), them == null ? "-" : "%.2f".formatted(them.median()));
    }

    /** The process that runs a program, of those that this one started. */
    private static ProcessHandle child(@Nullable Path program) {
        String name = String.valueOf(program == null ? null : program.getFileName());
        return ProcessHandle.current()
                .children()
                .filter(p -> p.info().command().orElse("").endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    /** A share of the time of processors that each object takes, beside that of the disk's and other threads of the system. */
    private static final class Clock {
        private final DoubleSupplier used;
        private final List<Double> milliseconds = new ArrayList<>();

        Clock(DoubleSupplier used) {
            this.used = used;
        }

        static Clock of(ProcessHandle process) {
            return new Clock(
                    () -> process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6);
        }

        double median() {
            return Ratios.median(milliseconds.stream()
                    .skip(Turns.WARM_UP)
                    .mapToDouble(x -> x)
                    .toArray());
        }
    }

    /** An archive that is measured. */
    private final class Side {
        private final IngestSender.Client sender;
        private final Peer peer;
        private final Clock archive;
        private final Clock compilers;
        private final Clock client;

        Side(IngestSender.Client sender, Peer peer, ProcessHandle process) {
            this.sender = sender;
            this.peer = peer;
            this.archive = Clock.of(process);
            this.compilers = new Clock(() -> CompilerThreads.used(process));
            this.client = Clock.of(sender.process());
        }

        double rate(Row row) throws IOException {
            List<Clock> clocks = List.of(archive, compilers, client);
            double[] before =
                    clocks.stream().mapToDouble(c -> c.used.getAsDouble()).toArray();
            double rate = Ingest.this.rate(sender, peer, row);
            for (int i = 0; i < before.length; i++) {
                Clock clock = clocks.get(i);
                clock.milliseconds.add((clock.used.getAsDouble() - before[i]) / row.objects());
            }
            return rate;
        }
    }

    private void warmUp(IngestSender.Client client, Peer us, Row row) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 1_000_000_000L * given.number("warm", 60)) {
            rate(client, us, row);
        }
    }

    /** One object in each association, once, at our archive alone: what others do with such has its own limits. */
    private void huge(int mebibytes, Path folder) throws Exception {
        try (ServedJvm archive = ServedJvm.start(heap(), "archive", folder.toString(), "1");
                IngestSender.Client client = IngestSender.start()) {
            Peer us = new Peer("DICONDE4J", "127.0.0.1", archive.port());
            Row row = new Row("huge", mebibytes + " MiB", mebibytes + "m", ASSOCIATIONS, 0);
            Ratios.print(
                    "%d objects of %d MiB at once: %.0f MiB/s",
                    ASSOCIATIONS, mebibytes, mebibytes * rate(client, us, row));
        }
    }

    private List<String> heap() {
        return given.get("heap") == null ? List.of() : List.of("-Xmx" + given.get("heap"));
    }

    private double rate(IngestSender.Client client, Peer peer, Row row) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                peer.aeTitle(),
                String.valueOf(peer.port()),
                row.side(),
                String.valueOf(row.objects() / ASSOCIATIONS),
                String.valueOf(ASSOCIATIONS),
                given.get("outstanding", "1")));
        return row.objects() / client.seconds(command);
    }
}
