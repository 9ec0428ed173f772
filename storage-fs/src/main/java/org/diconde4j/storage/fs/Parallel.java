package org.diconde4j.storage.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Syncs by many threads at once, because file systems with a journal of their own then share its commits. */
final class Parallel {
    private static final int THREADS = 16;
    private static final int FEW = 3;

    private Parallel() {}

    interface Action<T> {
        void on(T one) throws IOException;
    }

    /** Does it for all; gives up at the first failure, and throws that. */
    static <T> void forEach(Collection<T> all, Action<T> action) throws IOException {
        Iterator<T> each = all.iterator();
        Failure failure = new Failure();
        Runnable work = () -> {
            for (T one = next(each, failure); one != null; one = next(each, failure)) {
                try {
                    action.on(one);
                } catch (IOException | RuntimeException | Error e) { // of which none may count as done
                    failure.set(e);
                }
            }
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i < THREADS && i < all.size() / FEW; i++) {
            Thread thread = started(work, "diconde4j-storage-sync");
            if (thread == null) {
                break; // then with those that there are
            }
            threads.add(thread);
        }
        work.run();
        join(threads);
        failure.rethrow();
    }

    /** A new thread that has begun; null if the system has none left. */
    static @Nullable Thread started(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        try {
            thread.start();
            return thread;
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    private static <T> @Nullable T next(Iterator<T> each, Failure failure) {
        synchronized (each) {
            return failure.first == null && each.hasNext() ? each.next() : null;
        }
    }

    static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Failure {
        private volatile @Nullable Throwable first;

        synchronized void set(Throwable e) {
            if (first == null) {
                first = e;
            }
        }

        void rethrow() throws IOException {
            Throwable e = first;
            if (e instanceof IOException io) {
                throw io;
            }
            if (e instanceof RuntimeException other) {
                throw other;
            }
            if (e instanceof Error error) {
                throw error;
            }
        }
    }
}
