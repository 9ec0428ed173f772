package org.diconde4j.storage.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** How a part of {@link ObjectStoreContract} comes to a store, and what it does with it. */
abstract class StoreUnderTest {
    static final int THREADS = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final List<ObjectStore> opened = new ArrayList<>();

    /**
     * Opens the store under test.
     *
     * @param folder where a store with files may put them; the same folder means the same store
     * @return an open store
     */
    protected abstract ObjectStore open(Path folder);

    /**
     * Tells whether the store outlives its closing.
     *
     * @return false for a store in memory, which is then excused from opening again
     */
    protected boolean isDurable() {
        return true;
    }

    /**
     * Tells whether the store encrypts, so that receipts have a {@linkplain Receipt#stored() stored form}.
     *
     * @return true for a store that encrypts what it is given
     */
    protected boolean isEncrypted() {
        return false;
    }

    /**
     * Returns the file to which receipts are being appended.
     *
     * @param folder the folder of the store
     * @return the file, or null for a store that has none, which is then excused from torn tails
     */
    protected @Nullable Path receiptFile(Path folder) {
        return null;
    }

    Path receiptFile() {
        Path file = receiptFile(directory);
        assumeTrue(file != null, "does not apply: the store has no file of receipts");
        return Objects.requireNonNull(file);
    }

    /**
     * Returns the file in which an object lies, so that it can be damaged while the store is closed.
     *
     * @param folder the folder of the store
     * @param name the name of the object
     * @return the file, or null for a store without such, which is then excused from being damaged
     */
    protected @Nullable Path objectFile(Path folder, String name) {
        return null;
    }

    ObjectStore store() {
        ObjectStore store = open(directory);
        opened.add(store);
        return store;
    }

    ObjectStore reopened(ObjectStore store) {
        store.close();
        return store();
    }

    @AfterEach
    void close() {
        opened.forEach(ObjectStore::close);
    }

    static Receipt put(ObjectStore store, ReceiptDraft draft, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes, 0, bytes.length);
            return writer.commit(draft);
        }
    }

    static byte[] get(ObjectStore store, String name) throws IOException {
        try (InputStream in = store.open(name)) {
            return in.readAllBytes();
        }
    }

    interface Work {
        void run(int thread, int round) throws Exception;
    }

    static void together(ObjectStore store, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 1; t <= THREADS; t++) {
                int thread = t;
                done.add(threads.submit(() -> {
                    for (int round = 1; round <= 20; round++) {
                        work.run(thread, round);
                    }
                    return store;
                }));
            }
            for (Future<?> f : done) {
                f.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    List<Path> files() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.sorted().toList();
        }
    }

    /** Loses or damages an object, as a disk does. */
    void damage(Receipt receipt, boolean missing) throws IOException {
        Path file = objectFile(directory, receipt.name());
        assumeTrue(file != null, "does not apply: the store has no file that could be damaged");
        byte[] found = Files.readAllBytes(Objects.requireNonNull(file));
        Files.delete(file);
        if (!missing) {
            found[found.length / 2] ^= 1;
            Files.write(file, found);
        }
    }
}
