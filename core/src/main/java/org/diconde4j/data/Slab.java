package org.diconde4j.data;

import java.util.Arrays;

/** The bytes that the small values of one reading share; the array is exchanged as it grows. */
final class Slab {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    byte[] bytes;
    int size;

    /** Values that are there already. */
    Slab(byte[] bytes) {
        this.bytes = bytes;
        this.size = bytes.length;
    }

    /** Values that are to come, and room for the first of them. */
    static Slab in(byte[] room) {
        Slab slab = new Slab(room);
        slab.size = 0;
        return slab;
    }

    boolean hasRoom(int count) {
        return count <= LARGEST - size;
    }

    /** Makes room for a number of further bytes and returns where they begin. */
    int reserve(int count) {
        int start = size;
        int needed = Math.addExact(size, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, bytes.length * 2L)));
        }
        size = needed;
        return start;
    }
}
