package org.diconde4j.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.diconde4j.data.DicondeException;

/**
 * Cuts off who sends or takes a body too slowly. What counts is how long the server waited for the client, not how long it took itself.
 * An idle timeout alone is got around by a byte now and then. Thread-safe.
 */
final class SlowClients implements AutoCloseable {
    private final long bytesPerSecond;
    private final long patience;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;

    SlowClients(WebLimits limits) {
        bytesPerSecond = limits.bytesPerSecond();
        patience = limits.patience().toNanos();
        clock = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "diconde4j-web-slow-clients");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(10_000_000L, Math.min(patience / 4, 1_000_000_000L));
        clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.NANOSECONDS);
    }

    /** Watches a request until it is closed. */
    Watch watch(Runnable cutOff) {
        Watch watch = new Watch(cutOff);
        watches.add(watch);
        return watch;
    }

    private void look() {
        long now = System.nanoTime();
        watches.removeIf(watch -> watch.cutOffIfSlow(now));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new DicondeException("the thread that looks for slow clients did not end within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A request. */
    final class Watch implements AutoCloseable {
        private final Runnable cutOff;
        private boolean waiting; // these are guarded by this
        private long since;
        private long waited;
        private long bytes;

        private Watch(Runnable cutOff) {
            this.cutOff = cutOff;
        }

        /** The server waits for the client from here on. */
        synchronized void begin() {
            waiting = true;
            since = System.nanoTime();
        }

        /** It has waited, and so many bytes have passed. */
        synchronized void end(long passed) {
            waiting = false;
            waited += System.nanoTime() - since;
            bytes += passed;
        }

        private boolean cutOffIfSlow(long now) {
            synchronized (this) {
                if (!waiting || waited + now - since <= patience + bytes * 1e9 / bytesPerSecond) {
                    return false;
                }
            }
            cutOff.run();
            return true;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
