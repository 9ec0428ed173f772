package org.diconde4j.archive;

import java.util.OptionalLong;
import org.diconde4j.storage.Space;
import org.jspecify.annotations.Nullable;

/**
 * How an archive is at the moment: what its owner should be woken for.
 *
 * @param events receipts so far, which is the sequence of the last one
 * @param lag receipts that the index has not committed yet; some as long as objects come in, and many while it is brought up to date after
 *     opening; unknown until the index is open, and while it does not answer
 * @param space the room of the object store, or null if the store can't tell, or does not answer
 * @param keptFree bytes of it that are kept free, see {@link ArchiveBuilder#keepFree(long)}; 0 if the room is unknown
 * @param refused objects that were refused since the archive was opened because there was less
 */
public record Vitals(
        long events, OptionalLong lag, @Nullable Space space, long keptFree, long refused) {
    /**
     * Tells whether new objects are refused, as there is less room than is to be kept free.
     *
     * @return true if the owner has to make room
     */
    public boolean full() {
        Space room = space;
        return room != null && room.usable() < keptFree;
    }
}
