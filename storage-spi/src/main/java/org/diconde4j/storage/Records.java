package org.diconde4j.storage;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Small documents that change, under a kind and an id, for services that must not forget: worklist items, procedure steps,
 * commitment requests, entries of an outbox. What is kept here is the truth about these; unlike an {@link Index} it can't be
 * rebuilt from the objects.
 *
 * <ul>
 *   <li>All methods may be called by any number of threads at once.
 *   <li>Each record is written as a whole: who reads sees one version of it, never parts of two.
 *   <li>What {@link #put} and {@link #delete} did is on stable storage when they return, and outlives SIGKILL and a loss of
 *       power. After a crash, a call that did not return has been done as a whole or not at all. The same is true of a call
 *       that threw a {@link StorageException}; reading tells which.
 *   <li>A record takes {@value RecordText#MAX_BYTES} bytes at most in its written form.
 *   <li>Open records are locked as a store is, unless they are {@link #shared()}, and refuse what a newer version wrote.
 *   <li>A damaged record is as one that is not there. It is kept aside, reported by {@link #findings()}, and hides no other.
 * </ul>
 *
 * <p>Kinds and ids have the form that {@link RecordNames} describes, or else the methods throw an
 * {@link IllegalArgumentException}.
 */
public interface Records extends AutoCloseable {
    /** The expected version of a record that must not be there yet. */
    long NEW = 0;

    /**
     * Returns the URI that opens these records.
     *
     * @return the URI
     */
    URI uri();

    /**
     * Tells whether several processes may have these records open at the same time. What is promised of threads here is then
     * promised of the threads of all of them.
     *
     * @return false if opening them locks them
     */
    default boolean shared() {
        return false;
    }

    /**
     * Reads a record.
     *
     * @param kind its kind
     * @param id its id
     * @return the record, or null if there is none
     * @throws StorageException if it can't be read
     */
    @Nullable
    StoredRecord get(String kind, String id);

    /**
     * Writes a record if nobody did so since it was read.
     *
     * <ul>
     *   <li>A new record gets version 1, every later version is one more than the one it replaces. A record that is made anew
     *       after its deletion begins at 1 again, so ids of records that are deleted are better not used twice.
     *   <li>Of several threads that expect the same version, one succeeds.
     *   <li>A conflict changes nothing.
     * </ul>
     *
     * @param kind its kind
     * @param id its id
     * @param expectedVersion the version that is to be replaced; {@link #NEW} if there must be none
     * @param content what to write
     * @return whether it was written, and the record that is there now
     * @throws StorageException if it is too large or can't be written
     */
    default Written put(String kind, String id, long expectedVersion, RecordContent content) {
        if (expectedVersion < NEW) {
            return new Written(false, get(kind, id));
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return copy(expectedVersion, new StoredRecord(kind, id, expectedVersion + 1, now, content));
    }

    /**
     * Writes a record as it is in other records, with its version and time: for replicas and restored backups.
     *
     * <ul>
     *   <li>What is expected is the version that is there, as for {@link #put}; the version that is written may be any.
     *   <li>A conflict changes nothing.
     * </ul>
     *
     * @param expectedVersion the version that is to be replaced; {@link #NEW} if there must be none
     * @param record what to write
     * @return whether it was written, and the record that is there now
     * @throws StorageException if it is too large or can't be written
     */
    Written copy(long expectedVersion, StoredRecord record);

    /**
     * Deletes a record if nobody changed it since it was read.
     *
     * @param kind its kind
     * @param id its id
     * @param expectedVersion the version that was read
     * @return true if it is gone; false if another version is there, or none
     * @throws StorageException if it can't be deleted
     */
    boolean delete(String kind, String id, long expectedVersion);

    /**
     * Deletes several records of a kind, each if nobody changed it since it was read. A provider may do so with fewer syncs than
     * one for each; after a crash, or if it throws, some may be gone and others not.
     *
     * @param kind their kind
     * @param versions the version that was read of each, by its id
     * @return how many are gone
     * @throws StorageException if they can't be deleted
     */
    default int delete(String kind, Map<String, Long> versions) {
        int deleted = 0;
        for (Map.Entry<String, Long> one : versions.entrySet()) {
            deleted += delete(kind, one.getKey(), one.getValue()) ? 1 : 0;
        }
        return deleted;
    }

    /**
     * Lists records in the order of their ids, which is that of their characters.
     *
     * <ul>
     *   <li>Records are read as they are asked for; memory use grows with the number of ids, not with what is in the records.
     *   <li>Each is given once at most. Those that are written or deleted while the cursor is open may or may not be seen.
     * </ul>
     *
     * @param kind their kind
     * @param afterId the id after which to begin, which need not be there; empty for all
     * @return the records; to be closed by the caller
     * @throws StorageException if they can't be listed
     */
    Cursor<StoredRecord> list(String kind, String afterId);

    /**
     * Lists all records of a kind.
     *
     * @param kind their kind
     * @return the records in the order of their ids; to be closed by the caller
     */
    default Cursor<StoredRecord> list(String kind) {
        return list(kind, "");
    }

    /**
     * Lists the kinds of which there are records: for a backup, which must leave none out.
     *
     * @return the kinds, in the order of their characters
     * @throws StorageException if they can't be listed
     */
    List<String> kinds();

    /**
     * Counts the records of a kind, without reading them.
     *
     * @param kind their kind
     * @return how many there are; damaged ones that nobody has read yet may be among them
     * @throws StorageException if they can't be counted
     */
    long count(String kind);

    /**
     * Says whether there are no records of a kind. A provider may know without counting them.
     *
     * @param kind their kind
     * @return true if {@link #count} would be 0
     * @throws StorageException if they can't be listed
     */
    default boolean isEmpty(String kind) {
        return count(kind) == 0;
    }

    /**
     * Reads, changes and writes a record, again and again until nobody came between.
     *
     * @param kind its kind
     * @param id its id
     * @param change gives what to write, from what is there, null if nothing is; or null to leave it as it is. It may be called
     *     more than once. What it throws ends the update.
     * @return the record that is there now, null if there is none
     * @throws StorageException if it can't be read or written
     */
    default @Nullable StoredRecord update(
            String kind, String id, Function<@Nullable StoredRecord, @Nullable RecordContent> change) {
        StoredRecord current = get(kind, id);
        while (true) {
            RecordContent content = change.apply(current);
            if (content == null) {
                return current;
            }
            Written written = put(kind, id, current == null ? NEW : current.version(), content);
            current = written.record();
            if (written.done()) {
                return current;
            }
        }
    }

    /**
     * Deletes a record, whatever its version is.
     *
     * @param kind its kind
     * @param id its id
     * @return true if it was there
     * @throws StorageException if it can't be read or deleted
     */
    default boolean delete(String kind, String id) {
        StoredRecord current = get(kind, id);
        while (current != null) {
            if (delete(kind, id, current.version())) {
                return true;
            }
            current = get(kind, id);
        }
        return false;
    }

    /**
     * What was found in disorder since the records were opened, in words for their owner.
     *
     * @return the findings, oldest first; empty if all is well
     */
    List<String> findings();

    /** Closes the records and frees their lock. Closing again does nothing. */
    @Override
    void close();

    /**
     * What came of writing a record.
     *
     * @param done whether it was written; false is a conflict: another version is there than was expected
     * @param record what is there now: the new version, or the one that stands against it; null if there is none
     */
    record Written(boolean done, @Nullable StoredRecord record) {}
}
