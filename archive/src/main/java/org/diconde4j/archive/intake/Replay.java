package org.diconde4j.archive.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an index up to the receipts: what it has not seen is read from the objects and applied. Thread-safe. */
public final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int BATCH = 500;

    /** An index that lacks more than these is being built. */
    static final long MOST_BEHIND = 10_000;

    /** How long what was found out about an index that others use is taken for true. */
    private static final long FRESH_NANOS = 1_000_000_000;

    private final ObjectStore objects;
    private final Index index;
    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private volatile long lookedThrough;
    private volatile boolean rebuilding;
    private volatile boolean behind;
    private volatile long asked = System.nanoTime() - FRESH_NANOS;

    /**
     * Makes a replay.
     *
     * @param objects the truth
     * @param index its projection
     */
    public Replay(ObjectStore objects, Index index) {
        this.objects = objects;
        this.index = index;
    }

    /**
     * Replays what the index has not seen.
     *
     * @return how many receipts were applied
     */
    public long run() {
        return run(count -> {});
    }

    /**
     * Rebuilds the index, while objects may be stored.
     *
     * @param whole the index that is asked, with what waits in front of it
     * @param progress told how many receipts have been applied, now and then
     * @return how many receipts were applied
     */
    public long rebuild(Index whole, LongConsumer progress) {
        rebuilding = true; // if this fails, until another replay is through
        whole.clear();
        rebuilding = true; // again, as a replay of what was there before may have ended just now
        return run(progress);
    }

    /**
     * Whether the index may not know yet what was deleted, and so whose names have been used.
     *
     * @return true while it is being rebuilt, here or by another process
     */
    boolean mayLackDeletions() {
        if (rebuilding || !index.shared()) {
            return rebuilding;
        }
        long now = System.nanoTime();
        if (now - asked > FRESH_NANOS) {
            behind = objects.lastSequence() - index.appliedSequence() > MOST_BEHIND;
            asked = now;
        }
        return behind;
    }

    /**
     * Lets the index know all that happened to what is about to be changed.
     *
     * @param whole the index that is asked, with what waits in front of it
     * @throws StorageException if it is being rebuilt
     */
    void catchUp(Index whole) {
        long applied = whole.appliedSequence();
        long last = objects.lastSequence();
        if (rebuilding || last - applied > MOST_BEHIND) {
            throw new StorageException("the index " + index.uri() + " is being rebuilt and has come to receipt "
                    + applied + " of " + last + "; nothing is changed before it knows all of them, so try again then");
        }
        if (applied < last && !index.shared()) {
            run(); // others of a shared one are looked for among the receipts
        }
    }

    /**
     * Replays what the index has not seen.
     *
     * @param progress told how many receipts have been applied, now and then
     * @return how many receipts were applied
     */
    public long run(LongConsumer progress) {
        String epoch = index.epoch();
        long last = objects.lastSequence();
        long applied = index.appliedSequence();
        if (applied >= last) {
            complete(epoch);
            return 0;
        }
        long count = 0;
        List<IndexEntry> batch = new ArrayList<>(BATCH);
        try (Cursor<Receipt> receipts = objects.receipts(applied)) {
            while (receipts.hasNext()) {
                batch.add(entry(receipts.next()));
                count++;
                if (batch.size() == BATCH || !receipts.hasNext()) {
                    index.apply(List.copyOf(batch));
                    batch.clear();
                    progress.accept(count);
                }
            }
        }
        index.replayedTo(last);
        complete(epoch);
        LOG.info("replayed {} receipts after {} into {}", count, applied, index.uri());
        return count;
    }

    /** The index knows everything, unless it was emptied since. */
    private void complete(String epoch) {
        if (epoch.equals(index.epoch())) {
            rebuilding = false;
        }
    }

    /** What was deleted later is not missed. The names are remembered, for where one was there are more. */
    private boolean isRemovedAfter(Receipt receipt) {
        if (!removed.contains(receipt.name())) {
            try (Cursor<Receipt> later = objects.receipts(Math.max(receipt.sequence(), lookedThrough))) {
                while (later.hasNext()) {
                    Receipt one = later.next();
                    lookedThrough = one.sequence();
                    if (one.removesBytes()) {
                        removed.add(one.name());
                    }
                }
            }
        }
        return removed.contains(receipt.name());
    }

    /**
     * A crash may have come between the receipt and the removal. Bytes that can't be removed must not keep the index from knowing
     * everything else, and bytes that another object has left under that name since are not meant.
     */
    private void removeBytes(Receipt receipt) {
        try {
            if (objects.exists(receipt.name()) && !isNamedAfter(receipt)) {
                objects.remove(receipt);
            }
        } catch (StorageException e) {
            LOG.error(
                    "the bytes of {}, {} by receipt {}, are still there: {}; reindex tries again",
                    receipt.name(),
                    receipt.kind(),
                    receipt.sequence(),
                    e.getMessage());
        }
    }

    private boolean isNamedAfter(Receipt removed) {
        try (Cursor<Receipt> later = objects.receipts(removed.sequence())) {
            while (later.hasNext()) {
                Receipt one = later.next();
                if (one.carriesBytes() && one.name().equals(removed.name())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** An object that cannot be read any more still has its place: the receipt says what it was. */
    private IndexEntry entry(Receipt receipt) {
        if (receipt.removesBytes()) {
            removeBytes(receipt);
        }
        if (!receipt.addsInstance()) {
            return new IndexEntry(receipt, Dataset.empty());
        }
        try {
            return new IndexEntry(receipt, Overlay.of(Headers.read(objects, receipt), receipt));
        } catch (DicomParseException | StorageException | IOException e) {
            if (!(e instanceof ObjectMissingException) || !isRemovedAfter(receipt)) {
                LOG.error("object {} cannot be read for the index: {}", receipt.name(), e.getMessage());
            }
            return new IndexEntry(receipt, Overlay.of(Identities.attributes(receipt), receipt));
        }
    }
}
