package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;

/**
 * A process that commits from several threads, prints the name of each object that is acknowledged, and kills itself with SIGKILL at an
 * operation of the disk: the system property {@code diconde4j.killAt}, such as {@code journal.sync:17}. Of a write it does half before.
 */
final class KilledStore {
    private KilledStore() {}

    private static final class KillingDisk extends SteppedDisk {
        private final Map<String, Integer> counts = new HashMap<>();
        private final String at;
        private final int number;

        KillingDisk(String step) {
            at = step.substring(0, step.indexOf(':'));
            number = Integer.parseInt(step.substring(step.indexOf(':') + 1));
        }

        private synchronized boolean isNow(String step) {
            return step.equals(at) && counts.getOrDefault(step, 0) == number;
        }

        @Override
        void before(String step) throws IOException {
            synchronized (this) {
                counts.merge(step, 1, Integer::sum);
            }
            if (isNow(step) && !step.endsWith(".write")) {
                kill();
            }
        }

        @Override
        int written(String step, int length) {
            return isNow(step) ? length / 2 : length;
        }

        @Override
        void after(String step) throws IOException {
            if (isNow(step) && step.endsWith(".write")) {
                kill();
            }
        }

        private static void kill() throws IOException {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                // It is killed in any case.
            }
            throw new IOException("the kill did not come");
        }
    }

    /** Arguments: the folder, a part of all names, a seed. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        Disk disk = new KillingDisk(System.getProperty("diconde4j.killAt"));
        long seed = Long.parseLong(args[2]);
        try (ObjectStore store = FsObjectStore.open(root.toUri(), root, disk, Workload.LITTLE)) {
            new Workload().run(store, args[1], 4, 40 + new Random(seed).nextInt(40), seed, KilledStore::acknowledged);
        }
        System.out.println("END");
    }

    private static void acknowledged(Receipt receipt) {
        System.out.println(receipt.name()); // a print stream writes it as one, at once
    }
}
