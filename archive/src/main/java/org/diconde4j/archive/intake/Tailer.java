package org.diconde4j.archive.intake;

import java.time.Duration;
import java.time.Instant;
import org.diconde4j.archive.delivery.Worker;
import org.diconde4j.data.DicondeException;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into a shared index what other nodes left behind: one may die after its receipt and before the row. It looks twice a second
 * how far store and index are. Only if the index stays where it is for some time although the store is further, it replays, for what
 * another node is just about to apply is not worth reading.
 */
public final class Tailer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tailer.class);
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final int PATIENCE = 3;

    private final ObjectStore objects;
    private final Index index;
    private final Replay replay;
    private final Worker worker = new Worker("diconde4j-tailer", this::look);
    private long before = -1; // this and what follows: for the worker only
    private int still;

    /**
     * Starts to look.
     *
     * @param objects the store, open in other processes as well
     * @param index its index, open in other processes as well
     * @param replay brings the one up to the other
     */
    public Tailer(ObjectStore objects, Index index, Replay replay) {
        this.objects = objects;
        this.index = index;
        this.replay = replay;
        worker.start();
    }

    private Instant look() {
        try {
            long applied = index.appliedSequence();
            boolean behind = applied < objects.lastSequence();
            still = behind && applied == before ? still + 1 : 0;
            before = applied;
            if (still == PATIENCE) {
                still = 0;
                LOG.info("{} receipts brought into the index that another node left behind", replay.run());
            }
        } catch (DicondeException e) {
            LOG.warn("store and index can't be compared, which is tried again: {}", e.getMessage());
        }
        return Instant.now().plus(PERIOD);
    }

    /** Stops looking, and waits for a replay that runs. */
    @Override
    public void close() {
        worker.close();
    }
}
