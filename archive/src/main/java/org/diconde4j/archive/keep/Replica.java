package org.diconde4j.archive.keep;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.diconde4j.archive.delivery.Worker;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Records;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A second store that follows the first one in the background. Thread-safe. */
public final class Replica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final ObjectStore from;
    private final Place<ObjectStore> to;
    private final @Nullable ReplicaRecords records;
    private final Worker worker;
    private final Pace pace;
    private Place.@Nullable Visit<ObjectStore> second; // for the worker only
    private long damaged; // objects; for the worker only

    private volatile Status status;

    Replica(
            ObjectStore from,
            Place<ObjectStore> to,
            @Nullable Records first,
            @Nullable Place<Records> records,
            long bytesPerSecond) {
        this.from = from;
        this.to = to;
        this.records = first == null || records == null ? null : new ReplicaRecords(first, records, this::isStopping);
        this.status = new Status(to.uri(), 0, from.lastSequence(), 0, null, null);
        this.worker = new Worker("diconde4j-replica", this::round);
        this.pace = new Pace(bytesPerSecond, worker::isStopping);
    }

    /**
     * How far the second store has come.
     *
     * @param uri the second store
     * @param sequence up to which sequence it has everything
     * @param lag how many sequences the first store is ahead
     * @param damaged how many objects could not be copied because they, or their receipts, are damaged in the first store
     * @param problem why it does not come further, null if it does
     * @param recordsProblem why the records are not those of the first archive, null if they are, but for what changed in the last
     *     seconds, or are not replicated
     */
    public record Status(
            URI uri,
            long sequence,
            long lag,
            long damaged,
            @Nullable String problem,
            @Nullable String recordsProblem) {
        /**
         * What its owner should know.
         *
         * @return a sentence, null if all is well
         */
        public @Nullable String finding() {
            if (problem != null) {
                return "the replica " + uri + " is " + lag + " receipts behind: " + problem;
            }
            if (recordsProblem != null) {
                return "the replica " + uri + " lacks what has changed in the records: " + recordsProblem;
            }
            return damaged == 0
                    ? null
                    : "the replica " + uri + " lacks " + damaged
                            + " objects that are damaged here, or their receipts are";
        }
    }

    /**
     * Tells how far it has come.
     *
     * @return the state of now
     */
    public Status status() {
        Status s = status;
        return new Status(
                s.uri,
                s.sequence,
                Math.max(0, from.lastSequence() - s.sequence),
                s.damaged,
                s.problem,
                records == null ? null : records.problem());
    }

    private boolean isStopping() {
        return worker.isStopping();
    }

    void start() {
        worker.start();
    }

    private Instant round() {
        try {
            Place.Visit<ObjectStore> open = second;
            if (open == null) {
                open = to.visit();
                second = open;
                new Follower(from, open.store(), damage -> {}).requireSameHistory();
            }
            if (records != null) {
                records.round(); // before the objects: what they speak of is then among these
            }
            ObjectStore store = open.store();
            Follower follower = new Follower(from, store, this::note);
            follower.run(pace, count -> progressed(store, status.damaged));
            progressed(store, damaged + follower.unreadable().size());
            return Instant.now().plus(LOOK_EVERY);
        } catch (RuntimeException e) {
            Status s = status;
            status = new Status(s.uri, s.sequence, s.lag, s.damaged, e.getMessage(), null);
            leave(); // the next round opens it anew
            throw e;
        } finally {
            if (isStopping()) {
                leave(); // who closes does not wait for ever
            }
        }
    }

    private void progressed(ObjectStore store, long lacking) {
        status = new Status(to.uri(), store.lastSequence(), 0, lacking, null, null);
    }

    private void note(Damage damage) {
        LOG.error("{} could not be copied to {}: {}", damage.receipt().name(), to.uri(), damage.problem());
        damaged++;
        Status s = status;
        status = new Status(s.uri, s.sequence, s.lag, s.damaged + 1, s.problem, null);
    }

    private void leave() {
        Place.Visit<ObjectStore> open = second;
        second = null;
        if (open != null) {
            open.close();
        }
        if (records != null) {
            records.leave();
        }
    }

    /** Stops; the next start goes on from there. */
    @Override
    public void close() {
        worker.close();
        if (worker.hasEnded()) {
            leave();
        }
    }
}
