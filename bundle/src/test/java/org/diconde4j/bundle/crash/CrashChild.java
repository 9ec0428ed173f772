package org.diconde4j.bundle.crash;

import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.fs.SteppedStore;
import org.diconde4j.storage.tck.faults.Faults;

/**
 * An archive under load, in a JVM that is going to be killed. Arguments: folder, number of the round, the step to stop at or
 * {@code -}, at its how-manieth time, number of objects. In rounds of odd numbers it keeps objects compressed. Each line of output is a fact: {@code ACK n} an object that was acknowledged,
 * {@code ASIDE id} one that was set aside, {@code RECORD id version} one that was written, {@code AT step} that the step is reached, where
 * the thread stays; at the end of all, {@code STEP n name} how often each was made.
 */
public final class CrashChild {
    private static final int THREADS = 4;

    private final String stopAt;
    private final AtomicInteger left;
    private final Map<String, AtomicInteger> steps = new ConcurrentSkipListMap<>();
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);

    private CrashChild(String stopAt, int times) {
        this.stopAt = stopAt;
        this.left = new AtomicInteger(times);
    }

    /**
     * Runs until killed, or until all objects are stored.
     *
     * @param args see above
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        CrashChild child = new CrashChild(args[2], Integer.parseInt(args[3]));
        child.run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[4]));
    }

    private void run(Path folder, int round, int objects) throws Exception {
        Consumer<String> listener = this::step;
        Faults faults = Faults.seeded(round).steps(listener).build();
        Records records = StorageProviders.openRecords(StorageProviders.uri("fs", folder.resolve("records")));
        ArchiveBuilder builder = Archive.builder();
        if (round % 2 == 1) {
            builder.compress(TransferSyntax.of(UID.JPEGLSLossless));
        }
        try (Archive archive = builder.objects(faults.around(SteppedStore.open(folder.resolve("objects"), listener)))
                .index(faults.around(StorageProviders.openIndex(
                        StorageProviders.uri("h2", folder.resolve("index")), OpenOptions.defaults())))
                .records(faults.around(records))
                .open()) {
            AtomicInteger numbers = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> load(archive, faults.around(records), round, numbers, objects));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        steps.forEach((name, count) -> out.println("STEP " + count + " " + name));
        out.println("END");
    }

    private void load(Archive archive, Records records, int round, AtomicInteger numbers, int objects) {
        for (int n = numbers.getAndIncrement(); n < objects; n = numbers.getAndIncrement()) {
            try {
                StoreResult result = archive.store(CrashObjects.object(round, n % 17 == 16 ? n - 1 : n));
                if (result.outcome() != StoreResult.Outcome.QUARANTINED) {
                    out.println("ACK " + (n % 17 == 16 ? n - 1 : n));
                }
                if (n % 23 == 0) {
                    byte[] garbage = ("no DICOM " + round + " " + n).getBytes(StandardCharsets.US_ASCII);
                    StoreResult aside = archive.store(new ByteArrayInputStream(garbage), Source.api());
                    out.println("ASIDE "
                            + java.util.Objects.requireNonNull(aside.quarantined())
                                    .id());
                }
                if (n % 10 == 0) {
                    String id = round + "-" + n;
                    records.put("crash", id, Records.NEW, new RecordContent(Dataset.empty(), Map.of("n", "" + n)));
                    out.println("RECORD " + id);
                }
            } catch (Exception e) {
                out.println("FAILED " + n + " " + e);
            }
        }
    }

    private void step(String name) {
        steps.computeIfAbsent(name, k -> new AtomicInteger()).incrementAndGet();
        if (name.equals(stopAt) && left.decrementAndGet() == 0) {
            out.println("AT " + name);
            boolean forever = true;
            while (forever) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // the kill is near
                }
            }
        }
    }
}
