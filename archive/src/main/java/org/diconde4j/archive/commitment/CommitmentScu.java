package org.diconde4j.archive.commitment;

import java.time.Duration;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.nde.Uids;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.ServiceContext;
import org.diconde4j.net.pdu.AssociationException;
import org.jspecify.annotations.Nullable;

/**
 * Asks archives for storage commitment, as SCU of the Push Model (PS3.4 J.3.2). The result comes on the same association, or on one
 * that the archive opens to a server of ours, which it must know: {@code DimseServer.builder().service(UID.StorageCommitmentPushModel,
 * inbox)}, or any receiver of an archive. Immutable; many threads may use it.
 */
public final class CommitmentScu {
    private static final int REQUEST_STORAGE_COMMITMENT = 1; // Action Type ID, PS3.4 J.3.2.1.1
    private static final Duration LOOK = Duration.ofMillis(100);

    private final DimseClient client;
    private final CommitmentInbox inbox;

    /**
     * An SCU.
     *
     * @param client who asks; its title is where an archive sends the result
     * @param inbox where results arrive
     */
    public CommitmentScu(DimseClient client, CommitmentInbox inbox) {
        this.client = client;
        this.inbox = inbox;
    }

    /**
     * Makes a Transaction UID that nobody has used (PS3.5 B.2).
     *
     * @return the UID
     */
    public static String newTransactionUid() {
        return Uids.random();
    }

    /**
     * Asks for commitment and keeps the association open for the result for a while; if it does not come there,
     * {@link #await} waits for it on.
     *
     * @param peer the archive
     * @param objects for which objects, at least one
     * @param linger how long to keep the association open; it ends with the result, or if the archive ends it
     * @return the Transaction UID, for {@link #await}
     * @throws AssociationException if the archive can't be reached or does not offer the service
     * @throws org.diconde4j.net.service.ServiceException if it refuses
     */
    public String request(Peer peer, List<SopReference> objects, Duration linger) {
        String transaction = newTransactionUid();
        request(peer, transaction, objects, linger);
        return transaction;
    }

    /**
     * Asks for commitment under a Transaction UID that was made before, for instance to be written down first.
     *
     * @param peer the archive
     * @param transactionUid what {@link #newTransactionUid} gave
     * @param objects for which objects, at least one
     * @param linger how long to keep the association open; it ends with the result, or if the archive ends it
     * @throws AssociationException if the archive can't be reached or does not offer the service
     * @throws org.diconde4j.net.service.ServiceException if it refuses
     */
    public void request(Peer peer, String transactionUid, List<SopReference> objects, Duration linger) {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("commitment is asked for one object at least, found none");
        }
        Dataset information = Dataset.builder()
                .set(Tag.TransactionUID, transactionUid)
                .setItems(
                        Tag.ReferencedSOPSequence,
                        objects.stream().map(o -> o.item().build()).toList())
                .build();
        inbox.expect(transactionUid);
        DimseSession session = null;
        boolean accepted = false;
        try {
            session = client.open(peer, List.of(ServiceContext.scu(UID.StorageCommitmentPushModel)), inbox);
            session.action(
                            UID.StorageCommitmentPushModel,
                            UID.StorageCommitmentPushModelInstance,
                            REQUEST_STORAGE_COMMITMENT,
                            information)
                    .orThrow();
            accepted = true;
            linger(session, transactionUid, linger);
        } finally {
            if (!accepted) {
                inbox.forget(transactionUid);
            }
            if (session != null) {
                close(session, accepted);
            }
        }
    }

    /**
     * Waits for the result of a request, which is expected no more afterwards.
     *
     * @param transactionUid the Transaction UID of the request
     * @param wait how long to wait; zero only looks whether it is there
     * @return the result, null if none came in time
     * @throws InterruptedException if the thread is interrupted
     */
    public @Nullable CommitmentResult await(String transactionUid, Duration wait) throws InterruptedException {
        return inbox.await(transactionUid, wait);
    }

    /** What becomes of the association does not matter any more once the request was accepted. */
    private void linger(DimseSession session, String transactionUid, Duration linger) {
        long end = System.nanoTime() + linger.toNanos();
        try {
            while (inbox.arrived(transactionUid) == null && System.nanoTime() < end) {
                long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                if (!session.serve(Duration.ofMillis(Math.min(left, LOOK.toMillis()))) && session.isEnding()) {
                    return;
                }
            }
        } catch (AssociationException e) {
            // the result comes another way
        }
    }

    private static void close(DimseSession session, boolean accepted) {
        try {
            session.close();
        } catch (AssociationException e) {
            if (!accepted) {
                throw e;
            }
        }
    }
}
