package org.diconde4j.codec.internal.rle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Replicate Runs and Literal Runs (PS3.5 G.3). Looks at eight bytes at a time for where runs begin and end. */
final class PackBits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** Bytes that a run can stand for. */
    private static final int LONGEST = 128;

    private PackBits() {}

    /** How many bytes so many can become at most. */
    static int most(int count) {
        return count + (count + LONGEST - 1) / LONGEST;
    }

    /**
     * Packs bytes, such as a row of a segment.
     *
     * @param target has room for {@link #most}
     * @return where the target goes on
     */
    static int pack(byte[] source, int from, int count, byte[] target, int at) {
        int end = from + count;
        int p = from;
        int q = at;
        while (p < end) {
            int run = triple(source, p, end);
            q = literals(source, p, run, target, q);
            p = run;
            if (p < end) {
                int stop = differs(source, p + 3, end);
                q = replicate(source[p], stop - p, target, q);
                p = stop;
            }
        }
        return q;
    }

    /** Where three equal bytes begin: those shall be a Replicate Run. */
    private static int triple(byte[] source, int from, int end) {
        int p = from;
        for (; p <= end - 10; p += 8) {
            long first = (long) LONGS.get(source, p);
            long second = (long) LONGS.get(source, p + 1);
            long third = (long) LONGS.get(source, p + 2);
            long differs = first ^ second | second ^ third;
            long equal = differs - ONES & ~differs & HIGHS; // the lowest bit set is right
            if (equal != 0) {
                return p + (Long.numberOfTrailingZeros(equal) >> 3);
            }
        }
        for (; p <= end - 3; p++) {
            if (source[p] == source[p + 1] && source[p] == source[p + 2]) {
                return p;
            }
        }
        return end;
    }

    /** Where a run ends that goes on at least to here. */
    private static int differs(byte[] source, int from, int end) {
        byte value = source[from - 1];
        long eight = (value & 0xFF) * ONES;
        int p = from;
        for (; p <= end - 8; p += 8) {
            long differs = (long) LONGS.get(source, p) ^ eight;
            if (differs != 0) {
                return p + (Long.numberOfTrailingZeros(differs) >> 3);
            }
        }
        while (p < end && source[p] == value) {
            p++;
        }
        return p;
    }

    /** Bytes without three equal ones in a row; two equal ones alone are shorter as a Replicate Run. */
    private static int literals(byte[] source, int from, int end, byte[] target, int at) {
        if (end - from == 2 && source[from] == source[from + 1]) {
            return replicate(source[from], 2, target, at);
        }
        int p = from;
        int q = at;
        while (p < end) {
            int count = Math.min(LONGEST, end - p);
            target[q++] = (byte) (count - 1);
            System.arraycopy(source, p, target, q, count);
            p += count;
            q += count;
        }
        return q;
    }

    private static int replicate(byte value, int count, byte[] target, int at) {
        int left = count;
        int q = at;
        while (left > 1) {
            int part = Math.min(LONGEST, left);
            target[q++] = (byte) (1 - part);
            target[q++] = value;
            left -= part;
        }
        if (left == 1) {
            target[q++] = 0;
            target[q++] = value;
        }
        return q;
    }
}
