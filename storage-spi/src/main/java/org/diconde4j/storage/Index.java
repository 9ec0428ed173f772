package org.diconde4j.storage;

import java.net.URI;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about the objects of a store: a projection of its receipts and objects, see {@link Projection}.
 *
 * <ul>
 *   <li>All methods may be called by any number of threads at once.
 *   <li>The answers depend on the set of entries that were applied, not on how they were grouped or in which order they
 *       came, and not on whether the index was rebuilt in between.
 *   <li>An open index is locked as a store is, unless it is {@link #shared()}, and refuses what a newer version wrote.
 *   <li>If the identity of components or the version of the projection is another one than it was built with, opening empties
 *       the index, so that replaying fills it anew.
 * </ul>
 */
public interface Index extends AutoCloseable {
    /**
     * Returns the URI that opens this index.
     *
     * @return the URI
     */
    URI uri();

    /**
     * Tells whether several processes may have this index open at the same time, as the nodes of a cluster have.
     *
     * <ul>
     *   <li>What is promised of threads here is then promised of the threads of all of them: whoever applied an entry, all find
     *       it from then on.
     *   <li>{@link #appliedSequence()} is the same for all, and only passes what is committed. An entry that a process
     *       did not get to apply holds it up until another one applies it.
     *   <li>All have to open it with the same options. If one empties it, the others go on with the empty one.
     * </ul>
     *
     * @return false if opening it locks it
     */
    default boolean shared() {
        return false;
    }

    /**
     * Tells one life of the index from another, for those who follow what it says from a sequence on.
     *
     * <ul>
     *   <li>It is new when the index is made, and whenever it is emptied, by {@link #clear()} or by itself; otherwise it stays, also across
     *       openings.
     *   <li>No two indexes have the same.
     * </ul>
     *
     * @return 1 to 64 letters, digits or hyphens
     */
    String epoch();

    /**
     * Returns how far the index has come. Receipts after this one have to be replayed when an archive is opened.
     *
     * @return the highest sequence such that every receipt up to it has been applied; 0 in a fresh index
     */
    long appliedSequence();

    /**
     * Projects events.
     *
     * <ul>
     *   <li>When it returns, all entries are committed; if it throws, none of them is.
     *   <li>Applying an entry again, which is told by its sequence, changes nothing.
     *   <li>Entries may come in any order. Those that threads apply at the same time may share one transaction.
     *   <li>Of instances with the same SOP Instance UID that are no versions of each other, the one with the lowest sequence holds.
     *   <li>Of the versions of an instance ({@link Receipt#firstVersion()}), the one with the highest sequence holds.
     *   <li>{@link Receipt.Kind#DELETED} takes all versions away; if another instance with this UID came later, that one holds.
     * </ul>
     *
     * @param entries the events
     * @throws StorageException if they could not be committed
     */
    void apply(List<IndexEntry> entries);

    /**
     * Ends a replay: says that every receipt up to this one has been applied, as far as it is readable at all.
     *
     * <ul>
     *   <li>When it returns, that is committed.
     *   <li>It writes even if nothing is new by it, so that it fails where {@link #apply} would fail with whatever entry.
     * </ul>
     *
     * @param sequence what {@link #appliedSequence()} shall be at least
     * @throws StorageException if it could not be committed
     */
    void replayedTo(long sequence);

    /**
     * Finds entities.
     *
     * <ul>
     *   <li>An answer holds the attributes of the entity and of those above it, under public tags as well where the object has a
     *       legacy private form; at INSTANCE level all of the object's elements but bulk values. Study and Series Instance UID
     *       are always there: one that stands for a missing one is a UID of the form 2.25, see {@link Projection#studyUid}.
     *   <li>Answers are fetched as they are asked for; memory use does not depend on their number.
     *   <li>What is applied while the cursor is open may or may not be seen; nothing is given twice.
     * </ul>
     *
     * @param query the question
     * @return the answers; to be closed by the caller
     */
    Cursor<Dataset> find(IndexQuery query);

    /**
     * Counts entities.
     *
     * @param query the question; its order, offset and limit don't matter
     * @return how many answers it has
     */
    long count(IndexQuery query);

    /**
     * Finds the instances to retrieve, in the order of arrival.
     *
     * @param selection which
     * @return the instances; to be closed by the caller
     */
    Cursor<InstanceRef> instances(Selection selection);

    /**
     * Tells all that is known of the instances to retrieve, without a look at their objects: what {@link #find} answers at INSTANCE
     * level and where bulk values are, for those that {@link #instances} gives, and in the same order.
     *
     * @param selection which
     * @return the attributes of each instance, bulk values without a way to read them ({@link BulkPlace#of}), fetched as they are asked
     *     for; to be closed by the caller
     */
    Cursor<Dataset> metadata(Selection selection);

    /**
     * Finds an instance.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @return the instance, or null if there is none
     */
    @Nullable
    InstanceRef instance(String sopInstanceUid);

    /**
     * Lists the versions of an instance, see {@link Receipt.Kind#CORRECTED}.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @return the versions in rising order of sequence, the one that holds last; one if it was never corrected, none if it is not
     *     there
     */
    List<InstanceRef> versions(String sopInstanceUid);

    /**
     * Tells whether an instance was ever deleted, so that its name has been used.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @return true if there was a {@link Receipt.Kind#DELETED} for it, even if it came again since
     */
    boolean wasDeleted(String sopInstanceUid);

    /**
     * Lists the quarantine in the order of arrival.
     *
     * @return the objects that are set aside; to be closed by the caller
     */
    Cursor<QuarantineEntry> quarantined();

    /**
     * Finds an object in quarantine.
     *
     * @param id what {@link QuarantineEntry#id()} gives
     * @return the object, or null if there is none of this id
     */
    @Nullable
    QuarantineEntry quarantined(String id);

    /**
     * Counts all it knows.
     *
     * @return the counts
     */
    IndexCounts counts();

    /**
     * Tells what it knows in numbers. The numbers are kept along, so that this takes no longer in a large index.
     *
     * @return the statistics; its counts are those of {@link #counts()}
     */
    IndexStatistics statistics();

    /**
     * Begins to keep the values of an attribute, so that queries with a key for it need not look at every entity.
     *
     * <ul>
     *   <li>Every query has the same answers before, meanwhile and afterwards, in whatever way it matches.
     *   <li>Returns at once; what is known already is taken in beside, in small steps, while objects are stored and queries answered.
     *       If the index is closed or killed meanwhile, that goes on when it is opened again.
     *   <li>Several that wait are taken in together, each entity read once for those of its level; one that was added later catches up
     *       first.
     *   <li>An attribute that is there already stays as it is.
     *   <li>A durable index remembers it, also when it is cleared.
     * </ul>
     *
     * @param path the attribute
     * @throws StorageException if it could not be committed
     */
    void addAttribute(AttributePath path);

    /**
     * Limits how fast what is known already is taken in, so that others are not slowed down. Holds until the index is closed; an index that
     * has nothing to take in does nothing.
     *
     * @param entitiesPerSecond how many at most, at least 1; {@link Long#MAX_VALUE}, as at the beginning, for as fast as it goes
     */
    void paceAttributes(long entitiesPerSecond);

    /**
     * Lists the attributes that were added, and those that an index keeps by itself.
     *
     * @return the attributes in the order in which they were added
     */
    List<IndexedAttribute> attributes();

    /**
     * Stops keeping the values of an attribute. Queries have the same answers as before, but may take longer.
     *
     * @param path the attribute
     * @return whether it was there
     * @throws StorageException if it could not be committed
     */
    boolean removeAttribute(AttributePath path);

    /** Forgets everything but which attributes to keep, for a rebuild; {@link #appliedSequence()} is 0 afterwards. */
    void clear();

    /** Closes the index: no thread, no open file and no lock is left. Closing again does nothing. */
    @Override
    void close();
}
