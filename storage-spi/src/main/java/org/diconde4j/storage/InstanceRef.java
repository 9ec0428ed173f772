package org.diconde4j.storage;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance is and what its bytes are: all that a retrieve needs.
 *
 * @param sequence the sequence of its receipt
 * @param arrival when it arrived
 * @param name its name in the object store
 * @param sopClassUid SOP Class UID, or null if it was released from quarantine without one
 * @param sopInstanceUid SOP Instance UID
 * @param studyUid Study Instance UID, or the key that stands for it
 * @param seriesUid Series Instance UID, or the key that stands for it
 * @param transferSyntaxUid the transfer syntax of the stored data set, or null if unknown
 * @param length the length of the stored file in bytes
 * @param datasetOffset where in the stored file the data set begins, in bytes
 * @param file the digest of the stored file
 * @param dataset the digest of the data set bytes as received
 * @param flags what was remarkable
 */
public record InstanceRef(
        long sequence,
        Instant arrival,
        String name,
        @Nullable String sopClassUid,
        String sopInstanceUid,
        String studyUid,
        String seriesUid,
        @Nullable String transferSyntaxUid,
        long length,
        long datasetOffset,
        Digest file,
        Digest dataset,
        Set<Flag> flags) {
    /**
     * Makes the flags immutable.
     *
     * @param sequence the sequence of its receipt
     * @param arrival when it arrived
     * @param name its name in the object store
     * @param sopClassUid SOP Class UID, or null if it was released from quarantine without one
     * @param sopInstanceUid SOP Instance UID
     * @param studyUid Study Instance UID, or the key that stands for it
     * @param seriesUid Series Instance UID, or the key that stands for it
     * @param transferSyntaxUid the transfer syntax of the stored data set, or null if unknown
     * @param length the length of the stored file in bytes
     * @param datasetOffset where in the stored file the data set begins, in bytes
     * @param file the digest of the stored file
     * @param dataset the digest of the data set bytes as received
     * @param flags what was remarkable
     */
    public InstanceRef {
        flags = Set.copyOf(flags);
    }

    /**
     * The reference to an instance that a receipt put into the archive, without a look at its attributes.
     *
     * @param receipt the receipt of an event that {@link Receipt#addsInstance() adds an instance}
     * @return the same reference as with its projection
     */
    public static InstanceRef of(Receipt receipt) {
        String sop = String.valueOf(receipt.sopInstanceUid());
        return of(
                receipt,
                Projection.studyUid(receipt.studyInstanceUid(), sop),
                Projection.seriesUid(receipt.seriesInstanceUid(), sop),
                sop);
    }

    /**
     * The reference to an instance that a receipt put into the archive.
     *
     * @param receipt the receipt
     * @param projected its projection
     * @return the reference
     */
    public static InstanceRef of(Receipt receipt, Projected projected) {
        return of(receipt, projected.studyUid(), projected.seriesUid(), projected.sopInstanceUid());
    }

    /**
     * A receipt as far as it can be made of what is known here: without source, reason and stored form.
     *
     * @param kind which kind of event it was
     * @param sequence its sequence
     * @param refersTo the sequence of the receipt that it was about, or null
     * @return the receipt
     */
    public Receipt receipt(Receipt.Kind kind, long sequence, @Nullable Long refersTo) {
        return new Receipt(
                sequence,
                kind,
                arrival,
                Source.api(),
                name,
                sopClassUid,
                sopInstanceUid,
                studyUid,
                seriesUid,
                transferSyntaxUid,
                length,
                datasetOffset,
                file,
                dataset,
                flags,
                null,
                refersTo,
                null,
                null,
                null);
    }

    private static InstanceRef of(Receipt receipt, String studyUid, String seriesUid, String sopInstanceUid) {
        return new InstanceRef(
                receipt.sequence(),
                receipt.arrival(),
                receipt.name(),
                receipt.sopClassUid(),
                sopInstanceUid,
                studyUid,
                seriesUid,
                receipt.transferSyntaxUid(),
                receipt.length(),
                receipt.datasetOffset(),
                receipt.file(),
                receipt.dataset(),
                receipt.flags());
    }
}
