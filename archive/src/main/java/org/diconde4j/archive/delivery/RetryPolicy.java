package org.diconde4j.archive.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When something that failed is tried again: after a pause that doubles from attempt to attempt, up to a longest one, until it
 * is too old. Each pause is shortened by up to a quarter at random, so that many senders do not come back at the same moment.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause
 * @param giveUpAfter how long after the beginning no more attempts are made
 */
public record RetryPolicy(Duration first, Duration longest, Duration giveUpAfter) {
    /** 5 seconds, doubled up to 10 minutes, for 7 days. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofDays(7));

    private static final int MOST_DOUBLINGS = 30;

    /**
     * Checks the durations.
     *
     * @param first the pause after the first failure
     * @param longest the longest pause
     * @param giveUpAfter how long after the beginning no more attempts are made
     * @throws IllegalArgumentException if one of them is not positive, or the longest pause shorter than the first
     */
    public RetryPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || giveUpAfter.isNegative()) {
            throw new IllegalArgumentException("pauses from " + first + " to " + longest + ", giving up after "
                    + giveUpAfter + "; expected a positive first pause, and a longest one that is not shorter");
        }
    }

    /**
     * The pause before the next attempt.
     *
     * @param failures how many attempts have failed, from 1
     * @return how long to wait
     */
    public Duration pause(int failures) {
        int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
        long full = doublings < Long.numberOfLeadingZeros(first.toMillis()) - 1
                ? Math.min(longest.toMillis(), first.toMillis() << doublings)
                : longest.toMillis();
        return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 4 + 1));
    }
}
