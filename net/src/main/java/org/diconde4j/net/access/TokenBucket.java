package org.diconde4j.net.access;

/**
 * So much a second, a second's worth of it at once. What is taken beyond that makes a debt that everybody who takes waits for in turn.
 * Thread-safe.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double most;
    private double there;
    private long since;

    TokenBucket(double perSecond, long now) {
        this.perSecond = perSecond;
        this.most = Math.max(1, perSecond);
        this.there = most;
        this.since = now;
    }

    /** Takes some, and says how many nanoseconds to wait for that. */
    synchronized long take(double count, long now) {
        if (perSecond >= Long.MAX_VALUE) {
            return 0;
        }
        fill(now);
        there -= count;
        return there >= 0 ? 0 : (long) (-there / perSecond * NANOS);
    }

    synchronized boolean full(long now) {
        fill(now);
        return there >= most;
    }

    private void fill(long now) {
        there = Math.min(most, there + (now - since) / NANOS * perSecond);
        since = now;
    }
}
