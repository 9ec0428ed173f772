package org.diconde4j.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads share what is dear, such as a sync: while one of them commits, the others queue up, and the first of those
 * commits for all that wait. For providers. There is no thread of its own and no waiting for company. Who ends a batch wakes the one
 * that commits the next before anybody else, so that what is dear does not rest. Not reentrant.
 *
 * @param <T> what is committed
 * @param <R> what comes of it
 */
public final class GroupCommit<T, R> {
    private final Batch<T, R> batch;
    private List<Ticket<T, R>> queue = new ArrayList<>(); // this and what follows: guarded by this
    private final Deque<Turn> idlers = new ArrayDeque<>();
    private boolean busy;

    /**
     * Creates a group commit.
     *
     * @param batch commits several items at once
     */
    public GroupCommit(Batch<T, R> batch) {
        this.batch = batch;
    }

    /**
     * Commits several items; called by one thread at a time.
     *
     * @param <T> what is committed
     * @param <R> what comes of it
     */
    @FunctionalInterface
    public interface Batch<T, R> {
        /**
         * Commits all items.
         *
         * @param items the items, in the order in which they came
         * @return what came of each; if it throws instead, that is what came of all
         */
        List<R> commit(List<T> items);
    }

    /** What a thread waits for. */
    private static class Turn {
        private final Thread thread = Thread.currentThread();
        private volatile boolean over;
        private volatile boolean leads;

        /** Waits; true if it is the turn of this thread, false if another one has done all. */
        boolean await() {
            boolean interrupted = false;
            while (!over && !leads) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                thread.interrupt();
            }
            return leads;
        }

        void lead() {
            leads = true;
            LockSupport.unpark(thread);
        }

        void end() {
            over = true;
            LockSupport.unpark(thread);
        }
    }

    private static final class Ticket<T, R> extends Turn {
        final T item;

        @Nullable
        R result;

        @Nullable
        RuntimeException failure;

        Ticket(T item) {
            this.item = item;
        }
    }

    /**
     * Commits an item, together with those of other threads.
     *
     * @param item the item
     * @return what came of it
     * @throws StorageException if the batch failed
     */
    public R commit(T item) {
        Ticket<T, R> ticket = new Ticket<>(item);
        boolean leads;
        synchronized (this) {
            queue.add(ticket);
            leads = begin();
        }
        if (leads || ticket.await()) {
            lead(take());
        }
        R result = ticket.result;
        if (result == null) {
            RuntimeException cause = ticket.failure;
            throw new StorageException(cause == null ? "the commit failed" : String.valueOf(cause.getMessage()), cause);
        }
        return result;
    }

    /**
     * Runs something while no batch is being committed.
     *
     * @param action what to run
     */
    public void idle(Runnable action) {
        Turn turn = new Turn();
        boolean leads;
        synchronized (this) {
            leads = begin();
            if (!leads) {
                idlers.add(turn);
            }
        }
        if (!leads) {
            turn.await();
        }
        try {
            action.run();
        } finally {
            handOver(true);
        }
    }

    /** Whether nobody else is at it. */
    private boolean begin() {
        boolean free = !busy;
        busy = true;
        return free;
    }

    /** Gives the turn to who waits, to the two kinds by turns. */
    private synchronized void handOver(boolean wasIdle) {
        Turn idler = wasIdle && !queue.isEmpty() ? null : idlers.poll();
        Turn next = idler == null && !queue.isEmpty() ? queue.get(0) : idler;
        busy = next != null;
        if (next != null) {
            next.lead();
        }
    }

    private synchronized List<Ticket<T, R>> take() {
        List<Ticket<T, R>> taken = queue;
        queue = new ArrayList<>();
        return taken;
    }

    private void lead(List<Ticket<T, R>> tickets) {
        try {
            List<R> results = batch.commit(tickets.stream().map(t -> t.item).toList());
            for (int i = 0; i < tickets.size(); i++) {
                tickets.get(i).result = results.get(i);
            }
        } catch (RuntimeException e) {
            tickets.forEach(t -> t.failure = e);
        } catch (Error e) {
            StorageException failure = new StorageException("the commit failed: " + e, e);
            tickets.forEach(t -> t.failure = failure);
            throw e;
        } finally {
            handOver(false);
            tickets.forEach(Turn::end);
        }
    }
}
