package org.diconde4j.archive.dimse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Records.Written;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;

/**
 * Storage Commitment Push Model (PS3.4 J): takes requests as SCP, and, where a peer has opened the association to tell, results
 * of requests of ours. A request is in the records before it is answered, so that its result is sent whatever happens.
 */
public final class CommitmentService implements NormalizedHandler {
    private static final int REQUEST_STORAGE_COMMITMENT = 1; // Action Type ID, PS3.4 J.3.2.1.1
    private static final Pattern UID_TEXT = Pattern.compile("[0-9A-Za-z._-]{1,64}"); // lenient, as the intake is

    private final Desk desk;
    private final CommitmentReports reports;
    private final CommitmentInbox inbox;

    /**
     * Makes the service.
     *
     * @param desk the archive
     * @param reports delivers the results
     * @param inbox takes results of requests of ours
     */
    public CommitmentService(Desk desk, CommitmentReports reports, CommitmentInbox inbox) {
        this.desk = desk;
        this.reports = reports;
        this.inbox = inbox;
    }

    @Override
    public NormalizedOutcome eventReport(NormalizedRequest request) {
        return inbox.eventReport(request);
    }

    @Override
    public NormalizedOutcome action(NormalizedRequest request) {
        if (!request.sopInstanceUid().equals(UID.StorageCommitmentPushModelInstance)) {
            return NormalizedOutcome.of(Status.NO_SUCH_SOP_INSTANCE, "Not the Storage Commitment Push Model instance");
        }
        if (request.typeId() != REQUEST_STORAGE_COMMITMENT) {
            return NormalizedOutcome.of(Status.NO_SUCH_ACTION, "Action Type ID is not 1");
        }
        String transaction = request.dataset().string(Tag.TransactionUID, "");
        if (!UID_TEXT.matcher(transaction).matches()) {
            return NormalizedOutcome.of(Status.INVALID_ARGUMENT_VALUE, "Transaction UID is missing or no UID");
        }
        PendingCommitment pending =
                reports.accepted(request.association().callingAeTitle(), transaction, objects(request.dataset()));
        Written written = write(pending);
        StoredRecord record = written.record();
        if (record == null || !written.done() && !sameObjects(PendingCommitment.of(record), pending)) {
            return NormalizedOutcome.of(Status.INVALID_ARGUMENT_VALUE, "Transaction UID is in use for other objects");
        }
        return NormalizedOutcome.success().then(requestor -> reports.deliver(pending.id(), requestor));
    }

    private Written write(PendingCommitment pending) {
        try {
            return desk.records().put(PendingCommitment.KIND, pending.id(), Records.NEW, pending.content());
        } catch (StorageException e) {
            throw new ServiceException(Status.RESOURCE_LIMITATION, "The request can't be kept: " + e.getMessage());
        }
    }

    private static List<SopReference> objects(Dataset information) {
        List<SopReference> objects = new ArrayList<>();
        for (Dataset item : information.items(Tag.ReferencedSOPSequence)) {
            try {
                objects.add(SopReference.of(item));
            } catch (IllegalArgumentException e) {
                throw new ServiceException(Status.INVALID_ARGUMENT_VALUE, String.valueOf(e.getMessage()));
            }
        }
        if (objects.isEmpty()) {
            throw new ServiceException(Status.INVALID_ARGUMENT_VALUE, "Referenced SOP Sequence has no items");
        }
        for (SopReference object : objects) {
            if (!UID_TEXT.matcher(object.sopClassUid()).matches()
                    || !UID_TEXT.matcher(object.sopInstanceUid()).matches()) {
                throw new ServiceException(Status.INVALID_ARGUMENT_VALUE, "An item with something that is no UID");
            }
        }
        return objects;
    }

    private static boolean sameObjects(PendingCommitment one, PendingCommitment other) {
        Set<SopReference> objects = new HashSet<>(one.objects());
        return objects.equals(new HashSet<>(other.objects()));
    }
}
