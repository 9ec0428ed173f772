package org.diconde4j.net.internal.scp;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.diconde4j.net.service.Allowance;

/** Makes an association wait as its allowance says, on its own thread, and ends all waiting when it is to end. */
final class Pace {
    /** A thread that waits looks this often whether it still should. */
    private static final long SLICE_NANOS = 20_000_000;

    private final Allowance allowance;
    private final BooleanSupplier ended;

    Pace(Allowance allowance, BooleanSupplier ended) {
        this.allowance = allowance;
        this.ended = ended;
    }

    void operation() {
        await(allowance.operation());
    }

    void bytes(long count) {
        await(allowance.bytes(count));
    }

    private void await(Duration wait) {
        if (wait.isZero()) {
            return;
        }
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos();
                left > 0 && !ended.getAsBoolean() && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, SLICE_NANOS));
        }
    }
}
