package org.diconde4j.codec.internal.htj2k;

/** Puts stuffing bits into the streams of a code-block, so that no marker appears: what {@link Unstuffing} takes out. */
final class Stuffing {
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private Stuffing() {}

    /**
     * Writes MagSgn: after a byte of eight ones comes one of seven bits. What the end has of ones is left out where it can be,
     * as ones follow the stream.
     *
     * @param bits the bits, from the least significant one of the first byte on
     * @param count how many
     * @param target receives the stream from 0 on
     * @return how many bytes it has
     */
    static int forward(byte[] bits, int count, byte[] target) {
        int at = 0;
        int put = 0;
        boolean stuffed = false;
        while (count - at >= 8) {
            if (!stuffed && count - at >= 64) {
                long next = Unstuffing.peek(bits, at) & -1L >>> 8; // seven bytes are there wherever they begin
                if ((~next - ONES & next & TOPS) == 0) {
                    Unstuffing.LONGS.set(target, put, next);
                    at += 56;
                    put += 7;
                    continue;
                }
            }
            int next = (int) Unstuffing.peek(bits, at) & (stuffed ? 0x7F : 0xFF);
            at += stuffed ? 7 : 8;
            target[put++] = (byte) next;
            stuffed = next == 0xFF;
        }
        int left = count - at;
        if (left == 0) {
            return stuffed ? put - 1 : put;
        }
        if (stuffed && left == 7) {
            target[put++] = (byte) ((int) Unstuffing.peek(bits, at) & 0x7F);
            return put;
        }
        int next = ((int) Unstuffing.peek(bits, at) & (1 << left) - 1 | 0xFF << left) & (stuffed ? 0x7F : 0xFF);
        if (next != 0xFF) {
            target[put++] = (byte) next;
        }
        return put;
    }

    /**
     * Writes VLC from the end of an array towards its beginning: after a byte over 8F comes one of seven bits, if these are
     * ones. The first byte has four bits only, above four ones.
     *
     * @param bits the bits, from the least significant one of the first byte on
     * @param count how many
     * @param target receives the stream
     * @param end behind the byte that is first
     * @return where the last whole byte stands, and in the upper half how many bits are left
     */
    static long backward(byte[] bits, int count, byte[] target, int end) {
        int put = end - 1;
        int first = (int) Unstuffing.peek(bits, 0) & (1 << Math.min(count, 4)) - 1;
        int at = 4;
        if ((first & 7) == 7) {
            first = 7;
            at = 3;
        }
        int last = first << 4 | 0x0F;
        target[put] = (byte) last;
        while (count - at >= 8) {
            int next = (int) Unstuffing.peek(bits, at) & 0xFF;
            at += 8;
            if (last > 0x8F && (next & 0x7F) == 0x7F) {
                next = 0x7F;
                at--;
            }
            target[--put] = (byte) next;
            last = next;
        }
        return (long) Math.max(count - at, 0) << 32 | put;
    }
}
