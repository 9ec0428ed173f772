package org.diconde4j.bundle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.archive.Verification;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.fs.PoweredStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the power away from an archive that keeps what it receives compressed, at a random operation on the disk of its objects, under load
 * from four threads and again and again on what was left. The index is as it was then, or as it was before, or gone. What was acknowledged is
 * there, is what was sent, and is found; nothing else is visible in part.
 *
 * <p>{@code -Ddiconde4j.powerLosses=200} says how often, {@code -Ddiconde4j.powerSeed} the seed.
 */
class PowerLossTest {
    private static final int LOSSES = Integer.getInteger("diconde4j.powerLosses", 6);
    private static final long SEED = Long.getLong("diconde4j.powerSeed", 20261126);
    private static final int THREADS = 4;
    private static final int OBJECTS = 60;

    /** Then an empty folder is taken, so that checks don't take ever longer. */
    private static final int ROUNDS_IN_A_FOLDER = 6;

    /** More than a round has. */
    private static final int LAST_OPERATION = 900;

    @TempDir
    Path temporary;

    /** The UIDs of all that was ever acknowledged in this folder. */
    private final Set<String> acknowledged = new HashSet<>();

    private long total;
    private long compressed;

    @Test
    void what_was_acknowledged_survives_a_loss_of_power_when_it_is_kept_compressed() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("0"));
        Files.createDirectory(folder.resolve("objects"));
        for (int round = 1; round <= LOSSES; round++) {
            Path left = Files.createDirectories(temporary.resolve(Integer.toString(round)));
            String when = lose(round, folder, left);
            delete(folder);
            check(left, when);
            folder = left;
            if (round % ROUNDS_IN_A_FOLDER == 0) {
                delete(folder.resolve("objects"));
                delete(folder.resolve("index"));
                Files.createDirectory(folder.resolve("objects"));
                acknowledged.clear();
            }
        }
        assertThat(total).isGreaterThan(LOSSES);
        assertThat(compressed).as("objects that were kept compressed").isPositive();
        System.out.println("losses of power: " + LOSSES + "; objects acknowledged: " + total
                + "; read of compressed ones: " + compressed);
    }

    /** Stores until the power fails, or to the end; {@code left} becomes the folder that is left. Tells what happened. */
    private String lose(int round, Path folder, Path left) throws Exception {
        Random random = new Random(SEED + round);
        // A part of them in or soon after the opening.
        int at = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : LAST_OPERATION);
        String index = List.of("as it was then", "as it was before", "gone").get(random.nextInt(3));
        if (index.equals("as it was before") && Files.exists(folder.resolve("index"))) {
            copy(folder.resolve("index"), left.resolve("index"));
        }
        ArchiveBuilder builder = Archive.builder()
                .compress(TransferSyntax.of(random.nextBoolean() ? UID.JPEGLSLossless : UID.RLELossless));
        PoweredStore power = new PoweredStore(folder.resolve("objects"), left.resolve("objects"), SEED + round, at);
        try (Archive archive = builder.objects(power.open())
                .index(StorageProviders.openIndex(
                        StorageProviders.uri("h2", folder.resolve("index")), OpenOptions.defaults()))
                .records(StorageProviders.openRecords(StorageProviders.uri("fs", folder.resolve("records"))))
                .open()) {
            load(archive, round);
        } catch (StorageException e) {
            assertThat(power.isDead()).as("the power had failed when %s", e).isTrue();
        }
        power.fail();
        if (index.equals("as it was then") && Files.exists(folder.resolve("index"))) {
            copy(folder.resolve("index"), left.resolve("index"));
        }
        return "before operation " + at + " of round " + round + ", the index " + index + ", seed " + SEED;
    }

    private void load(Archive archive, int round) throws InterruptedException {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        AtomicInteger numbers = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int n = numbers.getAndIncrement(); n < OBJECTS; n = numbers.getAndIncrement()) {
                        StoreResult result = archive.store(CrashObjects.object(round, n));
                        if (result.outcome() != StoreResult.Outcome.QUARANTINED) {
                            done.add(n);
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    // Not acknowledged; the power has failed.
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        done.forEach(n -> acknowledged.add(CrashObjects.uid(round, n)));
        total += done.size();
    }

    private void check(Path folder, String when) throws IOException {
        try (Archive archive = Archive.open(folder).awaitReady()) {
            Set<String> read = new TreeSet<>();
            archive.retrieve(Selection.all()).forEach((instance, file) -> {
                compressed += ObjectNames.isCompressed(instance.name()) ? 1 : 0;
                Dataset dataset = CrashObjects.parse(file.readAllBytes());
                int n = dataset.integer(Tag.InstanceNumber, -1);
                int round =
                        Integer.parseInt(dataset.string(Tag.StudyInstanceUID).substring("1.2.826.0.1.".length()));
                assertThat(dataset.sameContent(CrashObjects.object(round, n).dataset()))
                        .as("object %d of round %d is what was sent, after %s", n, round, when)
                        .isTrue();
                read.add(instance.sopInstanceUid());
            });
            assertThat(read).as("what can be read after %s", when).containsAll(acknowledged);
            for (String uid : acknowledged) {
                assertThat(archive.find()
                                .instances()
                                .where(Tag.SOPInstanceUID, uid)
                                .count())
                        .as("%s is found after %s", uid, when)
                        .isOne();
            }
            assertThat(archive.counts().instances())
                    .as("counted after %s", when)
                    .isEqualTo(read.size());
            Verification.Report report = archive.verify()
                    .run(finding ->
                            assertThat(finding).as("found after %s", when).isNull());
            assertThat(report.damaged() + report.missing())
                    .as("damage after %s", when)
                    .isZero();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
