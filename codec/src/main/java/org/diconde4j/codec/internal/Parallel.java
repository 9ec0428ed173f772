package org.diconde4j.codec.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Does tasks at the same time, on the calling thread and on those of an executor that has some to spare. The calling thread
 * never waits for one that has not begun, so that it doesn't matter whether the executor is busy, has the calling thread as
 * its only one, or refuses.
 */
public final class Parallel {
    /** Does one of the tasks. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does a task.
         *
         * @param worker 0 to {@link #workers} - 1, no two threads at the same time with the same
         * @param index which task, 0 for the first
         */
        void run(int worker, int index);
    }

    private final @Nullable Executor executor;
    private final int workers;

    /**
     * Prepares.
     *
     * @param executor lends threads, or null for the calling one alone
     */
    public Parallel(@Nullable Executor executor) {
        this.executor = executor;
        workers = executor == null
                ? 1
                : Math.max(2, Math.min(32, Runtime.getRuntime().availableProcessors()));
    }

    /** The most threads that work, the calling one among them. */
    public int workers() {
        return workers;
    }

    /**
     * Does tasks, and returns when all are done.
     *
     * @param count how many; the first ones are begun first
     * @param task does them; what it throws ends all of them and is thrown here
     */
    public void run(int count, Task task) {
        Executor helpers = executor;
        int wanted = Math.min(workers, count);
        if (helpers == null || wanted <= 1) {
            for (int i = 0; i < count; i++) {
                task.run(0, i);
            }
            return;
        }
        Run run = new Run(count, task);
        try {
            for (int i = 1; i < wanted; i++) {
                int worker = i;
                helpers.execute(() -> run.help(worker));
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) { // the latter if the system has no thread left
            // then with those that there are
        }
        run.finish();
    }

    private static final class Run {
        private final int count;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        private int helping;
        private boolean closed;
        private @Nullable Throwable failure;

        Run(int count, Task task) {
            this.count = count;
            this.task = task;
        }

        void help(int worker) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                helping++;
            }
            work(worker);
            synchronized (this) {
                helping--;
                notifyAll();
            }
        }

        private void work(int worker) {
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    task.run(worker, i);
                }
            } catch (Throwable e) { // also an OutOfMemoryError has to reach the caller
                next.set(count);
                synchronized (this) {
                    failure = failure == null ? e : failure;
                }
            }
        }

        void finish() {
            work(0);
            boolean interrupted = false;
            synchronized (this) {
                closed = true;
                while (helping > 0) { // each is within its last task
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
