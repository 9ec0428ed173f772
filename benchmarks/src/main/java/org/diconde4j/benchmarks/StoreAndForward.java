package org.diconde4j.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.archive.outbox.Dispatch;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.net.Peer;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.testkit.samples.NdeSamples;

/**
 * Prints how fast an outbox on disk takes a small object and sends it, again and again until its queue is empty, to an archive in
 * memory of the same JVM, and what heap is in use then.
 */
final class StoreAndForward {
    private static final String TITLE = "KEEPER";
    private static final int THREADS = 16; // that queue, as each waits for the disk
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private StoreAndForward() {}

    /**
     * Measures in a folder that is deleted then.
     *
     * @param args {@code objects=20000}, {@code associations=1}, {@code commit=false}, {@code dir=FOLDER}
     */
    static void run(List<String> args) throws Exception {
        Arguments given = new Arguments(args, "objects", "associations", "commit", "dir");
        Path folder = given.newFolder("diconde4j-outbox");
        try {
            run(
                    folder,
                    given.number("objects", 20_000),
                    given.number("associations", 1),
                    Boolean.parseBoolean(given.get("commit")));
        } finally {
            Network.delete(folder);
        }
    }

    private static void run(Path folder, int objects, int associations, boolean commit) throws Exception {
        URI memory = URI.create("memory:keeper");
        try (Archive station = Archive.builder()
                        .objects(StorageProviders.uri("fs", folder.resolve("station")))
                        .index(URI.create("memory:station"))
                        .open();
                Archive keeper = Archive.builder().objects(memory).index(memory).open()) {
            int port = keeper.receive().aeTitle(TITLE).port(0).start().port();
            Destination destination =
                    Destination.of(new Peer(TITLE, "127.0.0.1", port)).withAssociations(associations);
            station.outbox().destination(commit ? destination.committed() : destination);
            InstanceRef object = Objects.requireNonNull(
                    station.store(NdeSamples.seeded(1).small(1).get(0)).instance());
            long start = System.nanoTime();
            queue(station, object, objects);
            print("queued", objects, start);
            start = System.nanoTime();
            try (Dispatch dispatch = station.outbox().dispatch().start()) {
                boolean empty = dispatch.awaitEmpty(LONGEST);
                long failed = station.outbox().count(TITLE, State.FAILED);
                if (!empty || failed > 0) {
                    throw new IOException("not all was sent; failed " + failed);
                }
            }
            print(commit ? "sent, committed and released" : "sent and released", objects, start);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            Ratios.print("heap in use %d MiB", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    private static void queue(Archive station, InstanceRef object, int objects) throws Exception {
        AtomicInteger left = new AtomicInteger(objects);
        Together.run(THREADS, () -> {
            while (left.getAndDecrement() > 0) {
                station.outbox().add(TITLE, object);
            }
        });
    }

    private static void print(String what, int objects, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        Ratios.print("%-30s %,d objects in %.1f s, %.0f objects/s", what, objects, seconds, objects / seconds);
    }
}
