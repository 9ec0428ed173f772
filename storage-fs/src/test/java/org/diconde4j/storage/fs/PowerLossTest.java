package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the power away before or after an operation of each name, and at random ones, under concurrent commits, during the opening after
 * that too. How many random ones is the system property {@code diconde4j.powerLosses}, the first seed {@code diconde4j.powerSeed}.
 */
class PowerLossTest {
    private static final int RANDOM = Integer.getInteger("diconde4j.powerLosses", 24);
    private static final long SEED = Long.getLong("diconde4j.powerSeed", 20261125);
    private static final int THREADS = 4;
    private static final int ROUNDS = 15;

    @TempDir
    Path folder;

    private int losses;

    private Path fresh() throws Exception {
        return Files.createDirectory(folder.resolve("disk" + ++losses));
    }

    /** Works until the power fails, or to the end; gives what is left. */
    private Path lose(Workload work, Path root, long seed, PowerDisk.Switch power, Map<String, Integer> counts)
            throws Exception {
        work.failures.clear(); // those of the disk before this one
        Path remains = fresh();
        PowerDisk disk = new PowerDisk(root, remains, seed, power);
        try (ObjectStore store = FsObjectStore.open(root.toUri(), root, disk, Workload.LITTLE)) {
            work.run(store, "." + losses, THREADS, ROUNDS, seed);
        } catch (StorageException e) {
            assertThat(disk.isDead()).as("seed %s: %s", seed, e).isTrue();
        }
        if (!disk.isDead()) {
            assertThat(work.failures).as("seed %s", seed).isEmpty();
        }
        disk.fail();
        counts.putAll(disk.counts());
        return remains;
    }

    private void check(Workload work, Path root, String when) throws Exception {
        Set<String> names;
        try (ObjectStore store = FsObjectStore.open(root.toUri(), root, Disk.REAL, Workload.LITTLE)) {
            work.check(store, when);
            names = store.receipts(0).toList().stream().map(Receipt::name).collect(Collectors.toSet());
            assertThat(store.findings()).as(when).allMatch(f -> f.contains("were cut off"));
        }
        Workload.checkFolder(root, names, when);
    }

    @Test
    void keeps_what_was_acknowledged_when_the_power_fails_at_an_operation_of_any_name() throws Exception {
        Map<String, Integer> all = new java.util.TreeMap<>();
        Workload whole = new Workload();
        check(whole, lose(whole, fresh(), SEED, (step, number, after) -> false, all), "after an orderly end");
        assertThat(all.keySet())
                .contains("journal.write", "journal.sync", "journal.create", "journal.delete", "journal.syncFolder")
                .contains("receipts.write", "receipts.sync", "object.write", "object.sync", "object.link")
                .contains("object.syncFolder", "incoming.sync", "incoming.syncFolder", "incoming.delete");
        Random random = new Random(SEED);
        for (String step : List.copyOf(all.keySet())) {
            boolean after = random.nextBoolean();
            int at = 1 + random.nextInt(Math.max(1, all.get(step) / 2));
            Workload work = new Workload();
            Path left = lose(
                    work,
                    fresh(),
                    SEED + losses,
                    (s, number, a) -> s.equals(step) && number == at && a == after,
                    new java.util.TreeMap<>());
            check(work, left, (after ? "after " : "before ") + step + " number " + at + ", seed " + SEED);
        }
    }

    @Test
    void keeps_what_was_acknowledged_when_the_power_fails_again_and_again() throws Exception {
        for (int i = 0; i < RANDOM; ) {
            Workload work = new Workload();
            Path root = fresh();
            List<Integer> cuts = new ArrayList<>();
            for (int again = 0; again < 4 && i < RANDOM; again++, i++) {
                long seed = SEED + i;
                Random random = new Random(seed);
                // Half of them in or soon after the opening.
                int at = 1 + random.nextInt(random.nextBoolean() ? 60 : 1500);
                cuts.add(at);
                int[] operations = new int[1];
                root = lose(
                        work,
                        root,
                        seed,
                        (step, number, after) -> !after && ++operations[0] == at,
                        new java.util.TreeMap<>());
            }
            check(work, root, "after operations number " + cuts + ", seed " + (SEED + i - 1));
        }
    }
}
