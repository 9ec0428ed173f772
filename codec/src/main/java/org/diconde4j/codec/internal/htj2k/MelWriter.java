package org.diconde4j.codec.internal.htj2k;

/** Writes the adaptive run-length code MEL (ISO/IEC 15444-15 7.3.3). */
final class MelWriter {
    /** More than 4096 samples can need: an event for each quad and for each pair of quads in the first row. */
    private final byte[] bytes = new byte[1024];

    private int length;
    private int state;
    private int run;
    private int pending;
    /** Free bits of the byte that is being filled. */
    private int free;

    void start() {
        length = 0;
        state = 0;
        run = 0;
        pending = 0;
        free = 8;
    }

    /** Says yes or no. */
    void event(boolean one) {
        if (one) {
            int exponent = MelReader.EXPONENTS[state];
            put(0);
            while (exponent > 0) {
                put(run >> --exponent & 1);
            }
            run = 0;
            state = Math.max(state - 1, 0);
        } else if (++run >= 1 << MelReader.EXPONENTS[state]) {
            put(1);
            run = 0;
            state = Math.min(state + 1, 12);
        }
    }

    private void put(int bit) {
        pending = pending << 1 | bit;
        if (--free == 0) {
            bytes[length++] = (byte) pending;
            free = pending == 0xFF ? 7 : 8; // a byte of ones is followed by seven bits
            pending = 0;
        }
    }

    /** Ends the last run, which may be longer than what was said. */
    void finish() {
        if (run > 0) {
            put(1);
            run = 0;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whole bytes. */
    int length() {
        return length;
    }

    /** What follows them, in the upper bits. */
    int last() {
        return pending << free & 0xFF;
    }

    /** The bits of the last byte that must be as they are; 0 if it has none. */
    int lastMask() {
        boolean empty = pending == 0 && free >= 7 && (free == 8 || length > 0 && bytes[length - 1] == -1);
        return empty && free == 8 ? 0 : 0xFF << free & 0xFF;
    }
}
