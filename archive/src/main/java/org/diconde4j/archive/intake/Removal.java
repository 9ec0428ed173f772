package org.diconde4j.archive.intake;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** What follows the receipts of what was deleted or discarded. */
final class Removal {
    private Removal() {}

    /**
     * Takes the bytes away, and then lets the index know, so that a replay makes up for what a crash leaves out. It has happened by the
     * receipts, so bytes that can't be taken away do not keep the index from knowing it; whoever did it is told afterwards.
     *
     * @throws StorageException if bytes are left, or the index does not take it
     */
    static void finish(ObjectStore objects, Index index, List<Receipt> discarded) {
        StorageException failure = null;
        for (Receipt receipt : discarded) {
            StorageException left = remove(objects, receipt);
            failure = failure == null ? left : failure;
        }
        index.apply(discarded.stream()
                .map(receipt -> new IndexEntry(receipt, Dataset.empty()))
                .toList());
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable StorageException remove(ObjectStore objects, Receipt discarded) {
        try {
            objects.remove(discarded);
            return null;
        } catch (StorageException e) {
            return new StorageException(
                    "it is " + discarded.kind() + " by receipt " + discarded.sequence() + ", but the bytes of "
                            + discarded.name() + " are still there: " + e.getMessage()
                            + "; once that is mended, reindex removes them",
                    e);
        }
    }
}
