package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store is closed while others commit. */
@Timeout(60)
class ClosingTest {
    private static final int THREADS = 12;

    @TempDir
    Path folder;

    private final Semaphore syncs = new Semaphore(0);
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    /** Syncs the journal when it may, and is late with the files of objects: they get none. */
    private final class Slow extends SteppedDisk {
        volatile boolean begun;
        volatile int waiting;

        @Override
        void before(String step) throws IOException {
            if (begun && step.equals("journal.sync")) {
                waiting++;
                syncs.acquireUninterruptibly();
            }
            if (step.equals("object.link") || step.equals("object.move")) {
                throw new IOException("the test's disk is busy");
            }
        }
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[100_000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    private static String name(int number) {
        return ObjectNames.instance("1.2", "1.2.3", "1.2.3." + number);
    }

    private Thread commit(ObjectStore store, int number) {
        Thread thread = new Thread(() -> {
            try {
                StoreFolder.put(store, name(number), bytes(number));
                acknowledged.add(number);
            } catch (StorageException e) {
                // not acknowledged
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitParked(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.sleep(1);
        }
    }

    @RepeatedTest(5)
    void what_was_acknowledged_meanwhile_is_there_when_it_is_opened_again() throws Exception {
        URI uri = URI.create("fs:" + folder);
        Slow disk = new Slow();
        ObjectStore store = FsObjectStore.open(uri, folder, disk, Limits.USUAL);
        commit(store, 0).join(); // makes the journal
        disk.begun = true;
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= THREADS; i++) { // the first by itself, and then all the others together
            threads.add(commit(store, i));
            awaitParked(threads.get(i - 1));
        }
        syncs.release();
        while (disk.waiting < 2) {
            Thread.sleep(1);
        }
        Thread closer = new Thread(store::close);
        closer.start();
        awaitParked(closer);
        syncs.release(100);
        closer.join();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(acknowledged).hasSizeGreaterThan(2);
        try (ObjectStore again = FsObjectStore.open(uri, folder)) {
            for (int number : acknowledged) {
                try (InputStream in = again.open(name(number))) {
                    assertThat(in.readAllBytes()).isEqualTo(bytes(number));
                }
            }
            assertThat(again.receipts(0).toList()).hasSameSizeAs(acknowledged);
            assertThat(again.findings()).isEmpty();
        }
    }
}
