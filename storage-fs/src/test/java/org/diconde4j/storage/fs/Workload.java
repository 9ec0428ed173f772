package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;

/** Threads that commit small and large objects, and set aside and discard some, and what must be true afterwards. */
final class Workload {
    /** Everything happens often with these. */
    static final Limits LITTLE = new Limits(
            2000,
            9000,
            12,
            Duration.ofMillis(20),
            Duration.ofMillis(30),
            12_000,
            60_000,
            30_000,
            50,
            9000,
            Duration.ofSeconds(10));

    private static final int LARGEST = 6000;

    final Map<String, Receipt> acknowledged = new ConcurrentHashMap<>();
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    final Set<String> removed = ConcurrentHashMap.newKeySet();
    final List<StorageException> failures = java.util.Collections.synchronizedList(new ArrayList<>());

    /** Commits until the first failure, or so many rounds, in each of several threads. */
    void run(ObjectStore store, String prefix, int threads, int rounds, long seed) throws InterruptedException {
        run(store, prefix, threads, rounds, seed, receipt -> {});
    }

    void run(ObjectStore store, String prefix, int threads, int rounds, long seed, Consumer<Receipt> done)
            throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed + t);
            String series = prefix + "." + t;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < rounds; i++) {
                        round(store, series, i, random, done);
                    }
                } catch (StorageException e) {
                    failures.add(e);
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
    }

    private void round(ObjectStore store, String series, int i, Random random, Consumer<Receipt> done) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? LARGEST : 500)];
        random.nextBytes(bytes);
        if (random.nextInt(8) != 0) {
            String name =
                    ObjectNames.instance("1.2" + series, "1.2" + series + "." + i / 7, "1.2" + series + ".0." + i);
            done.accept(put(store, Receipt.Kind.STORED, name, bytes));
            return;
        }
        Receipt set = put(
                store, Receipt.Kind.QUARANTINED, ObjectNames.quarantined(Instant.EPOCH, "q" + series + "." + i), bytes);
        done.accept(set);
        acknowledged.remove(set.name()); // from here on it may be gone, even if the answer is lost
        Receipt discarded =
                store.append(ReceiptDraft.about(set, Receipt.Kind.DISCARDED, Instant.EPOCH, Source.api(), "noise"));
        store.remove(discarded);
        removed.add(set.name());
    }

    Receipt put(ObjectStore store, Receipt.Kind kind, String name, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes, 0, bytes.length);
            Receipt receipt = writer.commit(ReceiptDraft.builder(kind, Instant.EPOCH, Source.api(), name)
                    .build());
            acknowledged.put(name, receipt);
            return receipt;
        } catch (StorageException e) {
            refused.add(name);
            throw e;
        } catch (OutOfMemoryError e) {
            refused.add(name);
            throw new StorageException("there was no memory for it", e);
        }
    }

    /** Everything acknowledged is there and whole, what was removed is not, and nothing else is visible. */
    void check(ObjectStore store, String when) {
        Map<String, Receipt> receipts = store.receipts(0).toList().stream()
                .filter(r -> r.kind() != Receipt.Kind.DISCARDED)
                .collect(Collectors.toMap(Receipt::name, r -> r));
        for (Receipt receipt : acknowledged.values()) {
            assertThat(receipts.get(receipt.name()))
                    .as("the receipt of %s, %s", receipt.name(), when)
                    .isEqualTo(receipt);
            assertThat(store.exists(receipt.name()))
                    .as("the object %s, %s", receipt.name(), when)
                    .isTrue();
        }
        for (Receipt receipt : receipts.values()) {
            if (store.exists(receipt.name())) {
                assertThat(store.digest(receipt.name()))
                        .as("%s, %s", receipt.name(), when)
                        .isEqualTo(receipt.file());
            }
        }
        for (String name : removed) {
            assertThat(store.exists(name))
                    .as("the removed object %s, %s", name, when)
                    .isFalse();
        }
    }

    /** Nothing is kept of what was refused. */
    void checkRefused(ObjectStore store, String when) {
        Set<String> names =
                store.receipts(0).toList().stream().map(Receipt::name).collect(Collectors.toSet());
        for (String name : refused) {
            assertThat(names).as("%s, which was refused, %s", name, when).doesNotContain(name);
            assertThat(store.exists(name))
                    .as("%s, which was refused, %s", name, when)
                    .isFalse();
        }
    }

    /** Nothing is left but objects that have receipts. */
    static void checkFolder(Path root, Set<String> receipts, String when) throws IOException {
        Set<String> unexpected = new TreeSet<>();
        for (String file : PowerDisk.list(root)) {
            boolean expected = receipts.contains(file)
                    || file.matches("receipts/[0-9]{19}\\.jsonl")
                    || Set.of("format", "FORMAT.md", "lock").contains(file);
            if (!expected) {
                unexpected.add(file);
            }
        }
        assertThat(unexpected).as("left in the closed folder, %s", when).isEmpty();
        assertThat(Files.size(root.resolve("format"))).isPositive();
    }
}
