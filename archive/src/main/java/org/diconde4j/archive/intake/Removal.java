package org.diconde4j.archive.intake;

import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of what was deleted or discarded away. It has happened by its receipt, so bytes that can't be taken away must not keep
 * the index from knowing it; whoever did it is told afterwards.
 */
final class Removal {
    private final ObjectStore objects;
    private @Nullable StorageException failure;

    Removal(ObjectStore objects) {
        this.objects = objects;
    }

    /** Takes away what this receipt says to be gone. */
    void of(Receipt discarded) {
        try {
            objects.remove(discarded);
        } catch (StorageException e) {
            if (failure == null) {
                failure = new StorageException(
                        "it is " + discarded.kind() + " by receipt " + discarded.sequence() + ", but the bytes of "
                                + discarded.name() + " are still there: " + e.getMessage()
                                + "; once that is mended, reindex removes them",
                        e);
            }
        }
    }

    /**
     * To be called when the index knows it.
     *
     * @throws StorageException if bytes are left
     */
    void requireDone() {
        if (failure != null) {
            throw failure;
        }
    }
}
