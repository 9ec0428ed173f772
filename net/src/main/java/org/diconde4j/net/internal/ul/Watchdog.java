package org.diconde4j.net.internal.ul;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends reads and writes that take too long. Java can't give a blocked write a timeout, so one thread looks after all
 * connections of a server: setting a deadline costs a volatile write, and nothing else happens on the fast path.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long NONE = Long.MIN_VALUE;

    /** How long a read may go on after it was told to end: within TLS it can be stuck in a write of its own. */
    private static final long GRACE_NANOS = 1_000_000_000;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long tickNanos;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param shortest the shortest timeout that will be watched; it decides how often the thread looks
     */
    public Watchdog(String name, Duration shortest) {
        long tick = shortest.toNanos() / 8;
        tickNanos = Math.max(5_000_000, Math.min(tick, 500_000_000));
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    Watch watch(Transport transport) {
        Watch watch = new Watch(transport);
        watches.add(watch);
        signal();
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        signal();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                try {
                    tick();
                } catch (OutOfMemoryError e) {
                    // a moment without memory must not be the end of all timeouts
                }
            }
        } catch (InterruptedException e) {
            closed = true; // nobody but a dying JVM interrupts this thread
        } finally {
            lock.unlock();
        }
    }

    private void tick() throws InterruptedException {
        if (watches.isEmpty()) {
            changed.awaitUninterruptibly();
            return;
        }
        long left = tickNanos;
        while (left > 0 && !closed) {
            left = changed.awaitNanos(left);
        }
        long now = System.nanoTime();
        for (Watch watch : watches) {
            guard(watch, now);
        }
    }

    /** One connection must not be the end of all timeouts. */
    private static void guard(Watch watch, long now) {
        try {
            watch.check(now);
        } catch (RuntimeException e) {
            LOG.error("could not end a connection that takes too long", e);
        }
    }

    /** The deadlines of one connection. */
    final class Watch implements AutoCloseable {
        private final Transport transport;
        private volatile long readDeadline = NONE;
        private volatile long writeDeadline = NONE;
        private volatile boolean readExpired;
        private volatile boolean writeExpired;

        private Watch(Transport transport) {
            this.transport = transport;
        }

        void reading(long deadline) {
            readDeadline = deadline;
        }

        void doneReading() {
            readDeadline = NONE;
        }

        void writing(long deadline) {
            writeDeadline = deadline;
        }

        void doneWriting() {
            writeDeadline = NONE;
        }

        boolean readExpired() {
            return readExpired;
        }

        boolean writeExpired() {
            return writeExpired;
        }

        private void check(long now) {
            long read = readDeadline;
            if (read != NONE && now - read > 0 && !readExpired) {
                readExpired = true;
                transport.shutdownInput(); // the reader wakes up and can still send A-ABORT
            } else if (read != NONE && now - read > GRACE_NANOS) {
                transport.close();
            }
            long write = writeDeadline;
            if (write != NONE && now - write > 0 && !writeExpired) {
                writeExpired = true;
                transport.close(); // a blocked write ends in no other way
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
