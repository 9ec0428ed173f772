package org.diconde4j.codec.internal.htj2k;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Takes the stuffing bits out of the streams of a code-block and lays them out as bits that follow each other from the
 * least significant one of the first byte on, so that any 57 of them are read at once (ISO/IEC 15444-15 7.1.2, 7.1.4).
 */
final class Unstuffing {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private Unstuffing() {}

    /** Up to 57 bits from a place on, in the least significant ones of the result; what lies above is of no meaning. */
    static long peek(byte[] bits, int at) {
        return (long) LONGS.get(bits, at >>> 3) >>> (at & 7);
    }

    /**
     * A stream that grows forward, such as MagSgn and SigProp: after a byte of eight ones comes one of seven bits.
     *
     * @param source has the stream
     * @param from its first byte
     * @param to behind its last byte
     * @param target receives the bits, and after them 0 or 1 without end
     * @param padding how many bytes of them at least
     * @param pad what follows the stream, 0 or -1
     * @return how many bits the stream has
     */
    static int forward(byte[] source, int from, int to, byte[] target, int padding, int pad) {
        int at = from;
        int put = 0;
        int pending = 0;
        long bits = 0;
        boolean stuffed = false;
        while (at < to) {
            if (!stuffed && at + 8 <= to) {
                long next = (long) LONGS.get(source, at);
                if ((~next - ONES & next & TOPS) == 0) { // no byte of ones
                    LONGS.set(target, put, bits | next << pending);
                    bits = next >>> 1 >>> 63 - pending;
                    at += 8;
                    put += 8;
                    continue;
                }
            }
            int next = source[at++] & 0xFF;
            int length = stuffed ? 7 : 8;
            bits |= (long) (next & 0xFF >> 8 - length) << pending;
            pending += length;
            stuffed = next == 0xFF;
            if (pending >= 8) {
                target[put++] = (byte) bits;
                bits >>>= 8;
                pending -= 8;
            }
        }
        pad(target, put, bits | (long) pad << pending, padding, pad);
        return put * 8 + pending;
    }

    /**
     * A stream that grows backward, such as VLC and MagRef: after a byte over 8F comes one of seven bits, if these are
     * ones.
     *
     * @param source has the stream
     * @param from its first byte, which is the last to be read
     * @param to behind its last byte
     * @param half whether the first byte to be read has only four bits, the lower ones being ones of no meaning
     * @param target receives the bits, and after them zeros
     * @param padding how many bytes of zeros at least
     * @return how many bits the stream has
     */
    static int backward(byte[] source, int from, int to, boolean half, byte[] target, int padding) {
        int at = to;
        int put = 0;
        int pending = 0;
        long bits = 0;
        int last = 0xFF;
        if (half) {
            last = source[--at] & 0xFF | 0x0F;
            bits = last >> 4;
            pending = 4;
            if ((bits & 7) == 7) {
                bits = 7;
                pending = 3;
            }
        }
        while (at > from) {
            if (at - 8 >= from) {
                long next = Long.reverseBytes((long) LONGS.get(source, at - 8));
                long ones = (next & ~TOPS) + ONES & TOPS; // bytes whose lower seven bits are ones
                if (ones == 0) {
                    LONGS.set(target, put, bits | next << pending);
                    bits = next >>> 1 >>> 63 - pending;
                    at -= 8;
                    put += 8;
                    last = source[at] & 0xFF;
                    continue;
                }
            }
            int next = source[--at] & 0xFF;
            int length = last > 0x8F && (next & 0x7F) == 0x7F ? 7 : 8;
            bits |= (long) (next & 0xFF >> 8 - length) << pending;
            pending += length;
            last = next;
            if (pending >= 8) {
                target[put++] = (byte) bits;
                bits >>>= 8;
                pending -= 8;
            }
        }
        pad(target, put, bits, padding, 0);
        return put * 8 + pending;
    }

    private static void pad(byte[] target, int from, long first, int padding, int pad) {
        target[from] = (byte) first;
        Arrays.fill(target, from + 1, from + 1 + padding, (byte) pad);
    }
}
