package org.diconde4j.codec.internal.jpeg;

import static org.diconde4j.codec.internal.jpeg.Cosines.*;

/** The cosine transform of 8 × 8 samples (ITU-T T.81 A.3.3) in whole numbers: rows, then columns, rounded at the end. */
final class ForwardDct {
    private final int extra;

    /**
     * For samples of so many bits.
     *
     * @param precision 8 or 12
     */
    ForwardDct(int precision) {
        extra = extraBits(precision);
    }

    private static int round(int value, int bits) {
        return value + (1 << bits - 1) >> bits;
    }

    /**
     * From samples, less half of their range, to coefficients that are 8 times too large.
     *
     * @param block 64 samples row by row, replaced
     */
    void transform(int[] block) {
        for (int y = 0; y < 64; y += 8) {
            pass(block, y, 1, BITS - extra, extra, 0);
        }
        for (int x = 0; x < 8; x++) {
            pass(block, x, 8, BITS + extra, 0, extra);
        }
    }

    private static void pass(int[] b, int at, int step, int shift, int up, int down) {
        int t0 = b[at] + b[at + 7 * step];
        int t7 = b[at] - b[at + 7 * step];
        int t1 = b[at + step] + b[at + 6 * step];
        int t6 = b[at + step] - b[at + 6 * step];
        int t2 = b[at + 2 * step] + b[at + 5 * step];
        int t5 = b[at + 2 * step] - b[at + 5 * step];
        int t3 = b[at + 3 * step] + b[at + 4 * step];
        int t4 = b[at + 3 * step] - b[at + 4 * step];
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;
        if (down == 0) {
            b[at] = e0 + e1 << up;
            b[at + 4 * step] = e0 - e1 << up;
        } else {
            b[at] = round(e0 + e1, down);
            b[at + 4 * step] = round(e0 - e1, down);
        }
        int z1 = (e2 + e3) * C_0_541;
        b[at + 2 * step] = round(z1 + e3 * C_0_765, shift);
        b[at + 6 * step] = round(z1 - e2 * C_1_847, shift);
        z1 = t4 + t7;
        int z2 = t5 + t6;
        int z3 = t4 + t6;
        int z4 = t5 + t7;
        int z5 = (z3 + z4) * C_1_175;
        t4 *= C_0_298;
        t5 *= C_2_053;
        t6 *= C_3_072;
        t7 *= C_1_501;
        z1 *= -C_0_899;
        z2 *= -C_2_562;
        z3 = z5 - z3 * C_1_961;
        z4 = z5 - z4 * C_0_390;
        b[at + 7 * step] = round(t4 + z1 + z3, shift);
        b[at + 5 * step] = round(t5 + z2 + z4, shift);
        b[at + 3 * step] = round(t6 + z2 + z3, shift);
        b[at + step] = round(t7 + z1 + z4, shift);
    }
}
