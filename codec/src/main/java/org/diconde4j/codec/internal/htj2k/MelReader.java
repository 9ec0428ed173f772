package org.diconde4j.codec.internal.htj2k;

/** Reads runs of the adaptive run-length code MEL (ISO/IEC 15444-15 7.1.3 and 7.3.3). */
final class MelReader {
    /** Exponents of the lengths of runs, by state. */
    static final int[] EXPONENTS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5};

    private byte[] data = {};
    private int at;
    private int end;
    private int state;
    /** Bits that wait, the next one on top. */
    private long waiting;

    private int bits;
    private boolean stuffed;

    /**
     * Begins.
     *
     * @param bytes has the stream
     * @param from where it begins
     * @param to behind the byte that it shares with the VLC stream, of which it sees the upper half
     */
    void start(byte[] bytes, int from, int to) {
        data = bytes;
        at = from;
        end = to;
        state = 0;
        waiting = 0;
        bits = 0;
        stuffed = false;
    }

    /**
     * The next run.
     *
     * @return twice the number of zeros plus 1, if a one follows them; else twice the number of zeros less one
     */
    int run() {
        if (bits < 6) {
            fill();
        }
        int exponent = EXPONENTS[state];
        if (waiting < 0) {
            waiting <<= 1;
            bits--;
            state = Math.min(state + 1, 12);
            return (1 << exponent) - 1 << 1;
        }
        int zeros = (int) (waiting >>> 63 - exponent);
        waiting <<= exponent + 1;
        bits -= exponent + 1;
        state = Math.max(state - 1, 0);
        return zeros << 1 | 1;
    }

    private void fill() {
        while (bits <= 56) {
            int next = at < end - 1 ? data[at] & 0xFF : at == end - 1 ? data[at] & 0xFF | 0x0F : 0xFF;
            at++;
            int length = stuffed ? 7 : 8; // the bit after eight ones is no data
            waiting |= (long) (next & 0xFF >> 8 - length) << 64 - length - bits;
            bits += length;
            stuffed = next == 0xFF;
        }
    }
}
