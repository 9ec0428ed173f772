package org.diconde4j.archive.keep;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second store of any kind in step with that of an archive: the same objects under the same names, the same receipts with
 * the same sequences. So the second store is an archive's object store as the first one is, and can repair or replace it. With the
 * records, which are worklists, procedure steps, what is to be sent and to be committed, it can replace all of the archive.
 *
 * <ul>
 *   <li>It goes on where it stopped, which the second store itself tells; a crash at any moment loses and doubles nothing.
 *   <li>Each digest is compared with its receipt on the way.
 *   <li>What happens to an object later, such as its discarding, happens in the second store too.
 *   <li>An object that is damaged in the first store is reported and its receipt copied alone, so that it does not hold up others.
 *   <li>A receipt that is damaged in the first store is reported; it and what came with it are not in the second one.
 *   <li>Records have the same versions and times, and those that are deleted are deleted. What has been found damaged in the first
 *       store is not copied. Records that something other than replication has changed are refused, and left as they are.
 * </ul>
 *
 * Immutable.
 */
public final class Replication {
    private final Source source;
    private final Place<ObjectStore> to;
    private final @Nullable Place<Records> records;
    private final long bytesPerSecond;

    private Replication(Source source, Place<ObjectStore> to, @Nullable Place<Records> records, long bytesPerSecond) {
        this.source = source;
        this.to = to;
        this.records = records;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Where to replicate to.
     *
     * @param from the first store
     * @param records the first records, null for an archive that has none
     * @param started told of what runs, and has to close it
     */
    public record Source(ObjectStore from, Supplier<@Nullable Records> records, Consumer<AutoCloseable> started) {
        /**
         * Names the second store, which is made if it is not there. It is encrypted with the same keys if the first one is. If it
         * is a folder, records go to the folder {@code records} in it, where an archive looks for them.
         *
         * @param uri its URI, such as {@code fs:/mnt/second/objects}
         * @return what is to be done
         */
        public Replication to(URI uri) {
            URI beside = StorageProviders.recordsBeside(uri);
            return new Replication(
                    this,
                    Place.at(uri, from.uri()),
                    beside == null || records.get() == null ? null : Place.ofRecords(beside),
                    Long.MAX_VALUE);
        }

        /**
         * Gives the second store.
         *
         * @param store the store, which is not closed
         * @return what is to be done, for the objects alone if it is not said where records go
         */
        public Replication to(ObjectStore store) {
            return new Replication(this, Place.of(store), null, Long.MAX_VALUE);
        }
    }

    /**
     * Names the second records, which are made if they are not there.
     *
     * @param uri their URI, such as {@code fs:/mnt/second/records}
     * @return the changed replication
     * @throws org.diconde4j.storage.StorageException if the archive has no records
     */
    public Replication records(URI uri) {
        return records(Place.ofRecords(uri));
    }

    /**
     * Gives the second records.
     *
     * @param other the records, which are not closed
     * @return the changed replication
     * @throws org.diconde4j.storage.StorageException if the archive has no records
     */
    public Replication records(Records other) {
        return records(Place.ofRecords(other));
    }

    private Replication records(Place<Records> place) {
        if (source.records().get() == null) {
            throw new StorageException(
                    "the archive " + source.from().uri()
                            + " has no records that could be replicated; say where it keeps them, or replicate the objects alone");
        }
        return new Replication(source, to, place, bytesPerSecond);
    }

    /**
     * What was done.
     *
     * @param receipts receipts that were copied
     * @param objects objects among them
     * @param bytes their bytes
     * @param records records that were written or deleted in the second ones
     * @param damaged objects that are damaged or missing in the first store, and so could not be copied
     * @param unreadable receipts that are damaged in the first store, in words; they and what came with them could not be copied
     */
    public record Report(
            long receipts, long objects, long bytes, long records, List<Damage> damaged, List<String> unreadable) {}

    /**
     * Limits how fast it reads.
     *
     * @param bytes bytes a second
     * @return the changed replication
     */
    public Replication rate(long bytes) {
        return new Replication(source, to, records, bytes);
    }

    /**
     * Copies all that the second store lacks.
     *
     * @return what was done
     * @throws org.diconde4j.storage.StorageException if the second store cannot be opened or written to, or is no replica of the
     *     first one, or if the first one does not answer in time
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
     *     first one, or if the first one does not answer in time
     */
    public Report run(LongConsumer progress) {
        List<Damage> damaged = new ArrayList<>();
        try (Place.Visit<ObjectStore> second = to.visit()) {
            Follower follower = new Follower(source.from(), second.store(), damaged::add).requireSameHistory();
            long changed = copyRecords(); // first: what they speak of is then among the objects
            Follower.Copied copied = follower.run(new Pace(bytesPerSecond, () -> false), progress);
            return new Report(
                    copied.receipts(),
                    copied.objects(),
                    copied.bytes(),
                    changed,
                    List.copyOf(damaged),
                    follower.unreadable());
        }
    }

    private long copyRecords() {
        Place<Records> place = records;
        Records first = place == null ? null : source.records().get();
        if (place == null || first == null) {
            return 0;
        }
        try (Place.Visit<Records> second = place.visit()) {
            return new RecordsFollower(first, second.store(), () -> false).run();
        }
    }

    /**
     * Follows from now on, in the background. If the second store cannot be reached, it tries again, with longer and longer pauses.
     *
     * @return what runs; closing the archive closes it too
     */
    public Replica start() {
        Records first = records == null ? null : source.records().get();
        Replica replica = new Replica(source.from(), to, first, records, bytesPerSecond);
        source.started().accept(replica);
        replica.start();
        return replica;
    }
}
