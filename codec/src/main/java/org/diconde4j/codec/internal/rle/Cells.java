package org.diconde4j.codec.internal.rle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Puts the bytes of segments together to cells and pixels. */
final class Cells {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Cells() {}

    /** Puts bytes to each so many-th place. */
    static void spread(byte[] source, byte[] target, int first, int step, int count) {
        if (step == 1) {
            System.arraycopy(source, 0, target, first, count);
            return;
        }
        for (int i = 0, q = first; i < count; i++, q += step) {
            target[q] = source[i];
        }
    }

    /** Puts two bytes each together, of which the second comes first in the target. */
    static void pair(byte[] high, byte[] low, byte[] target, int first, int count) {
        int i = 0;
        int q = first;
        for (; i <= count - 4; i += 4, q += 8) {
            LONGS.set(target, q, apart((int) INTS.get(high, i)) << 8 | apart((int) INTS.get(low, i)));
        }
        for (; i < count; i++, q += 2) {
            target[q] = low[i];
            target[q + 1] = high[i];
        }
    }

    /** Four bytes with a byte of zeros after each. */
    private static long apart(int bytes) {
        long four = bytes & 0xFFFFFFFFL;
        long two = (four | four << 16) & 0x0000FFFF0000FFFFL;
        return (two | two << 8) & 0x00FF00FF00FF00FFL;
    }

    /** Puts three bytes each together. */
    static void triple(byte[] a, byte[] b, byte[] c, byte[] target, int first, int count) {
        int i = 0;
        int q = first;
        for (; i <= count - 4; i += 4, q += 12) {
            int x = (int) INTS.get(a, i);
            int y = (int) INTS.get(b, i);
            int z = (int) INTS.get(c, i);
            INTS.set(target, q, x & 0xFF | y << 8 & 0xFF00 | z << 16 & 0xFF0000 | x << 16 & 0xFF000000);
            INTS.set(target, q + 4, y >> 8 & 0xFF | z & 0xFF00 | x & 0xFF0000 | y << 8 & 0xFF000000);
            INTS.set(target, q + 8, z >> 16 & 0xFF | x >> 16 & 0xFF00 | y >> 8 & 0xFF0000 | z & 0xFF000000);
        }
        for (; i < count; i++, q += 3) {
            target[q] = a[i];
            target[q + 1] = b[i];
            target[q + 2] = c[i];
        }
    }
}
