package org.diconde4j.archive.keep;

import java.net.URI;
import java.util.List;
import java.util.function.LongConsumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;

/**
 * Moves an open archive to another store, of whatever kind, while it serves. Objects and receipts are replicated until little is
 * left; then new objects wait for the moment in which the rest is copied, and from there on the archive uses the other store. The
 * index is not touched, readers never wait, and the former store stays as it was.
 *
 * <p>Other processes must not write to the former store meanwhile. Immutable.
 */
public final class Migration {
    private final SwitchableStore store;
    private final Place<ObjectStore> to;
    private final long bytesPerSecond;

    private Migration(SwitchableStore store, Place<ObjectStore> to, long bytesPerSecond) {
        this.store = store;
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Where to migrate to.
     *
     * @param store the store of the archive
     */
    public record Source(SwitchableStore store) {
        /**
         * Names the other store, which must be empty or a replica, and is made if it is not there. It is
         * encrypted with the same keys if the store of now is; a URI that begins with {@code crypto:} says with which others.
         *
         * @param uri its URI
         * @return what is to be done
         */
        public Migration to(URI uri) {
            return new Migration(store, Place.at(uri, store.uri()), Long.MAX_VALUE);
        }

        /**
         * Gives the other store, which belongs to the archive once the migration has succeeded.
         *
         * @param other the store
         * @return what is to be done
         */
        public Migration to(ObjectStore other) {
            return new Migration(store, Place.of(other), Long.MAX_VALUE);
        }
    }

    /**
     * What was done.
     *
     * @param receipts receipts that were copied
     * @param objects objects among them
     * @param bytes their bytes
     * @param held how long new objects had to wait
     */
    public record Report(long receipts, long objects, long bytes, java.time.Duration held) {}

    /**
     * Limits how fast it reads before the switch.
     *
     * @param bytes bytes a second
     * @return the changed migration
     */
    public Migration rate(long bytes) {
        return new Migration(store, to, bytes);
    }

    /**
     * Migrates.
     *
     * @return what was done
     * @throws StorageException if the other store cannot be written to or is no replica, an object or a receipt cannot be read
     *     or is damaged, so that it could not come along, or anything else would be left behind; then the archive goes on with its store
     */
    public Report run() {
        return run(receipts -> {});
    }

    /**
     * Migrates.
     *
     * @param progress told how many receipts have been copied
     * @return what was done
     * @throws StorageException if the other store cannot be written to or is no replica, an object or a receipt cannot be read
     *     or is damaged, so that it could not come along, or anything else would be left behind; then the archive goes on with its store
     */
    public Report run(LongConsumer progress) {
        ObjectStore from = store.current();
        Place.Visit<ObjectStore> other = to.visit();
        try {
            Follower follower = new Follower(from, other.store(), Migration::refuse).requireSameHistory();
            readReceipts(from);
            requireReadable(follower, from);
            Pace pace = new Pace(bytesPerSecond, () -> false);
            Follower.Copied copied = follower.run(pace, progress);
            // Each round has less to do than the one before, until what is left is what comes within one.
            for (int i = 0; i < 5 && follower.lag() > 0; i++) {
                copied = copied.plus(follower.run(pace, progress));
            }
            Follower.Copied most = copied;
            Follower.Copied[] rest = new Follower.Copied[1];
            long[] held = new long[2];
            store.switchTo(() -> {
                held[0] = System.nanoTime();
                rest[0] = follower.run(new Pace(Long.MAX_VALUE, () -> false), progress);
                requireReadable(follower, from);
                follower.requireAll(from.lastSequence());
                return other.store();
            });
            held[1] = System.nanoTime();
            Follower.Copied all = most.plus(rest[0]);
            return new Report(
                    all.receipts(), all.objects(), all.bytes(), java.time.Duration.ofNanos(held[1] - held[0]));
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    /** All of them, so that the store has met the damaged ones: an earlier try may have come past them. */
    private static void readReceipts(ObjectStore store) {
        try (Cursor<Receipt> receipts = store.receipts(0)) {
            while (receipts.hasNext()) {
                receipts.next();
            }
        }
    }

    private static void requireReadable(Follower follower, ObjectStore from) {
        List<String> unreadable = follower.unreadable();
        if (!unreadable.isEmpty()) {
            throw new StorageException(unreadable.size() + " receipts in " + from.uri()
                    + " can't be read, and what came with them would be left behind, the first one "
                    + unreadable.get(0)
                    + "; restore a backup or open a replica that has them instead, or, if there is none, replicate, which leaves"
                    + " them out, and open the replica; the archive goes on with its store");
        }
    }

    private static void refuse(Damage damage) {
        throw new StorageException(
                "the object " + damage.receipt().name() + " is damaged and can't come along: " + damage.problem()
                        + "; repair it from a replica or a backup first, the archive goes on with its store");
    }
}
