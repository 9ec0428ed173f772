package org.diconde4j.data;

/** The bytes that the small values of one reading share; the array is exchanged as it grows. */
final class Slab {
    byte[] bytes;
    int size;

    Slab(byte[] bytes) {
        this.bytes = bytes;
        this.size = bytes.length;
    }

    Slab(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Makes room for a number of further bytes and returns where they begin. */
    int reserve(int count) {
        int start = size;
        int needed = Math.addExact(size, count);
        if (needed > bytes.length) {
            bytes = java.util.Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 2L)));
        }
        size = needed;
        return start;
    }

    void trim() {
        if (size < bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, size);
        }
    }
}
