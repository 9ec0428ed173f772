package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.Orthanc;
import org.jspecify.annotations.Nullable;

/**
 * Durable ingest over DIMSE: four associations of one client, in a JVM of its own, send new objects by turns to our archive (files
 * and H2, in a JVM of its own) and to Orthanc, which syncs each file as well ({@code SyncStorageArea}) and keeps its index in
 * SQLite. Each has one request outstanding per association, as most senders do. Before they take turns, of which the first two are
 * not counted, our archive is sent objects until its JVM has compiled most of what it runs: that takes as much of a processor as
 * some ten thousand objects, and is over for good afterwards.
 */
final class Ingest {
    /** Why Orthanc is to do what it does by default: neither side shall gain by a default that changes. */
    private static final Map<String, String> ORTHANC =
            Map.of("SyncStorageArea", "true", "StorageCompression", "false", "DicomCheckCalledAet", "false");

    private static final int ASSOCIATIONS = 4;

    private final Arguments given;
    private final int rounds;

    private Ingest(List<String> args) {
        given = new Arguments(
                args, "orthanc", "before", "rounds", "objects", "warm", "only", "outstanding", "heap", "huge", "dir");
        rounds = given.number("rounds", 3);
    }

    /** One row of the table. */
    private record Row(String name, String what, String side, int objects, double goal) {}

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
            Turns.take(rounds, () -> ourSide.rate(row), theirSide == null ? null : () -> theirSide.rate(row))
                    .print("ingest of %,d objects of %s".formatted(row.objects(), row.what()), "objects/s", row.goal());
            Ratios.print(
                    "%-44s %9.2f %9s ms",
                    "processor time of the archive, an object",
                    ourSide.processor(),
                    theirSide == null ? "-" : "%.2f".formatted(theirSide.processor()));
        }
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

    /** An archive that is measured. */
    private final class Side {
        private final IngestSender.Client client;
        private final Peer peer;
        private final ProcessHandle process;
        private final List<Double> milliseconds = new ArrayList<>();

        Side(IngestSender.Client client, Peer peer, ProcessHandle process) {
            this.client = client;
            this.peer = peer;
            this.process = process;
        }

        private double used() {
            return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
        }

        double rate(Row row) throws IOException {
            double before = used();
            double rate = Ingest.this.rate(client, peer, row);
            milliseconds.add((used() - before) / row.objects());
            return rate;
        }

        /** An object's share of the time of processors, beside that of the disk's and other threads of the system. */
        double processor() {
            return Ratios.median(milliseconds.stream()
                    .skip(Turns.WARM_UP)
                    .mapToDouble(x -> x)
                    .toArray());
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
