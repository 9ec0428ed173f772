package org.diconde4j.archive.commitment;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/**
 * What an archive answered to a request for storage commitment (PS3.4 J.3.3).
 *
 * @param transactionUid Transaction UID (0008,1195) of the request
 * @param committed the objects that the archive keeps safe
 * @param failed the objects that it does not
 */
public record CommitmentResult(String transactionUid, List<SopReference> committed, List<Failure> failed) {
    /** Event Type ID: all objects are safe (PS3.4 J.3.3.1.1). */
    public static final int ALL_COMMITTED = 1;

    /** Event Type ID: some objects are not (PS3.4 J.3.3.1.1). */
    public static final int FAILURES_EXIST = 2;

    private static final int DUPLICATE_TRANSACTION_UID = 0x0131; // PS3.3 C.14.1.1

    /**
     * Makes the lists immutable.
     *
     * @param transactionUid Transaction UID of the request
     * @param committed the objects that the archive keeps safe
     * @param failed the objects that it does not
     */
    public CommitmentResult {
        committed = List.copyOf(committed);
        failed = List.copyOf(failed);
    }

    /**
     * An object that is not committed.
     *
     * @param object which
     * @param reason Failure Reason (0008,1197) of PS3.3 C.14.1.1, such as 0112H, no such instance
     */
    public record Failure(SopReference object, int reason) {
        /**
         * What the reason means.
         *
         * @return a few words
         */
        public String text() {
            return switch (reason) {
                case Status.PROCESSING_FAILURE -> "processing failure";
                case Status.NO_SUCH_SOP_INSTANCE -> "no such object";
                case Status.RESOURCE_LIMITATION -> "not enough resources";
                case Status.SOP_CLASS_NOT_SUPPORTED -> "SOP class not supported";
                case Status.CLASS_INSTANCE_CONFLICT -> "the object has another SOP class";
                case DUPLICATE_TRANSACTION_UID -> "duplicate transaction UID";
                default -> "reason " + Status.hex(reason);
            };
        }

        /**
         * Whether asking again is of no use.
         *
         * @return false for reasons that may pass, such as a lack of resources
         */
        public boolean isFinal() {
            return reason != Status.PROCESSING_FAILURE
                    && reason != Status.RESOURCE_LIMITATION
                    && reason != DUPLICATE_TRANSACTION_UID;
        }
    }

    /**
     * Whether every object is safe.
     *
     * @return true if none failed
     */
    public boolean isComplete() {
        return failed.isEmpty();
    }

    /**
     * Which event tells of this result.
     *
     * @return Event Type ID
     */
    public int eventType() {
        return isComplete() ? ALL_COMMITTED : FAILURES_EXIST;
    }

    /**
     * Writes the Event Information (PS3.4 Table J.3-2).
     *
     * @param retrieveAeTitle where the objects can be retrieved, null to leave that out
     * @return the data set
     */
    public Dataset toDataset(@Nullable String retrieveAeTitle) {
        Dataset.Builder event = Dataset.builder().set(Tag.TransactionUID, transactionUid);
        if (retrieveAeTitle != null) {
            event.set(Tag.RetrieveAETitle, retrieveAeTitle);
        }
        if (!committed.isEmpty()) {
            event.setItems(
                    Tag.ReferencedSOPSequence,
                    committed.stream().map(c -> c.item().build()).toList());
        }
        if (!failed.isEmpty()) {
            event.setItems(
                    Tag.FailedSOPSequence,
                    failed.stream()
                            .map(f -> f.object()
                                    .item()
                                    .set(Tag.FailureReason, f.reason())
                                    .build())
                            .toList());
        }
        return event.build();
    }

    /**
     * Reads the Event Information. A failed item without a reason counts as processing failure.
     *
     * @param event the data set
     * @return the result
     * @throws IllegalArgumentException if it has no Transaction UID, or an item lacks a UID
     */
    public static CommitmentResult of(Dataset event) {
        String transaction = event.string(Tag.TransactionUID);
        if (transaction == null) {
            throw new IllegalArgumentException("Transaction UID is missing");
        }
        List<SopReference> committed = new ArrayList<>();
        event.items(Tag.ReferencedSOPSequence).forEach(item -> committed.add(SopReference.of(item)));
        List<Failure> failed = new ArrayList<>();
        event.items(Tag.FailedSOPSequence)
                .forEach(item -> failed.add(new Failure(
                        SopReference.of(item), item.integer(Tag.FailureReason, Status.PROCESSING_FAILURE))));
        return new CommitmentResult(transaction, committed, failed);
    }
}
