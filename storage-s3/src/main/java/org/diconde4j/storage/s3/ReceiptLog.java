package org.diconde4j.storage.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The one log of all who have the store open. Whoever makes the object that comes next has appended; whoever finds it made
 * already reads it, and tries for the one after it. So each writer has seen all that stands before its own receipts, and of two
 * that commit the same name the second knows it.
 */
final class ReceiptLog {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** How far the clocks of one service may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Service service;
    private final Consumer<String> findings;
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<Claim> claims = new HashSet<>(); // guarded by turn
    private final Recent recent = new Recent(); // guarded by turn
    private long fresh = System.nanoTime() - FRESH.toNanos(); // guarded by turn
    private volatile long last;

    ReceiptLog(Service service, Consumer<String> findings) {
        this.service = service;
        this.findings = findings;
    }

    /** The names that got their receipts last, so that most questions need no search. */
    private static final class Recent extends LinkedHashMap<String, Long> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 4096;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    }

    /** What to append: a receipt that is not sealed yet, and the name that it wants, if it comes with bytes. */
    interface Item {
        Receipt seal(long last);

        @Nullable
        Claim claim();
    }

    /**
     * What came of an item: one of the two, or neither if somebody else has the name.
     *
     * @param receipt its receipt
     * @param failure why there is none
     */
    record Outcome(@Nullable Receipt receipt, @Nullable RuntimeException failure) {}

    /** Watches for rivals of a claim from now on; returns the sequence from which on. */
    long watch(Claim claim) {
        turn.lock();
        try {
            if (claims.isEmpty() && System.nanoTime() - fresh > FRESH.toNanos()) {
                jump(); // or else all that was missed would have to be read
            }
            claims.add(claim);
            return last;
        } finally {
            turn.unlock();
        }
    }

    void release(Claim claim) {
        turn.lock();
        try {
            claims.remove(claim);
        } finally {
            turn.unlock();
        }
    }

    /** Appends, all in one batch but those that must not. */
    List<Outcome> append(List<? extends Item> items) {
        turn.lock();
        try {
            long start = System.nanoTime();
            while (System.nanoTime() - start < PATIENCE.toNanos()) {
                List<Outcome> outcomes = new ArrayList<>();
                List<Receipt> receipts = seal(items, outcomes);
                if (receipts.isEmpty() || put(receipts)) {
                    return outcomes;
                }
                follow();
            }
        } finally {
            turn.unlock();
        }
        throw new StorageException(
                "in " + PATIENCE.toSeconds() + " s others were always first to append to the receipts in "
                        + service.place().uri() + "; try again");
    }

    private List<Receipt> seal(List<? extends Item> items, List<Outcome> outcomes) {
        List<Receipt> receipts = new ArrayList<>();
        long end = last;
        for (Item item : items) {
            Claim claim = item.claim();
            if (claim != null) {
                receipts.forEach(claim::meet); // of the same batch
            }
            if (claim != null && claim.isLost()) {
                outcomes.add(new Outcome(null, null));
                continue;
            }
            try {
                Receipt receipt = item.seal(end);
                end = receipt.sequence();
                receipts.add(receipt);
                outcomes.add(new Outcome(receipt, null));
            } catch (RuntimeException e) {
                outcomes.add(new Outcome(null, e));
            }
        }
        return receipts;
    }

    private boolean put(List<Receipt> receipts) {
        String name = Batch.after(last);
        String id = UUID.randomUUID().toString();
        long end = receipts.get(receipts.size() - 1).sequence();
        Map<String, String> metadata = Map.of(Batch.ID, id, Batch.LAST, String.valueOf(end));
        boolean won;
        try {
            won = service.putIfAbsent(name, Body.of(Batch.write(receipts)), metadata, true) || isMine(name, id);
        } catch (StorageException e) {
            if (!isMine(name, id)) {
                throw e;
            }
            won = true;
        }
        if (won) {
            receipts.forEach(this::tell);
            last = end;
            fresh = System.nanoTime();
        }
        return won;
    }

    /** A request that was repeated finds what it did itself. */
    private boolean isMine(String name, String id) {
        HeadObjectResponse found = service.head(name);
        return found != null && id.equals(found.metadata().get(Batch.ID));
    }

    /** Reads the batch that comes next; false if there is none. */
    private boolean follow() {
        String name = Batch.after(last);
        byte[] text = service.bytes(name);
        if (text == null) {
            return false;
        }
        for (Receipt receipt : Batch.read(name, text, findings)) {
            tell(receipt);
        }
        last = lastOf(name);
        return true;
    }

    private void tell(Receipt receipt) {
        if (receipt.carriesBytes()) {
            recent.put(receipt.name(), receipt.sequence());
        }
        claims.forEach(claim -> claim.meet(receipt));
    }

    /** From the metadata, as the last line might be damaged. */
    private long lastOf(String name) {
        HeadObjectResponse found = service.head(name);
        String text = found == null ? null : found.metadata().get(Batch.LAST);
        if (text == null || !text.matches("[0-9]{1,19}")) {
            throw new StorageException(
                    "the receipts " + name + " in " + service.place().uri()
                            + " don't say in their metadata which one is the last; they were written by something else");
        }
        return Long.parseLong(text);
    }

    /** The end of the log as it is now. */
    long refresh() {
        turn.lock();
        try {
            if (claims.isEmpty()) {
                jump();
            } else {
                while (follow()) {
                    continue;
                }
            }
            fresh = System.nanoTime();
            return last;
        } finally {
            turn.unlock();
        }
    }

    long lastKnown() {
        return last;
    }

    /** Finds the end without reading what is before it: at first by steps that grow, then between the last two. */
    private void jump() {
        fresh = System.nanoTime();
        Service.Listed found = next(last);
        if (found == null) {
            return;
        }
        long low = Batch.first(found.name());
        long high = 0;
        for (long step = 1; high == 0; step *= 8) {
            found = next(low + step);
            if (found == null) {
                high = low + step;
            } else {
                low = Batch.first(found.name());
            }
        }
        while (low < high) {
            long middle = low + (high - low) / 2;
            found = next(middle);
            if (found == null) {
                high = middle;
            } else {
                low = Batch.first(found.name());
            }
        }
        last = lastOf(Batch.after(low - 1));
    }

    /** The first batch that begins after a sequence. */
    private Service.@Nullable Listed next(long after) {
        List<Service.Listed> found = service.list(Batch.FOLDER, Batch.listAfter(after), 1);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Whether there is a receipt for the bytes of this name, which lie there since some time. */
    boolean has(String name, Instant since) {
        turn.lock();
        try {
            if (recent.containsKey(name)) {
                return true;
            }
        } finally {
            turn.unlock();
        }
        Instant from = since.minus(SKEW);
        long low = 0;
        long high = last;
        while (low < high) {
            long middle = low + (high - low) / 2;
            Service.Listed found = next(middle);
            if (found == null || !found.modified().isBefore(from)) {
                high = middle;
            } else {
                low = Math.max(middle + 1, Batch.first(found.name()));
            }
        }
        try (Cursor<Receipt> receipts = new ReceiptCursor(service, low, refresh(), findings)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (receipt.carriesBytes() && receipt.name().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    Cursor<Receipt> read(long after) {
        return read(after, refresh());
    }

    Cursor<Receipt> read(long after, long end) {
        return new ReceiptCursor(service, after, end, findings);
    }
}
