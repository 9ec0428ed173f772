package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads share what is dear, such as a sync: while one of them commits, the others queue up, and the first of those
 * commits for all that wait. For providers. There is no thread of its own and no waiting for company.
 *
 * @param <T> what is committed
 * @param <R> what comes of it
 */
public final class GroupCommit<T, R> {
    private final Batch<T, R> batch;
    private final ReentrantLock leader = new ReentrantLock();
    private List<Ticket<T, R>> queue = new ArrayList<>();

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

    private static final class Ticket<T, R> {
        final T item;

        @Nullable
        R result;

        @Nullable
        RuntimeException failure;

        boolean done;

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
        synchronized (this) {
            queue.add(ticket);
        }
        leader.lock();
        try {
            if (!ticket.done) {
                lead(take());
            }
        } finally {
            leader.unlock();
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
        leader.lock();
        try {
            action.run();
        } finally {
            leader.unlock();
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
        } finally {
            tickets.forEach(t -> t.done = true);
        }
    }
}
