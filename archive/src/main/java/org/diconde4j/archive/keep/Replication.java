package org.diconde4j.archive.keep;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.diconde4j.storage.ObjectStore;

/**
 * Keeps a second store of any kind in step with that of an archive: the same objects under the same names, the same receipts with
 * the same sequences. So the second store is an archive's object store as the first one is, and can repair or replace it.
 *
 * <ul>
 *   <li>It goes on where it stopped, which the second store itself tells; a crash at any moment loses and doubles nothing.
 *   <li>Each digest is compared with its receipt on the way.
 *   <li>What happens to an object later, such as its discarding, happens in the second store too.
 *   <li>An object that is damaged in the first store is reported and its receipt copied alone, so that it does not hold up others.
 * </ul>
 *
 * Immutable.
 */
public final class Replication {
    private final ObjectStore from;
    private final Consumer<AutoCloseable> started;
    private final Place to;
    private final long bytesPerSecond;

    /**
     * Describes a replication. For the archive.
     *
     * @param from the first store
     * @param started told of what runs, and has to close it
     * @param to the second store
     */
    Replication(ObjectStore from, Consumer<AutoCloseable> started, Place to) {
        this(from, started, to, Long.MAX_VALUE);
    }

    private Replication(ObjectStore from, Consumer<AutoCloseable> started, Place to, long bytesPerSecond) {
        this.from = from;
        this.started = started;
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Where to replicate to.
     *
     * @param from the first store
     * @param started told of what runs, and has to close it
     */
    public record Source(ObjectStore from, Consumer<AutoCloseable> started) {
        /**
         * Names the second store, which is made if it is not there. It is encrypted with the same keys if the first one is.
         *
         * @param uri its URI, such as {@code fs:/mnt/second/objects}
         * @return what is to be done
         */
        public Replication to(URI uri) {
            return new Replication(from, started, Place.at(uri, from.uri()));
        }

        /**
         * Gives the second store.
         *
         * @param store the store, which is not closed
         * @return what is to be done
         */
        public Replication to(ObjectStore store) {
            return new Replication(from, started, Place.of(store));
        }
    }

    /**
     * What was done.
     *
     * @param receipts receipts that were copied
     * @param objects objects among them
     * @param bytes their bytes
     * @param damaged objects that are damaged or missing in the first store, and so could not be copied
     */
    public record Report(long receipts, long objects, long bytes, List<Damage> damaged) {}

    /**
     * Limits how fast it reads.
     *
     * @param bytes bytes a second
     * @return the changed replication
     */
    public Replication rate(long bytes) {
        return new Replication(from, started, to, bytes);
    }

    /**
     * Copies all that the second store lacks.
     *
     * @return what was done
     * @throws org.diconde4j.storage.StorageException if the second store cannot be opened or written to, or is no replica of the
     *     first one
     */
    public Report run() {
        return run(receipts -> {});
    }

    /**
     * Copies all that the second store lacks.
     *
     * @param progress told how many receipts have been copied
     * @return what was done
     * @throws org.diconde4j.storage.StorageException if the second store cannot be opened or written to, or is no replica of the
     *     first one
     */
    public Report run(LongConsumer progress) {
        List<Damage> damaged = new ArrayList<>();
        try (Place.Visit second = to.visit()) {
            Follower.Copied copied = new Follower(from, second.store(), damaged::add)
                    .requireSameHistory()
                    .run(new Pace(bytesPerSecond, () -> false), progress);
            return new Report(copied.receipts(), copied.objects(), copied.bytes(), List.copyOf(damaged));
        }
    }

    /**
     * Follows from now on, in the background. If the second store cannot be reached, it tries again, with longer and longer pauses.
     *
     * @return what runs; closing the archive closes it too
     */
    public Replica start() {
        Replica replica = new Replica(from, to, bytesPerSecond);
        started.accept(replica);
        replica.start();
        return replica;
    }
}
