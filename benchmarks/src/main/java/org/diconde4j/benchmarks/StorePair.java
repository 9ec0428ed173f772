package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/** A store with something around it and the same one without, written to and read from by turns, four threads. */
final class StorePair {
    static final int THREADS = 4;

    private final ObjectStore with;
    private final ObjectStore without;
    private final int rounds;
    private int numbers;

    StorePair(ObjectStore with, ObjectStore without, int rounds) {
        this.with = with;
        this.without = without;
        this.rounds = rounds;
    }

    /** Prints two lines; gives a receipt of the store with something around it. */
    Receipt report(String size, byte[] bytes, int objects) throws Exception {
        Queue<Receipt> ours = new ConcurrentLinkedQueue<>();
        Queue<Receipt> theirs = new ConcurrentLinkedQueue<>();
        Turns.take(rounds, () -> write(with, bytes, objects, ours), () -> write(without, bytes, objects, theirs))
                .print(size + " written durably", "objects/s", "none");
        Turns.take(rounds, () -> read(with, ours), () -> read(without, theirs))
                .print(size + " read, in the system's memory", "objects/s", "none");
        return ours.element();
    }

    private double write(ObjectStore store, byte[] bytes, int objects, Queue<Receipt> written) throws Exception {
        written.clear();
        List<ReceiptDraft> drafts = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            String uid = "1.2.3.4." + System.nanoTime() + "." + ++numbers;
            drafts.add(ReceiptDraft.builder(
                            Receipt.Kind.STORED,
                            Instant.now(),
                            Source.api(),
                            ObjectNames.instance("1.2.3", "1.2.3.4", uid))
                    .uids("1.2", uid, "1.2.3", "1.2.3.4")
                    .build());
        }
        return each(drafts, draft -> {
            try (ObjectWriter writer = store.begin()) {
                writer.write(bytes);
                written.add(writer.commit(draft));
            }
        });
    }

    private static double read(ObjectStore store, Queue<Receipt> receipts) throws Exception {
        return each(List.copyOf(receipts), receipt -> {
            long count = 0;
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = store.open(receipt.name())) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    count += n;
                }
            }
            if (count != receipt.length()) {
                throw new IOException(receipt.name() + " has " + count + " bytes");
            }
        });
    }

    /** Removes a folder and all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private interface Work<T> {
        void on(T item) throws IOException;
    }

    /** Items a second. */
    private static <T> double each(List<T> items, Work<T> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(executor.submit(() -> {
                    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                        work.on(items.get(i));
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            executor.shutdown();
        }
        return items.size() * 1e9 / (System.nanoTime() - start);
    }
}
