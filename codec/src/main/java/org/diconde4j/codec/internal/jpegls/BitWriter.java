package org.diconde4j.codec.internal.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.pixel.PixelException;

/** Writes bits of entropy-coded data, and marker segments. A 0 bit is stuffed after each byte FF (T.87 A.1). */
class BitWriter {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int ONES = 0x01010101;
    private static final int HIGHS = 0x80808080;
    private static final int MOST = Integer.MAX_VALUE - 64;

    byte[] target = new byte[1 << 12];
    int position;
    /** The bits that have not been written, up to the least significant one. */
    long cache;

    int count;

    /** Makes room for so many more bytes. */
    final void reserve(long bytes) {
        long wanted = position + bytes;
        if (wanted > target.length) {
            if (wanted > MOST) {
                throw new PixelException("the frame encodes to more than " + position + " bytes, too many");
            }
            target = Arrays.copyOf(target, (int) Math.min(MOST, wanted + (wanted >> 1)));
        }
    }

    final void u8(int value) {
        target[position++] = (byte) value;
    }

    final void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    /** Writes at most 32 bits, of which those above are 0. */
    final void put(long bits, int length) {
        cache = cache << length | bits;
        count += length;
        if (count >= 32) {
            int word = (int) (cache >>> count - 32);
            if (isPlain(word, target[position - 1])) {
                INTS.set(target, position, word);
                position += 4;
                count -= 32;
            } else {
                bytes();
            }
        }
    }

    /** Whether four bytes can be written as they are: there is no FF among them, nor before them. */
    static boolean isPlain(int word, byte before) {
        return (~word - ONES & word & HIGHS) == 0 && before != -1;
    }

    /** Writes a number in the limited Golomb code (T.87 A.5.3). */
    final void code(int number, int k, int longest, int bits) {
        int zeros = number >> k;
        if (zeros < longest) {
            zeros(zeros);
            put(1L << k | number & (1 << k) - 1, k + 1);
        } else {
            zeros(longest);
            put(1L << bits | number - 1, bits + 1);
        }
    }

    private void zeros(int length) {
        if (length > 32) {
            put(0, 32);
        }
        put(0, length > 32 ? length - 32 : length);
    }

    /** Fills the last byte up. A marker must not begin with it, so after FF there is one more. */
    final void end() {
        bytes();
        int size = target[position - 1] == -1 ? 7 : 8;
        if (count > 0 || size == 7) {
            u8((int) (cache << size - count) & (1 << size) - 1);
        }
        cache = 0;
        count = 0;
    }

    /** Writes whole bytes, as many as there are. */
    final void bytes() {
        while (true) {
            int size = target[position - 1] == -1 ? 7 : 8;
            if (count < size) {
                return;
            }
            count -= size;
            target[position++] = (byte) (cache >>> count & (1 << size) - 1);
        }
    }
}
