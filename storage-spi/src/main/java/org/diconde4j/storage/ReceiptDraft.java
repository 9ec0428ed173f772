package org.diconde4j.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receipt before the store has given it its sequence, and for an object its length and digest. Immutable; made by a
 * {@link Builder}, {@link #about(Receipt, Receipt.Kind, Instant, Source, String) about} an earlier receipt, or as the
 * {@link #copyOf(Receipt) copy} of one.
 */
public final class ReceiptDraft {
    private final Receipt unsealed;
    private final boolean datasetKnown;

    /** The file as received, where a compressed one is kept in its place. */
    private final Receipt.@Nullable Stored original;

    /** The file that an encrypting store was given, where the one below is given other bytes. */
    private final Receipt.@Nullable Stored given;

    private ReceiptDraft(Receipt unsealed, boolean datasetKnown) {
        this(unsealed, datasetKnown, null, null);
    }

    private ReceiptDraft(
            Receipt unsealed, boolean datasetKnown, Receipt.@Nullable Stored original, Receipt.@Nullable Stored given) {
        this.unsealed = unsealed;
        this.datasetKnown = datasetKnown;
        this.original = original;
        this.given = given;
    }

    /**
     * Starts a draft.
     *
     * @param kind what happens
     * @param arrival when, kept in milliseconds
     * @param source where the object came from
     * @param name the name that the object shall have in the store, see {@link ObjectNames}
     * @return a builder
     */
    public static Builder builder(Receipt.Kind kind, Instant arrival, Source source, String name) {
        return new Builder(kind, arrival, source, name);
    }

    /**
     * A draft for an event about an earlier receipt, whose name, UIDs, length and digests it repeats.
     *
     * @param earlier the receipt that the event is about
     * @param kind what happens, of a kind that brings no object
     * @param arrival when
     * @param source who caused it
     * @param reason why, or null
     * @return the draft
     */
    public static ReceiptDraft about(
            Receipt earlier, Receipt.Kind kind, Instant arrival, Source source, @Nullable String reason) {
        Receipt r = new Receipt(
                0,
                kind,
                arrival.truncatedTo(ChronoUnit.MILLIS),
                source,
                earlier.name(),
                earlier.sopClassUid(),
                earlier.sopInstanceUid(),
                earlier.studyInstanceUid(),
                earlier.seriesInstanceUid(),
                earlier.transferSyntaxUid(),
                earlier.length(),
                earlier.datasetOffset(),
                earlier.file(),
                earlier.dataset(),
                earlier.flags(),
                reason,
                earlier.sequence(),
                null,
                null,
                null);
        return new ReceiptDraft(r, true);
    }

    /**
     * A draft that repeats a receipt of another store, its sequence included. So a replica has the same names and sequences as the
     * store that it follows, and what refers to a sequence stays right.
     *
     * <ul>
     *   <li>A store takes it if its sequence is higher than any that the store has given; sequences that are left out stay free.
     *   <li>The bytes that are committed with it must be those that the receipt speaks of.
     *   <li>If they have been removed since, the receipt is {@linkplain ObjectStore#append appended} without bytes.
     * </ul>
     *
     * @param receipt the receipt
     * @return the draft
     */
    public static ReceiptDraft copyOf(Receipt receipt) {
        return new ReceiptDraft(receipt, true);
    }

    /**
     * Says which attributes hold instead of those in the object.
     *
     * @param json one data set in the JSON of PS3.18 F.2
     * @param flags what is remarkable about the object with these attributes
     * @return a draft that says otherwise the same
     */
    public ReceiptDraft withAttributes(String json, Set<Flag> flags) {
        Receipt with = unsealedWith(name(), flags, json);
        return new ReceiptDraft(with, datasetKnown, original, given);
    }

    /**
     * Returns the sequence that the receipt shall have.
     *
     * @return the sequence, 0 if the store is to give the next one
     */
    public long sequence() {
        return unsealed.sequence();
    }

    private Receipt unsealedWith(String name, Set<Flag> flags, @Nullable String attributes) {
        Receipt u = unsealed;
        return u.with(
                u.sequence(),
                name,
                new Receipt.Stored(u.length(), u.file()),
                u.dataset(),
                flags,
                u.compressed(),
                u.stored(),
                attributes);
    }

    /**
     * Chooses the sequence of the receipt. For providers.
     *
     * @param last the highest sequence given so far
     * @return the next one, or that of the receipt that is copied
     * @throws IllegalArgumentException if that one is not higher than the last
     */
    public long sequenceAfter(long last) {
        long wanted = sequence();
        if (wanted != 0 && wanted <= last) {
            throw new IllegalArgumentException(
                    "the receipt " + wanted + " can't be copied into a store that has come to " + last
                            + "; copies go into a store that holds nothing but the earlier ones");
        }
        return wanted == 0 ? last + 1 : wanted;
    }

    /**
     * Returns what happens.
     *
     * @return the kind of event
     */
    public Receipt.Kind kind() {
        return unsealed.kind();
    }

    /**
     * Returns the name of the object.
     *
     * @return the name in the store
     */
    public String name() {
        return unsealed.name();
    }

    /**
     * A draft for bytes that are not the file that was to be stored but made of it. For stores that encrypt and hand the result to
     * another store: what that one writes becomes the receipt's {@linkplain Receipt#stored() stored form}.
     *
     * @param length the length of the file that was to be stored, in bytes
     * @param file its digest
     * @return a draft that says otherwise the same
     */
    public ReceiptDraft withReceived(long length, Digest file) {
        return new ReceiptDraft(unsealed, datasetKnown, original, new Receipt.Stored(length, file));
    }

    /**
     * A draft for a file that was made of the one received without a loss, and is stored in its place under a {@linkplain
     * ObjectNames#compressed name that tells}: its length and digest become the receipt's {@linkplain Receipt#compressed()
     * compressed file}.
     *
     * @param length the length of the file as received, in bytes
     * @param file its digest
     * @return a draft that says otherwise the same
     */
    public ReceiptDraft withCompressed(long length, Digest file) {
        Receipt renamed = unsealedWith(ObjectNames.compressed(name()), unsealed.flags(), unsealed.attributes());
        return new ReceiptDraft(renamed, datasetKnown, new Receipt.Stored(length, file), given);
    }

    /**
     * Makes the receipt of an object that has been written. For providers.
     *
     * @param sequence its sequence
     * @param length how many bytes were written
     * @param file their digest; stands for the data set too if the draft gives no digest of that
     * @return the receipt
     * @throws StorageException if it is the copy of a receipt that speaks of other bytes
     */
    public Receipt seal(long sequence, long length, Digest file) {
        Receipt.Stored written = new Receipt.Stored(length, file);
        Receipt.Stored kept = given == null ? written : given; // before encryption
        Receipt.Stored stored = given == null ? null : written;
        if (sequence() != 0) {
            return copied(sequence, kept, stored);
        }
        return original == null ? sealed(sequence, kept, null, stored) : sealed(sequence, original, kept, stored);
    }

    /** Of an object that is plain here or there, or encrypted on both sides with other keys, the receipt tells the form it has here. */
    private Receipt copied(long sequence, Receipt.Stored kept, Receipt.@Nullable Stored stored) {
        Receipt.Stored received = new Receipt.Stored(unsealed.length(), unsealed.file());
        Receipt.Stored compressed = unsealed.compressed();
        if (kept.equals(compressed)) {
            return sealed(sequence, received, compressed, stored);
        }
        if (kept.equals(received)) {
            return sealed(sequence, received, null, stored);
        }
        if (stored == null && kept.equals(unsealed.stored())) {
            return sealed(sequence, received, compressed, kept);
        }
        Receipt.Stored expected = compressed == null ? received : compressed;
        throw new StorageException("the object " + name() + " can't be copied: its receipt " + unsealed.sequence()
                + " speaks of " + expected.length() + " bytes with digest " + expected.file() + ", but "
                + kept.length() + " bytes with digest " + kept.file() + " came; nothing of it is kept");
    }

    /**
     * Makes the receipt of an event without bytes. For providers.
     *
     * @param sequence its sequence
     * @return the receipt
     */
    public Receipt seal(long sequence) {
        Receipt u = unsealed;
        return sealed(sequence, new Receipt.Stored(u.length(), u.file()), u.compressed(), u.stored());
    }

    private Receipt sealed(
            long sequence,
            Receipt.Stored received,
            Receipt.@Nullable Stored compressed,
            Receipt.@Nullable Stored stored) {
        Receipt u = unsealed;
        return u.with(
                sequence,
                u.name(),
                received,
                datasetKnown ? u.dataset() : received.file(),
                u.flags(),
                compressed,
                stored,
                u.attributes());
    }

    /** Collects what a draft says. Not for use by several threads. */
    public static final class Builder {
        private static final Digest UNKNOWN = new Digest("sha256", "00".repeat(32));

        private final Receipt.Kind kind;
        private final Instant arrival;
        private final Source source;
        private final String name;
        private @Nullable String sopClassUid;
        private @Nullable String sopInstanceUid;
        private @Nullable String studyInstanceUid;
        private @Nullable String seriesInstanceUid;
        private @Nullable String transferSyntaxUid;
        private long datasetOffset;
        private @Nullable Digest dataset;
        private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private @Nullable String reason;
        private @Nullable Long refersTo;

        private Builder(Receipt.Kind kind, Instant arrival, Source source, String name) {
            this.kind = kind;
            this.arrival = arrival.truncatedTo(ChronoUnit.MILLIS);
            this.source = source;
            this.name = ObjectNames.require(name);
        }

        /**
         * Gives the UIDs as received.
         *
         * @param sopClass SOP Class UID, or null
         * @param sopInstance SOP Instance UID, or null
         * @param study Study Instance UID, or null
         * @param series Series Instance UID, or null
         * @return this
         */
        public Builder uids(
                @Nullable String sopClass,
                @Nullable String sopInstance,
                @Nullable String study,
                @Nullable String series) {
            sopClassUid = sopClass;
            sopInstanceUid = sopInstance;
            studyInstanceUid = study;
            seriesInstanceUid = series;
            return this;
        }

        /**
         * Describes the data set in the stored file.
         *
         * @param transferSyntax its transfer syntax UID, or null if unknown
         * @param offset where in the file it begins, in bytes
         * @param digest the digest of its bytes as received, or null to take that of the whole file
         * @return this
         */
        public Builder dataset(@Nullable String transferSyntax, long offset, @Nullable Digest digest) {
            transferSyntaxUid = transferSyntax;
            datasetOffset = offset;
            dataset = digest;
            return this;
        }

        /**
         * Adds flags.
         *
         * @param more what was remarkable
         * @return this
         */
        public Builder flags(Set<Flag> more) {
            flags.addAll(more);
            return this;
        }

        /**
         * Gives a reason.
         *
         * @param why why it was quarantined, released or discarded, or null
         * @return this
         */
        public Builder reason(@Nullable String why) {
            reason = why;
            return this;
        }

        /**
         * Names the receipt that this event is about.
         *
         * @param sequence its sequence, or null
         * @return this
         */
        public Builder refersTo(@Nullable Long sequence) {
            refersTo = sequence;
            return this;
        }

        /**
         * Makes the draft.
         *
         * @return an immutable draft
         */
        public ReceiptDraft build() {
            Digest digest = dataset == null ? UNKNOWN : dataset;
            Receipt r = new Receipt(
                    0,
                    kind,
                    arrival,
                    source,
                    name,
                    sopClassUid,
                    sopInstanceUid,
                    studyInstanceUid,
                    seriesInstanceUid,
                    transferSyntaxUid,
                    0,
                    datasetOffset,
                    UNKNOWN,
                    digest,
                    flags,
                    reason,
                    refersTo,
                    null,
                    null,
                    null);
            return new ReceiptDraft(r, dataset != null);
        }
    }
}
