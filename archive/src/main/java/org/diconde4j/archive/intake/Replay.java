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

    private final ObjectStore objects;
    private final Index index;
    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private volatile long lookedThrough;

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
     * Replays what the index has not seen.
     *
     * @param progress told how many receipts have been applied, now and then
     * @return how many receipts were applied
     */
    public long run(LongConsumer progress) {
        long last = objects.lastSequence();
        long applied = index.appliedSequence();
        if (applied >= last) {
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
        LOG.info("replayed {} receipts after {} into {}", count, applied, index.uri());
        return count;
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

    /** An object that cannot be read any more still has its place: the receipt says what it was. */
    private IndexEntry entry(Receipt receipt) {
        if (receipt.removesBytes()) {
            objects.remove(receipt); // a crash may have come between the receipt and the removal
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
