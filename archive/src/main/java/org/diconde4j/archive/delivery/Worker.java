package org.diconde4j.archive.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does what is due, again and again. It sleeps until the moment that its last round named, or until it is woken. It is
 * never interrupted, as an interrupt closes files of an embedded database.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
    private static final RetryPolicy AFTER_FAILURE =
            new RetryPolicy(Duration.ofSeconds(10), LONGEST_SLEEP, Duration.ZERO);
    private static final Duration LAST_ROUND = Duration.ofSeconds(15);

    private final Supplier<Instant> round;
    private final Thread thread;
    private boolean woken; // guarded by this
    private volatile boolean stopping;

    /**
     * Makes a worker that does not run yet, so that what it works for can know it before.
     *
     * @param name of the thread
     * @param round does what is due, and says when the next round is; it should end soon when {@link #isStopping} says true
     */
    public Worker(String name, Supplier<Instant> round) {
        this.round = round;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts it; its first round is at once. */
    public void start() {
        thread.start();
    }

    /** Makes it look now, or once more if it is at work. */
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /**
     * Whether it is to end.
     *
     * @return true after {@link #close}
     */
    public boolean isStopping() {
        return stopping;
    }

    private void run() {
        int failures = 0;
        while (!stopping) {
            Instant next;
            try {
                next = round.get();
                failures = 0;
            } catch (RuntimeException | Error e) { // such as want of memory or threads, which may pass
                if (stopping) {
                    return; // what it works on may be closing too
                }
                Duration pause = AFTER_FAILURE.pause(++failures);
                LOG.warn("{} could not do its work and tries again in {}", thread.getName(), pause, e);
                next = Instant.now().plus(pause);
            }
            sleepUntil(next);
        }
    }

    private synchronized void sleepUntil(Instant next) {
        Instant latest = Instant.now().plus(LONGEST_SLEEP);
        Instant end = next.isBefore(latest) ? next : latest;
        while (!woken && !stopping) {
            long left = Duration.between(Instant.now(), end).toMillis();
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                stopping = true; // a host application ends its threads
            }
        }
        woken = false;
    }

    /** Asks it to end, and does not wait. */
    public synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    /** Ends it; what it is about gets a while to come to its end, also if whoever waits for that is interrupted. */
    @Override
    public void close() {
        stop();
        if (thread == Thread.currentThread()) {
            return;
        }
        long end = System.nanoTime() + LAST_ROUND.toNanos();
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{} does not end", thread.getName());
        }
    }

    /**
     * Whether it does nothing any more.
     *
     * @return false while its thread runs, as it may after {@link #close} if a round takes long
     */
    public boolean hasEnded() {
        return !thread.isAlive();
    }
}
