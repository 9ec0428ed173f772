package org.diconde4j.web;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;

/**
 * Stores some objects of a request at once, so that the disk syncs them together; what became of them is told in their order. Closing
 * waits for what is under way. Not thread-safe.
 */
final class Abreast implements AutoCloseable {
    /** Objects of so many bytes and more are streamed, one for itself. */
    static final int MOST_BYTES = 1 << 20;

    private static final int AT_ONCE = 4;

    private final Queue<Future<Outcome>> waiting = new ArrayDeque<>();
    private @Nullable ExecutorService threads;

    /** What became of an object. */
    @FunctionalInterface
    interface Outcome {
        void to(StoreReport report);
    }

    /** Begins to store an object, once there is room among those that are being stored. */
    void add(Callable<Outcome> storing, StoreReport report) throws IOException {
        while (waiting.size() >= AT_ONCE) {
            next(report);
        }
        ExecutorService executor = threads;
        if (executor == null) {
            executor = Executors.newFixedThreadPool(AT_ONCE);
            threads = executor;
        }
        waiting.add(executor.submit(storing));
    }

    /** Waits until all are stored. */
    void await(StoreReport report) throws IOException {
        while (!waiting.isEmpty()) {
            next(report);
        }
    }

    private void next(StoreReport report) throws IOException {
        try {
            waiting.remove().get().to(report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while objects are stored", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new DicondeException("an object cannot be stored: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        ExecutorService executor = threads;
        if (executor != null) {
            executor.shutdown();
            boolean interrupted = false;
            for (Future<Outcome> one : waiting) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    // another failure is told already
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
