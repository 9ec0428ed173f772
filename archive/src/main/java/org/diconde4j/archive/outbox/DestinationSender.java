package org.diconde4j.archive.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentResult.Failure;
import org.diconde4j.archive.commitment.CommitmentScu;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.archive.delivery.Worker;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.archive.outbox.Transactions.Transaction;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is queued for one destination, asks it for commitment, and releases. */
final class DestinationSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationSender.class);
    private static final int MOST_IN_A_REQUEST = 1000;
    private static final int MOST_REQUESTS = 8;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Dispatch dispatch;
    private final String title;
    private final Queue queue;
    private final Records records;
    private final Worker worker;
    private final Turn turn;

    private @Nullable Destination known;

    /** How often in a row the destination could not be reached, and until when it is left alone; likewise for commitment. */
    private final AtomicInteger unreached = new AtomicInteger();

    private Instant pausedUntil = Instant.MIN;
    private int unasked;
    private Instant askPausedUntil = Instant.MIN;

    DestinationSender(Dispatch dispatch, String title) {
        this.dispatch = dispatch;
        this.title = title;
        this.records = dispatch.outbox().records();
        this.queue = dispatch.outbox().queue(title);
        this.turn = new Turn(records, title);
        this.worker = new Worker("diconde4j-outbox-" + title, this::round);
        worker.start();
    }

    void wake() {
        worker.wake();
    }

    /** Whether to go on sending. */
    boolean mayGoOn() {
        return !worker.isStopping() && turn.take();
    }

    boolean isStopping() {
        return worker.isStopping();
    }

    private Instant round() {
        try {
            return turn.look(turn.take() ? doWhatIsDue() : Instant.MAX);
        } finally {
            dispatch.roundEnded();
        }
    }

    private Instant doWhatIsDue() {
        Destination destination = dispatch.outbox().destination(title);
        if (!destination.equals(known)) {
            known = destination;
            pausedUntil = Instant.MIN;
            askPausedUntil = Instant.MIN;
        }
        Instant next = send(destination);
        Instant then = destination.commitment() ? askForAll(destination) : releaseSent();
        return earlier(next, then);
    }

    private DimseClient client(Destination destination) {
        return DimseClient.as(destination.callingAeTitle()).with(dispatch.options(destination.peer()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Instant nextTry(OutboxEntry entry) {
        return Instant.now().plus(dispatch.retry().pause(entry.failures() + 1));
    }

    // Sending

    private Instant send(Destination destination) {
        if (Instant.now().isBefore(pausedUntil)) {
            return pausedUntil;
        }
        DimseClient client = client(destination);
        while (mayGoOn()) {
            Pass pass = new Pass(dispatch, this, title, queue);
            AssociationException failure = pass.run(destination.associations(), objects -> {
                client.store(destination.peer(), objects, result -> account(destination, pass, result));
            });
            if (failure != null) {
                pausedUntil = Instant.now().plus(dispatch.retry().pause(unreached.incrementAndGet()));
                dispatch.tell(new OutboxEvent(title, null, String.valueOf(failure.getMessage())));
                return pausedUntil;
            }
            unreached.set(0);
            if (pass.isComplete()) {
                return pass.nextDue();
            }
        }
        return Instant.MAX;
    }

    private void account(Destination destination, Pass pass, SendResult result) {
        QueuedObject object = (QueuedObject) result.object();
        OutboxEntry entry = object.entry();
        if (result.stored()) {
            unreached.set(0);
            OutboxEntry sent = entry.in(State.SENT);
            if (destination.commitment()) {
                queue.move(sent, State.QUEUED);
                dispatch.tell(title, sent);
            } else {
                dispatch.tell(title, sent);
                if (release(sent, State.QUEUED)) {
                    pass.released(sent);
                }
            }
            return;
        }
        if (worker.isStopping()) {
            return; // it stays where it is
        }
        Exception failure = result.failure();
        String problem = failure != null
                ? String.valueOf(failure.getMessage())
                : "status " + Status.hex(result.status())
                        + (result.errorComment() == null ? "" : ", " + result.errorComment());
        if (failure instanceof AssociationException broken && result.status() != Status.SOP_CLASS_NOT_SUPPORTED) {
            pass.stop(broken);
            if (object.opened()) {
                pass.due(tryAgain(entry, problem)); // if it is what the peer stumbles over, the others go first
            }
        } else if (failure instanceof StorageException && !(failure instanceof ObjectMissingException)) {
            pass.due(tryAgain(entry, problem)); // our own store is away
        } else if (failure != null || isFinal(result.status())) {
            fail(entry, State.QUEUED, problem);
        } else {
            pass.due(tryAgain(entry, problem));
        }
    }

    /** Out of resources and processing failures pass (PS3.4 B.2.3); what a peer does not understand, it never will. */
    private static boolean isFinal(int status) {
        return (status & 0xFF00) != Status.OUT_OF_RESOURCES
                && status != Status.PROCESSING_FAILURE
                && status != Status.RESOURCE_LIMITATION;
    }

    private Instant tryAgain(OutboxEntry entry, String problem) {
        OutboxEntry later = entry.failed(entry.state(), problem, nextTry(entry));
        queue.update(later);
        dispatch.tell(title, later);
        return later.due();
    }

    void fail(OutboxEntry entry, State from, String problem) {
        OutboxEntry failed = entry.failed(State.FAILED, problem, Instant.now());
        queue.move(failed, from);
        LOG.warn("{} does not get {}: {}", title, entry.object().sopInstanceUid(), problem);
        dispatch.tell(title, failed);
    }

    /** Says whether it is released; then the caller removes it, with others if there are any. */
    private boolean release(OutboxEntry entry, State from) {
        try {
            dispatch.release().accept(entry);
        } catch (RuntimeException e) {
            LOG.warn("{} can't be released yet", entry.object().sopInstanceUid(), e);
            OutboxEntry later = entry.failed(State.SENT, "it can't be released: " + e.getMessage(), nextTry(entry));
            if (from == State.SENT) {
                queue.update(later);
            } else {
                queue.move(later, from);
            }
            dispatch.tell(title, later);
            return false;
        }
        dispatch.tell(title, entry.in(State.RELEASED));
        return true;
    }

    private Instant releaseSent() {
        Instant next = Instant.MAX;
        try (Cursor<OutboxEntry> sent = queue.list(State.SENT)) {
            while (sent.hasNext() && !worker.isStopping()) {
                OutboxEntry entry = sent.next();
                if (entry.due().isAfter(Instant.now())) {
                    next = earlier(next, entry.due());
                } else if (release(entry, State.SENT)) {
                    queue.removeAll(List.of(entry), State.SENT);
                } else {
                    next = Instant.now(); // its new moment is in the queue
                }
            }
        }
        return next;
    }

    // Commitment

    private Instant askForAll(Destination destination) {
        CommitmentScu scu =
                new CommitmentScu(client(destination), dispatch.outbox().inbox());
        while (mayGoOn() && !Instant.now().isBefore(askPausedUntil)) {
            Set<String> asked = new HashSet<>();
            Instant next = outstanding(asked);
            List<OutboxEntry> entries = new ArrayList<>();
            if (asked.size() < MOST_REQUESTS * MOST_IN_A_REQUEST) {
                next = earlier(next, choose(asked, entries));
            }
            if (entries.isEmpty()) {
                return next;
            }
            ask(scu, destination, entries);
        }
        return askPausedUntil;
    }

    /** Collects the entries of requests without a result; forgets those that are too old; gives when the next one will be. */
    private Instant outstanding(Set<String> asked) {
        Instant next = Instant.MAX;
        for (Transaction transaction : Transactions.of(records, title)) {
            Instant end = transaction.asked().plus(dispatch.askAgain());
            if (end.isBefore(Instant.now())) {
                Transactions.remove(records, transaction.uid());
            } else {
                asked.addAll(transaction.entries());
                next = earlier(next, end);
            }
        }
        return next;
    }

    private Instant choose(Set<String> asked, List<OutboxEntry> entries) {
        Instant next = Instant.MAX;
        try (Cursor<OutboxEntry> sent = queue.list(State.SENT)) {
            while (sent.hasNext() && entries.size() < MOST_IN_A_REQUEST) {
                OutboxEntry entry = sent.next();
                if (asked.contains(entry.id())) {
                    continue;
                }
                if (!entry.due().isAfter(Instant.now())) {
                    entries.add(entry);
                } else {
                    next = earlier(next, entry.due());
                }
            }
        }
        return next;
    }

    private void ask(CommitmentScu scu, Destination destination, List<OutboxEntry> entries) {
        String uid = CommitmentScu.newTransactionUid();
        List<String> ids = entries.stream().map(OutboxEntry::id).toList();
        Transactions.add(records, new Transaction(uid, title, ids, Instant.now()));
        CommitmentResult result = null;
        try {
            List<SopReference> objects =
                    entries.stream().map(OutboxEntry::object).distinct().toList();
            scu.request(destination.peer(), uid, objects, LINGER);
            result = scu.await(uid, Duration.ZERO);
            unasked = 0;
        } catch (AssociationException | ServiceException e) {
            Transactions.remove(records, uid);
            askPausedUntil = Instant.now().plus(dispatch.retry().pause(++unasked));
            dispatch.tell(new OutboxEvent(title, null, "no commitment asked: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (result != null) {
            take(result);
        }
    }

    /** Takes a result of a request that is remembered; says whether it is. */
    synchronized boolean take(CommitmentResult result) {
        Transaction transaction = Transactions.get(records, result.transactionUid());
        if (transaction == null) {
            return false;
        }
        Set<SopReference> committed = new HashSet<>(result.committed());
        Map<SopReference, Failure> failed = new HashMap<>();
        result.failed().forEach(failure -> failed.put(failure.object(), failure));
        List<OutboxEntry> released = new ArrayList<>();
        for (String id : transaction.entries()) {
            OutboxEntry entry = queue.get(id, State.SENT);
            if (entry != null && committed.contains(entry.object())) {
                dispatch.tell(title, entry.in(State.COMMITTED));
                if (release(entry, State.SENT)) {
                    released.add(entry);
                }
            } else if (entry != null) {
                notCommitted(entry, failed.get(entry.object()));
            }
        }
        queue.removeAll(released, State.SENT);
        Transactions.remove(records, transaction.uid());
        wake();
        return true;
    }

    private void notCommitted(OutboxEntry entry, @Nullable Failure failure) {
        String problem = "not committed: " + (failure == null ? "the result does not name it" : failure.text());
        if (failure != null && failure.reason() == Status.NO_SUCH_SOP_INSTANCE) {
            OutboxEntry again = entry.failed(State.QUEUED, problem, nextTry(entry));
            queue.move(again, State.SENT);
            dispatch.tell(title, again);
        } else if (failure != null && failure.isFinal()) {
            fail(entry, State.SENT, problem);
        } else {
            tryAgain(entry, problem);
        }
    }

    void stop() {
        worker.stop();
    }

    @Override
    public void close() {
        worker.close();
        if (!worker.hasEnded()) {
            return; // it may still send, so its turn ends by itself
        }
        try {
            turn.end();
        } catch (StorageException e) {
            LOG.warn("others wait a while until they send to {}: {}", title, e.getMessage());
        }
    }
}
