package org.diconde4j.codec.internal.jpeg2000;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Shares tasks between the calling thread and those of a caller's executor. The calling thread works as well, and waits only
 * for helpers that have begun, so that an executor without a free thread costs nothing but speed, and can't block.
 */
public final class Workers {
    /** More threads than that find little to do within one frame. */
    private static final int MOST = 64;

    private final @Nullable Executor executor;
    private final int count;

    /** A task. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does one of the tasks.
         *
         * @param worker whose memory to use; no two threads have the same at the same time
         * @param index which task
         */
        void run(int worker, int index);
    }

    /** With the threads of an executor, or with the calling thread alone. */
    public Workers(@Nullable Executor executor) {
        this.executor = executor;
        this.count = executor == null
                ? 1
                : Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors()));
    }

    /** How many workers there may be; they are numbered from 0. */
    public int count() {
        return count;
    }

    /**
     * Does tasks 0 to count - 1.
     *
     * @throws RuntimeException the first that a task threw; then other tasks may have been left out
     */
    public void run(int tasks, Task task) {
        int helpers = executor == null ? 0 : Math.min(count, tasks) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < tasks; i++) {
                task.run(0, i);
            }
            return;
        }
        Round round = new Round(tasks, task);
        for (int i = 0; i < helpers && executor != null; i++) {
            try {
                executor.execute(round::help);
            } catch (RejectedExecutionException e) {
                break; // the calling thread does it
            }
        }
        round.work(0);
        round.finish();
    }

    private static final class Round {
        private final int tasks;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        private int begun;
        private int active;
        private boolean over;
        private @Nullable Throwable failure;

        Round(int tasks, Task task) {
            this.tasks = tasks;
            this.task = task;
        }

        void help() {
            int worker;
            synchronized (this) {
                if (over) {
                    return;
                }
                worker = ++begun;
                active++;
            }
            work(worker);
            synchronized (this) {
                active--;
                notifyAll();
            }
        }

        void work(int worker) {
            try {
                for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    task.run(worker, i);
                }
            } catch (RuntimeException | Error e) {
                next.set(tasks);
                synchronized (this) {
                    failure = failure == null ? e : failure;
                }
            }
        }

        /** Waits for the tasks that others have begun, each of which takes bounded time. */
        void finish() {
            boolean interrupted = false;
            synchronized (this) {
                over = true;
                while (active > 0) {
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
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
