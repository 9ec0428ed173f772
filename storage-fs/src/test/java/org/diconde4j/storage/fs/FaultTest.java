package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets operations of each name fail under concurrent commits. A commit succeeds, or throws and keeps nothing; the store goes on when the
 * fault is over, or says that it must be opened again; nothing acknowledged is lost. One fault for each name is the system property
 * {@code diconde4j.faults} times chosen, from the seed {@code diconde4j.faultSeed} on.
 */
class FaultTest {
    private static final long SEED = Long.getLong("diconde4j.faultSeed", 20261125);
    private static final int TIMES = Integer.getInteger("diconde4j.faults", 1);
    private static final int THREADS = 3;
    private static final int ROUNDS = 12;

    private enum Fault {
        /** It fails and does nothing. */
        ERROR,
        /** It does what it should and fails all the same. */
        ERROR_AFTER,
        /** The disk is full for a while: half of the bytes are written, and nothing more can be. */
        FULL,
        /** Nothing may be written for a while. */
        DENIED,
        /** There is no memory for it, or no thread. */
        MEMORY
    }

    @TempDir
    Path folder;

    private int folders;

    private static final class FaultyDisk extends SteppedDisk {
        private final Map<String, Integer> counts = new TreeMap<>();
        private final @Nullable Fault fault;
        private final String at;
        private final int number;
        private boolean lasts;
        private boolean healed;

        FaultyDisk(@Nullable Fault fault, String at, int number) {
            this.fault = fault;
            this.at = at;
            this.number = number;
        }

        private boolean begins(String step) {
            return step.equals(at) && counts.getOrDefault(step, 0) == number;
        }

        @Override
        synchronized void before(String step) throws IOException {
            counts.merge(step, 1, Integer::sum);
            if (healed || fault == null) {
                return;
            }
            boolean first = !lasts && begins(step);
            boolean writes = step.matches(".*\\.(write|create|link|makeFolder|move)");
            if (fault == Fault.ERROR && first) {
                lasts = true;
                throw new IOException("Input/output error (injected at " + step + ")");
            }
            if (fault == Fault.MEMORY && first) {
                lasts = true;
                throw new OutOfMemoryError("injected at " + step);
            }
            if (fault == Fault.DENIED && (first || lasts && (writes || step.endsWith(".delete")))) {
                lasts = true;
                throw new AccessDeniedException(step);
            }
            if (fault == Fault.FULL && (lasts && writes || first && !step.endsWith(".write"))) {
                lasts = true;
                throw full(step);
            }
        }

        private static IOException full(String step) {
            return new IOException("No space left on device (injected at " + step + ")");
        }

        @Override
        synchronized int written(String step, int length) {
            return !healed && !lasts && fault == Fault.FULL && begins(step) ? length / 2 : length;
        }

        @Override
        synchronized void after(String step) throws IOException {
            if (healed || lasts || fault == null || !begins(step)) {
                return;
            }
            if (fault == Fault.ERROR_AFTER) {
                lasts = true;
                throw new IOException("Input/output error (injected after " + step + ")");
            }
            if (fault == Fault.FULL) {
                lasts = true;
                throw full(step);
            }
        }

        synchronized void heal() {
            healed = true;
        }

        synchronized Map<String, Integer> counts() {
            return new TreeMap<>(counts);
        }
    }

    private Map<String, Integer> run(@Nullable Fault fault, String step, int number) throws Exception {
        String when = fault + " at " + step + " number " + number + ", seed " + SEED;
        Path root = Files.createDirectory(folder.resolve("store" + ++folders));
        FaultyDisk disk = new FaultyDisk(fault, step, number);
        Workload work = new Workload();
        try (ObjectStore store = FsObjectStore.open(root.toUri(), root, disk, Workload.LITTLE)) {
            work.run(store, ".1", THREADS, ROUNDS, SEED);
            disk.heal();
            boolean goesOn = goesOn(work, store, when);
            work.check(store, when);
            if (goesOn) {
                work.checkRefused(store, when);
            }
        } catch (StorageException e) {
            assertThat(e).as(when).hasMessageContaining("can't"); // could not even be opened, or not be closed in order
        } catch (OutOfMemoryError e) {
            assertThat(e).as(when).hasMessageContaining("injected"); // likewise
        }
        Set<String> names;
        try (ObjectStore store = FsObjectStore.open(root.toUri(), root, Disk.REAL, Workload.LITTLE)) {
            work.check(store, when);
            work.put(store, Receipt.Kind.STORED, ObjectNames.instance("1.3", "1.3", "1.3.2"), new byte[4000]);
            names = store.receipts(0).toList().stream().map(Receipt::name).collect(Collectors.toSet());
        }
        Workload.checkFolder(root, names, when);
        return disk.counts();
    }

    /** Whether objects can be stored again, soon; if not, it must say what to do. */
    private static boolean goesOn(Workload work, ObjectStore store, String when) throws InterruptedException {
        StorageException last = null;
        for (int i = 0; i < 100; i++) {
            try {
                work.put(store, Receipt.Kind.STORED, ObjectNames.instance("1.3", "1.3", "1.3.1." + i), new byte[3000]);
                return true;
            } catch (StorageException e) {
                last = e;
                if (String.valueOf(e.getMessage()).contains("open it again")) {
                    return false;
                }
                Thread.sleep(20);
            }
        }
        throw new AssertionError("it does not go on, " + when, last);
    }

    @Test
    void loses_nothing_when_an_operation_of_any_name_fails() throws Exception {
        Map<String, Integer> all = run(null, "", 0);
        for (int i = 0; i < TIMES; i++) {
            Random random = new Random(SEED + i);
            for (String step : List.copyOf(all.keySet())) {
                Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
                run(fault, step, 1 + random.nextInt(Math.max(1, all.get(step) * 2 / 3)));
            }
        }
    }
}
