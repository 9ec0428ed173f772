package org.diconde4j.archive.keep;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How fast long work may read, so that it leaves the disk to those who wait for an answer; and whether it is to end. For one
 * thread.
 */
public final class Pace {
    private static final long LONGEST_SLEEP = 100_000_000;

    private final long bytesPerSecond;
    private final BooleanSupplier stopping;
    private long due = System.nanoTime();

    /**
     * Sets a pace.
     *
     * @param bytesPerSecond how many bytes a second, {@link Long#MAX_VALUE} for as fast as it goes
     * @param stopping says when the work is to end
     */
    public Pace(long bytesPerSecond, BooleanSupplier stopping) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a rate is at least 1 byte a second, not " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.stopping = stopping;
    }

    /**
     * Whether the work is to end.
     *
     * @return true if it is
     */
    public boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /**
     * Reads at this pace.
     *
     * @param in the bytes
     * @return the same bytes; reading them fails with a {@link WorkEndedException} when the work is to end
     */
    public InputStream over(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = super.read(b, off, Math.min(len, 1 << 16));
                spend(Math.max(0, n));
                return n;
            }
        };
    }

    private void spend(int bytes) throws WorkEndedException {
        if (isStopping()) {
            throw new WorkEndedException();
        }
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long now = System.nanoTime();
        // What was not used is not saved up: a pause is no reason for a burst.
        due = Math.max(due, now - LONGEST_SLEEP) + (long) (bytes * 1e9 / bytesPerSecond);
        while (due > now && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(due - now, LONGEST_SLEEP));
            if (isStopping()) {
                throw new WorkEndedException();
            }
            now = System.nanoTime();
        }
    }
}
