package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.RetrieveOutcome;
import org.diconde4j.net.StorageContext;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.tck.Orthanc;
import org.jspecify.annotations.Nullable;

/**
 * C-MOVE and C-GET of a series from our archive and from Orthanc's, each with its own files and its own process, by the same client
 * to the same receiver, both ours and in this JVM.
 */
final class RetrieveRatio {
    private static final double GOAL = 2;

    private final NullSink sink;
    private final int objects;
    private final Dataset keys = Dataset.builder()
            .set(Tag.QueryRetrieveLevel, "STUDY")
            .set(Tag.StudyInstanceUID, NetworkObjects.study())
            .build();

    private RetrieveRatio(NullSink sink, int objects) {
        this.sink = sink;
        this.objects = objects;
    }

    static void report(int rounds, List<Path> files, Path folder, @Nullable Path orthanc) throws Exception {
        Ratios.print("%,d objects of 512 KiB from an archive; Orthanc", files.size());
        try (NullSink sink = new NullSink();
                ServedJvm ours = ServedJvm.start(
                        "archive",
                        folder.resolve("archive").toString(),
                        Integer.toString(sink.peer().port()))) {
            RetrieveRatio ratio = new RetrieveRatio(sink, files.size());
            Peer us = new Peer("DICONDE4J", "127.0.0.1", ours.port());
            NetworkObjects.send(us, files);
            if (orthanc == null) {
                ratio.report(rounds, us, null);
                return;
            }
            Path theirs = Files.createDirectory(folder.resolve("orthanc"));
            try (Orthanc peer = Orthanc.start(orthanc, theirs, Map.of())) {
                peer.modality("sink", NullSink.TITLE, sink.peer().port(), false);
                Peer them = new Peer(Orthanc.TITLE, "127.0.0.1", peer.dicomPort());
                NetworkObjects.send(them, files);
                ratio.report(rounds, us, them);
            }
        }
    }

    private void report(int rounds, Peer us, @Nullable Peer them) throws Exception {
        Turns.take(rounds, () -> move(us), them == null ? null : () -> move(them))
                .print("  C-MOVE", "objects/s", GOAL);
        Turns.take(rounds, () -> get(us), them == null ? null : () -> get(them)).print("  C-GET", "objects/s", GOAL);
    }

    private double move(Peer from) throws IOException {
        long start = System.nanoTime();
        RetrieveOutcome outcome =
                DimseClient.as("BENCH").move(from, InformationModel.STUDY_ROOT, keys, NullSink.TITLE, progress -> true);
        return rate(start, outcome);
    }

    private double get(Peer from) throws IOException {
        long start = System.nanoTime();
        RetrieveOutcome outcome = DimseClient.as("BENCH")
                .get(
                        from,
                        InformationModel.STUDY_ROOT,
                        keys,
                        StorageContext.of(List.of(UID.CTImageStorage), List.of()),
                        sink,
                        progress -> true);
        return rate(start, outcome);
    }

    private double rate(long start, RetrieveOutcome outcome) throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!outcome.complete()) {
            throw new IOException("retrieved with " + outcome);
        }
        sink.expect(objects);
        return objects / seconds;
    }
}
