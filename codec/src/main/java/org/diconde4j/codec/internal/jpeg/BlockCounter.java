package org.diconde4j.codec.internal.jpeg;

/** Counts the symbols that blocks of coefficients are coded with. */
final class BlockCounter {
    final long[] dc = new long[256];
    final long[] ac = new long[256];
    private int predicted;

    /** Begins a component. */
    void restart() {
        predicted = 0;
    }

    void block(short[] from, int at) {
        dc[DctEncoder.size(from[at] - predicted)]++;
        predicted = from[at];
        int run = 0;
        for (int k = 1; k < 64; k++) {
            int value = from[at + k];
            if (value == 0) {
                run++;
                continue;
            }
            for (; run > 15; run -= 16) {
                ac[0xF0]++;
            }
            ac[run << 4 | DctEncoder.size(value)]++;
            run = 0;
        }
        if (run > 0) {
            ac[0]++;
        }
    }
}
