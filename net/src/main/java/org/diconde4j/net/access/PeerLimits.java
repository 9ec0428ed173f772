package org.diconde4j.net.access;

/**
 * How much one peer may use. Too many associations are rejected with "local limit exceeded"; a peer that asks or sends faster than it
 * may is not refused but served later, so that it slows down by itself. Immutable; change a value with its {@code with…} method.
 *
 * @param associations how many may be open at once
 * @param operationsPerSecond how many requests are served in a second, on all its associations together
 * @param bytesPerSecond how many bytes are taken and given in a second, on all its associations together
 */
public record PeerLimits(int associations, double operationsPerSecond, long bytesPerSecond) {
    /** As much as it likes. */
    public static final PeerLimits NONE = new PeerLimits(Integer.MAX_VALUE, Double.POSITIVE_INFINITY, Long.MAX_VALUE);

    /**
     * Checks that every one is positive.
     *
     * @param associations how many may be open at once
     * @param operationsPerSecond how many requests are served in a second, on all its associations together
     * @param bytesPerSecond how many bytes are taken and given in a second, on all its associations together
     */
    public PeerLimits {
        if (associations < 1) {
            throw new IllegalArgumentException("limit of " + associations + " associations, expected 1 or more");
        }
        if (!(operationsPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "limit of " + operationsPerSecond + " operations a second, expected more than 0");
        }
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("limit of " + bytesPerSecond + " bytes a second, expected 1 or more");
        }
    }

    /**
     * Another number of associations.
     *
     * @param value the new value
     * @return a copy
     */
    public PeerLimits withAssociations(int value) {
        return new PeerLimits(value, operationsPerSecond, bytesPerSecond);
    }

    /**
     * Another number of operations.
     *
     * @param value the new value
     * @return a copy
     */
    public PeerLimits withOperationsPerSecond(double value) {
        return new PeerLimits(associations, value, bytesPerSecond);
    }

    /**
     * Another number of bytes.
     *
     * @param value the new value
     * @return a copy
     */
    public PeerLimits withBytesPerSecond(long value) {
        return new PeerLimits(associations, operationsPerSecond, value);
    }
}
