package org.diconde4j.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.data.DicondeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off who sends or takes a body too slowly. What counts is how long the server waited for the client, not how long it took itself.
 * An idle timeout alone is got around by a byte now and then. Thread-safe.
 */
final class SlowClients implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final long bytesPerSecond;
    private final long patience;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    SlowClients(WebLimits limits) {
        bytesPerSecond = limits.bytesPerSecond();
        patience = limits.patience().toNanos();
        long period = Math.max(10, Math.min(patience / 4_000_000, 1000));
        thread = new Thread(() -> look(period), "diconde4j-web-slow-clients");
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches a request until it is closed. */
    Watch watch(Runnable cutOff) {
        Watch watch = new Watch(cutOff);
        watches.add(watch);
        return watch;
    }

    private void look(long period) {
        while (!closed) {
            try {
                Thread.sleep(period);
            } catch (InterruptedException e) {
                return; // closed
            }
            long now = System.nanoTime();
            try {
                watches.removeIf(watch -> watch.cutOffIfSlow(now));
            } catch (OutOfMemoryError e) {
                // a moment without memory must not be the end of all limits
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(ENDING.toMillis());
            if (thread.isAlive()) {
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

        /** So many bytes have passed while it waits. */
        synchronized void passed(int count) {
            bytes += count;
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
            try {
                cutOff.run();
            } catch (RuntimeException e) {
                LOG.warn("a slow client could not be cut off", e); // and the others have their turn
            }
            return true;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
