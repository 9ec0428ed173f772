package org.diconde4j.archive.dimse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentResult.Failure;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.archive.delivery.RetryPolicy;
import org.diconde4j.archive.delivery.Worker;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.ServiceContext;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedRequestor;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Records.Written;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers results of storage commitment by N-EVENT-REPORT (PS3.4 J.3.3): at once on the association of the request, and if that
 * does not work, on associations to the requestor, until it has taken the result or that is too old. What is to be delivered is
 * in the records, so a restart loses nothing.
 */
public final class CommitmentReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitmentReports.class);

    /** After which a result may be delivered a second time; also what a restart in the middle of an attempt costs at most. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(2);

    private final Desk desk;
    private final Function<Peer, DimseClient> clients;
    private final String aeTitle;
    private final Function<String, @Nullable Peer> peers;
    private final RetryPolicy retry;
    private final Worker worker;

    /**
     * Starts to deliver what is left from before.
     *
     * @param desk the archive
     * @param clients open associations to requestors
     * @param aeTitle where the objects can be retrieved
     * @param peers where a title is, null if that is not known
     * @param retry when to try again
     */
    public CommitmentReports(
            Desk desk,
            Function<Peer, DimseClient> clients,
            String aeTitle,
            Function<String, @Nullable Peer> peers,
            RetryPolicy retry) {
        this.desk = desk;
        this.clients = clients;
        this.aeTitle = aeTitle;
        this.peers = peers;
        this.retry = retry;
        this.worker = new Worker("diconde4j-" + aeTitle + "-commitment", this::deliverDue);
        worker.start();
    }

    PendingCommitment accepted(String requestor, String transactionUid, List<SopReference> objects) {
        Instant now = Instant.now();
        // Due later, as the association of the request has the first turn.
        return new PendingCommitment(requestor, transactionUid, objects, now, 0, now.plus(retry.pause(1)), null, null);
    }

    /** Delivers on the association of the request. If that fails, an association of ours is the next attempt, at once. */
    void deliver(String id, NormalizedRequestor sameAssociation) {
        try {
            StoredRecord found = desk.records().get(PendingCommitment.KIND, id);
            if (found != null) {
                attempt(found, PendingCommitment.of(found), sameAssociation);
            }
        } finally {
            worker.wake();
        }
    }

    /** Delivers what is due, and says when the next will be. */
    private Instant deliverDue() {
        // What another process owed that died, where several share the records.
        Instant next = desk.records().shared() ? Instant.now().plus(LONGEST_ATTEMPT) : Instant.MAX;
        try (Cursor<StoredRecord> records = desk.records().list(PendingCommitment.KIND)) {
            while (records.hasNext() && !worker.isStopping()) {
                StoredRecord found = records.next();
                PendingCommitment pending = PendingCommitment.of(found);
                Instant due = pending.due();
                if (!due.isAfter(Instant.now())) {
                    due = attempt(found, pending, null);
                }
                next = due.isBefore(next) ? due : next;
            }
        }
        return next;
    }

    private Instant attempt(
            StoredRecord found, PendingCommitment pending, @Nullable NormalizedRequestor sameAssociation) {
        Instant claimed = pending.claimedUntil();
        if (claimed != null && claimed.isAfter(Instant.now())) {
            return claimed;
        }
        StoredRecord record = claim(found, pending);
        if (record == null) {
            return Instant.now().plus(retry.first());
        }
        try {
            String problem = sameAssociation != null ? report(pending, sameAssociation) : reportAnew(pending);
            return problem == null
                    ? delivered(record, pending)
                    : postpone(record, pending, problem, sameAssociation != null);
        } catch (AssociationException e) {
            Instant due = postpone(record, pending, String.valueOf(e.getMessage()), sameAssociation != null);
            if (sameAssociation != null) {
                throw e; // it is for the server to end it
            }
            return due;
        }
    }

    /** Makes it ours, as other receivers of the archive deliver the same records; null if somebody came before. */
    private @Nullable StoredRecord claim(StoredRecord found, PendingCommitment pending) {
        Written written = desk.records()
                .put(
                        PendingCommitment.KIND,
                        found.id(),
                        found.version(),
                        pending.claimed(Instant.now().plus(LONGEST_ATTEMPT)).content());
        return written.done() ? written.record() : null;
    }

    private @Nullable String reportAnew(PendingCommitment pending) {
        Peer peer = peers.apply(pending.requestor());
        if (peer == null) {
            return "where " + pending.requestor() + " is, is not known; name it as a peer";
        }
        ServiceContext context = ServiceContext.scp(UID.StorageCommitmentPushModel);
        try (DimseSession session = clients.apply(peer).open(peer, List.of(context), new NormalizedHandler() {})) {
            return report(pending, session);
        }
    }

    /** Gives what is wrong, null if the requestor has taken it. */
    private @Nullable String report(PendingCommitment pending, NormalizedRequestor requestor) {
        CommitmentResult result = evaluate(pending);
        if (result == null) {
            return "the index is being rebuilt, and until then it is not known what is kept";
        }
        NormalizedResponse response = requestor.eventReport(
                UID.StorageCommitmentPushModel,
                UID.StorageCommitmentPushModelInstance,
                result.eventType(),
                result.toDataset(aeTitle));
        return response.succeeded()
                ? null
                : pending.requestor() + " answered the result with status " + Status.hex(response.status())
                        + (response.errorComment() == null ? "" : ", " + response.errorComment());
    }

    /** Null if an object is unknown to an index that does not know all there is, as it is while it is being rebuilt. */
    private @Nullable CommitmentResult evaluate(PendingCommitment pending) {
        List<SopReference> committed = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        for (SopReference object : pending.objects()) {
            int reason = failureReason(object);
            if (reason == Status.NO_SUCH_SOP_INSTANCE
                    && desk.index().appliedSequence() < desk.objects().lastSequence()) {
                return null;
            }
            if (reason == Status.SUCCESS) {
                committed.add(object);
            } else {
                failed.add(new Failure(object, reason));
            }
        }
        return new CommitmentResult(pending.transactionUid(), committed, failed);
    }

    /** Failure Reason (PS3.3 C.14.1.1); what is in the index is durable, as it was acknowledged, but its file may be lost since. */
    private int failureReason(SopReference object) {
        InstanceRef instance = desk.index().instance(object.sopInstanceUid());
        if (instance == null) {
            return Status.NO_SUCH_SOP_INSTANCE;
        }
        if (!object.sopClassUid().equals(instance.sopClassUid())) {
            return Status.CLASS_INSTANCE_CONFLICT;
        }
        try {
            if (desk.objects().length(instance.name()) == instance.length()) {
                return Status.SUCCESS;
            }
            LOG.error("object {} has not the length of its receipt, so it is not committed", instance.name());
        } catch (StorageException e) {
            LOG.error("object {} is not committed: {}", instance.name(), e.getMessage());
        }
        return Status.PROCESSING_FAILURE;
    }

    private Instant delivered(StoredRecord record, PendingCommitment pending) {
        desk.records().delete(PendingCommitment.KIND, record.id(), record.version());
        LOG.info(
                "{} has the result of its storage commitment {} for {} objects",
                pending.requestor(),
                pending.transactionUid(),
                pending.objects().size());
        return Instant.MAX;
    }

    private Instant postpone(StoredRecord record, PendingCommitment pending, String problem, boolean atOnce) {
        Instant now = Instant.now();
        if (now.isAfter(pending.requested().plus(retry.giveUpAfter()))) {
            LOG.warn(
                    "the result of storage commitment {} could not be delivered to {} and is given up: {}",
                    pending.transactionUid(),
                    pending.requestor(),
                    problem);
            desk.records().delete(PendingCommitment.KIND, record.id(), record.version());
            return Instant.MAX;
        }
        Instant due = atOnce ? now : now.plus(retry.pause(pending.failures() + 1));
        LOG.info(
                "the result of storage commitment {} is not delivered yet, next attempt {}: {}",
                pending.transactionUid(),
                due,
                problem);
        desk.records()
                .put(
                        PendingCommitment.KIND,
                        record.id(),
                        record.version(),
                        pending.failed(problem, due).content());
        return due;
    }

    @Override
    public void close() {
        worker.close();
    }
}
