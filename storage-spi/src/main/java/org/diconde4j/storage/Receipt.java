package org.diconde4j.storage;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The durable record of one event in an object store. Receipts are only ever appended; together with the objects they
 * are all that is needed to rebuild an index. {@link ReceiptText} is their written form.
 *
 * @param sequence the place in the history of the store: strictly rising, from 1, gaps allowed
 * @param kind what happened
 * @param arrival when it happened, by the clock of the archive, in milliseconds; the order of events is that of sequence
 * @param source where the object came from, or for an event without bytes who caused it
 * @param name the name of the object in the store
 * @param sopClassUid the SOP Class UID as received, or null if it has none
 * @param sopInstanceUid the SOP Instance UID as received, or null if it has none
 * @param studyInstanceUid the Study Instance UID as received, or null if it has none
 * @param seriesInstanceUid the Series Instance UID as received, or null if it has none
 * @param transferSyntaxUid the transfer syntax of the stored data set, or null if unknown (quarantine only)
 * @param length the length of the file as received, in bytes
 * @param datasetOffset where in the stored file the data set begins, in bytes
 * @param file the digest of the file as received
 * @param dataset the digest of the data set bytes as received
 * @param flags what was remarkable
 * @param reason why it was quarantined, released or discarded, or null
 * @param refersTo the sequence of the receipt that this event is about, or null
 * @param compressed the file that was kept in place of the one received, made of it without a loss, or null; only in
 *     receipts of events that carry bytes
 * @param stored the bytes as they lie in the store, where these are not the file as received because it is encrypted, or null;
 *     only in receipts of events that carry bytes
 * @param attributes attributes that hold instead of those in the object, one data set in the JSON of PS3.18 F.2, or null; only in
 *     receipts of kind {@link Kind#MOVED}
 */
public record Receipt(
        long sequence,
        Kind kind,
        Instant arrival,
        Source source,
        String name,
        @Nullable String sopClassUid,
        @Nullable String sopInstanceUid,
        @Nullable String studyInstanceUid,
        @Nullable String seriesInstanceUid,
        @Nullable String transferSyntaxUid,
        long length,
        long datasetOffset,
        Digest file,
        Digest dataset,
        Set<Flag> flags,
        @Nullable String reason,
        @Nullable Long refersTo,
        @Nullable Stored compressed,
        @Nullable Stored stored,
        @Nullable String attributes) {

    /**
     * A form of an object that is not the file as received: its compressed file, or what a store keeps when it encrypts, which
     * it can verify without the key.
     *
     * @param length the length in bytes
     * @param file the digest of these bytes
     */
    public record Stored(long length, Digest file) {}

    /** What happened. */
    public enum Kind {
        /** An object was stored. */
        STORED,
        /** An object was set aside: kept, but not part of the archive until it is released. */
        QUARANTINED,
        /**
         * The quarantined object that {@link Receipt#refersTo()} names leaves quarantine. If the receipt has a SOP Instance
         * UID, the object is part of the archive from here on, under the name in this receipt.
         */
        RELEASED,
        /** The quarantined object that {@link Receipt#refersTo()} names was discarded by its owner. */
        DISCARDED,
        /**
         * An instance was corrected: the object of this receipt is its version from here on. {@link Receipt#refersTo()} names the
         * receipt that first put the instance into the archive, whatever versions came in between. Earlier versions are kept.
         */
        CORRECTED,
        /**
         * An instance belongs to another component than its object says: {@link Receipt#attributes()} hold instead of those in
         * the object, which stays as it is, under the name in this receipt. {@link Receipt#refersTo()} is as with
         * {@link #CORRECTED}.
         */
        MOVED,
        /**
         * An instance was deleted by its owner, with all its versions. {@link Receipt#refersTo()} names the receipt that first put
         * it into the archive. There is one such receipt for each object that is removed.
         */
        DELETED;

        /**
         * Tells whether events of this kind bring an object with them.
         *
         * @return true if the store gets bytes
         */
        public boolean carriesBytes() {
            return this == STORED || this == QUARANTINED || this == CORRECTED;
        }
    }

    /**
     * Makes the flags immutable.
     *
     * @param sequence the place in the history of the store: strictly rising, from 1, gaps allowed
     * @param kind what happened
     * @param arrival when it happened, by the clock of the archive, in milliseconds; the order of events is that of sequence
     * @param source where the object came from, or for an event without bytes who caused it
     * @param name the name of the object in the store
     * @param sopClassUid the SOP Class UID as received, or null if it has none
     * @param sopInstanceUid the SOP Instance UID as received, or null if it has none
     * @param studyInstanceUid the Study Instance UID as received, or null if it has none
     * @param seriesInstanceUid the Series Instance UID as received, or null if it has none
     * @param transferSyntaxUid the transfer syntax of the stored data set, or null if unknown (quarantine only)
     * @param length the length of the file as received, in bytes
     * @param datasetOffset where in the stored file the data set begins, in bytes
     * @param file the digest of the file as received
     * @param dataset the digest of the data set bytes as received
     * @param flags what was remarkable
     * @param reason why it was quarantined, released or discarded, or null
     * @param refersTo the sequence of the receipt that this event is about, or null
     * @param compressed the file that was kept in place of the one received, made of it without a loss, or null; only in
     *     receipts of events that carry bytes
     * @param stored the bytes as they lie in the store, where these are not the file as received because it is encrypted, or
     *     null; only in receipts of events that carry bytes
     * @param attributes attributes that hold instead of those in the object, one data set in the JSON of PS3.18 F.2, or null;
     *     only in receipts of kind {@link Kind#MOVED}
     */
    public Receipt {
        flags = Set.copyOf(flags);
    }

    /**
     * Returns this receipt with another stored form.
     *
     * @param form the bytes as they lie in the store, or null if they are the file that it was given
     * @return the receipt, otherwise the same
     */
    public Receipt withStored(@Nullable Stored form) {
        return with(compressed, form);
    }

    /**
     * Returns this receipt with another compressed file. Whoever reads the object through the archive gets the file as received;
     * the stores that keep it know nothing but the compressed one.
     *
     * @param form its length and digest, or null if the file is kept as received
     * @return the receipt, otherwise the same
     */
    public Receipt withCompressed(@Nullable Stored form) {
        return with(form, stored);
    }

    private Receipt with(@Nullable Stored smaller, @Nullable Stored form) {
        return with(sequence, name, new Stored(length, file), dataset, flags, smaller, form, attributes);
    }

    /** The same, but for what is known later or may be another one. */
    Receipt with(
            long sequence,
            String name,
            Stored received,
            Digest dataset,
            Set<Flag> flags,
            @Nullable Stored compressed,
            @Nullable Stored stored,
            @Nullable String attributes) {
        return new Receipt(
                sequence,
                kind,
                arrival,
                source,
                name,
                sopClassUid,
                sopInstanceUid,
                studyInstanceUid,
                seriesInstanceUid,
                transferSyntaxUid,
                received.length(),
                datasetOffset,
                received.file(),
                dataset,
                flags,
                reason,
                refersTo,
                compressed,
                stored,
                attributes);
    }

    /**
     * Tells whether a store's own bytes are those of this receipt: the file as received, the compressed one, or the stored form.
     *
     * @param found the digest of the bytes that a store gives
     * @return true if they are whole
     */
    public boolean isWhole(Digest found) {
        return isGiven(found) || found.equals(storedFile());
    }

    /**
     * Tells whether bytes are a file that a store may have been given with this receipt. For providers that encrypt.
     *
     * @param found the digest of the bytes
     * @return true if they are the file as received or the compressed one
     */
    public boolean isGiven(Digest found) {
        return found.equals(file) || compressed != null && found.equals(compressed.file());
    }

    /**
     * Returns the digest of the bytes as they lie in the store.
     *
     * @return that of the stored form, or if there is none of the compressed file, or if there is none of the file as received
     */
    public Digest storedFile() {
        if (stored != null) {
            return stored.file();
        }
        return compressed == null ? file : compressed.file();
    }

    /**
     * Checks that bytes are those that are to lie in the store. For providers.
     *
     * @param found the digest of the bytes
     * @return this
     * @throws StorageException if they are others
     */
    public Receipt requireWhole(Digest found) {
        if (!found.equals(storedFile())) {
            throw new StorageException("the bytes are not those of " + name + ": its receipt " + sequence
                    + " has digest " + storedFile() + ", found " + found + "; nothing was changed");
        }
        return this;
    }

    /**
     * Tells whether an object came with this event.
     *
     * @return true if the store got bytes under {@link #name()}
     */
    public boolean carriesBytes() {
        return kind.carriesBytes();
    }

    /**
     * Tells whether the object that this receipt names is removed after it.
     *
     * @return true if no bytes are kept under {@link #name()} any more
     */
    public boolean removesBytes() {
        return kind == Kind.DISCARDED || kind == Kind.DELETED;
    }

    /**
     * Tells whether this event puts an instance into the archive.
     *
     * @return true for an object that was stored, or released into the archive, and for another version of one
     */
    public boolean addsInstance() {
        return sopInstanceUid != null && (kind == Kind.STORED || kind == Kind.RELEASED || isVersion());
    }

    private boolean isVersion() {
        return kind == Kind.CORRECTED || kind == Kind.MOVED;
    }

    /**
     * Returns the receipt by which an instance first came into the archive. Of the versions of one instance, all have the same, and
     * the one with the highest sequence holds.
     *
     * @return the sequence of that receipt, which is this one if it is no correction
     */
    public long firstVersion() {
        return isVersion() && refersTo != null ? refersTo : sequence;
    }

    /**
     * Checks that this receipt allows to remove bytes. For providers.
     *
     * @return this
     * @throws IllegalArgumentException if it is neither the discarding of a quarantined object nor the deletion of an instance
     */
    public Receipt requireDiscarded() {
        boolean quarantined = name.startsWith(ObjectNames.QUARANTINE);
        if (kind == Kind.DELETED || kind == Kind.DISCARDED && quarantined) {
            return this;
        }
        throw new IllegalArgumentException("receipt " + sequence + " of kind " + kind + " for " + name
                + " does not allow to remove anything; expected one of kind DISCARDED for a name below "
                + ObjectNames.QUARANTINE + ", or of kind DELETED");
    }
}
