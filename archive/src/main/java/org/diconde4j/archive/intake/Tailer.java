package org.diconde4j.archive.intake;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.diconde4j.data.DicondeException;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into a shared index what other nodes left behind: one may die after its receipt and before the row. A daemon thread of its
 * own looks twice a second how far store and index are. Only if the index stays where it is for some time although the store is
 * further, it replays, for what another node is just about to apply is not worth reading.
 */
public final class Tailer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tailer.class);
    private static final long PERIOD_MILLIS = 500;
    private static final int PATIENCE = 3;

    private final ObjectStore objects;
    private final Index index;
    private final Replay replay;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Thread thread;
    private boolean closed; // guarded by lock

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
        this.thread = new Thread(this::run, "diconde4j-tailer");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long before = -1;
        int still = 0;
        while (sleep()) {
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
        }
    }

    /** Waits for the next time; false if there is none. */
    private boolean sleep() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
            while (!closed && left > 0) {
                left = change.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Stops looking, and waits for a replay that runs. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
