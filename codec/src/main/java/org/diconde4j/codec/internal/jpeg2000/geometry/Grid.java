package org.diconde4j.codec.internal.jpeg2000.geometry;

/** Divisions that round up or down, for places of up to 31 bits. */
public final class Grid {
    private Grid() {}

    /** The least whole number that is not under a / b. */
    public static int ceilDiv(int a, int b) {
        return (int) (((long) a + b - 1) / b);
    }

    /** The least whole number that is not under a / 2^shift, for shifts up to 62. */
    public static int ceilShift(long a, int shift) {
        return (int) ((a + (1L << shift) - 1) >> shift);
    }

    /** The greatest whole number that is not over a / 2^shift. */
    public static int floorShift(int a, int shift) {
        return (int) ((long) a >> shift);
    }
}
