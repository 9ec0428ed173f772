package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs syncs in threads of their own, so that those which a commit needs are waited for at once and not one after the other. */
final class Beside implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "diconde4j-storage-sync");
        thread.setDaemon(true);
        return thread;
    });

    /** What may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Work that was begun. */
    static final class Pending {
        /** Work that is done. */
        static final Pending NONE = new Pending(CompletableFuture.completedFuture(null));

        private final CompletableFuture<?> end;

        private Pending(CompletableFuture<?> end) {
            this.end = end;
        }

        /** Waits until it has ended, whether this thread is interrupted or not. */
        void await() throws IOException {
            try {
                end.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof UncheckedIOException failed) {
                    throw failed.getCause();
                }
                throw e;
            }
        }

        /** Waits until it has ended, be it by failing: whoever needs it done has been told by {@link #await}. */
        void settle() {
            end.handle((done, failure) -> null).join();
        }
    }

    Pending start(Work work) {
        return new Pending(CompletableFuture.runAsync(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                threads));
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
