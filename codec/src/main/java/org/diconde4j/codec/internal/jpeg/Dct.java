package org.diconde4j.codec.internal.jpeg;

/**
 * The discrete cosine transform of 8 × 8 samples (ITU-T T.81 A.3.3) in whole numbers by the eleven multiplications of Loeffler,
 * Ligtenberg and Moschytz (1989): constants of 13 bits, rows with some more bits than the result, rounded at the end.
 */
final class Dct {
    private static final int BITS = 13;
    // sqrt(2) times sums and differences of cosines of multiples of pi/16, in 13 bits
    private static final int C_0_298 = 2446;
    private static final int C_0_390 = 3196;
    private static final int C_0_541 = 4433;
    private static final int C_0_765 = 6270;
    private static final int C_0_899 = 7373;
    private static final int C_1_175 = 9633;
    private static final int C_1_501 = 12299;
    private static final int C_1_847 = 15137;
    private static final int C_1_961 = 16069;
    private static final int C_2_053 = 16819;
    private static final int C_2_562 = 20995;
    private static final int C_3_072 = 25172;

    /** By place in the zigzag sequence: the place in a block row by row (Figure A.6). */
    static final int[] ZIGZAG = zigzag();

    private final int extra;
    private final int[] work = new int[64];
    private final int[] line = new int[8];

    /**
     * For samples of so many bits.
     *
     * @param precision 8 or 12
     */
    Dct(int precision) {
        extra = precision > 8 ? 1 : 2; // so that rows fit into 32 bits
    }

    private static int[] zigzag() {
        int[] order = new int[64];
        int at = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = 0; i <= diagonal; i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                int column = diagonal - row;
                if (row < 8 && column < 8) {
                    order[at++] = row * 8 + column;
                }
            }
        }
        return order;
    }

    private static int round(int value, int bits) {
        return value + (1 << bits - 1) >> bits;
    }

    /**
     * From coefficients to samples.
     *
     * @param in dequantised, row by row
     * @param middle is added: half of the range
     * @param most samples are cut to 0 and this
     */
    void inverse(int[] in, short[] out, int offset, int stride, int middle, int most) {
        int[] w = work;
        for (int x = 0; x < 8; x++) {
            if ((in[8 + x] | in[16 + x] | in[24 + x] | in[32 + x] | in[40 + x] | in[48 + x] | in[56 + x]) == 0) {
                int same = in[x] << extra;
                for (int y = 0; y < 64; y += 8) {
                    w[y + x] = same;
                }
            } else {
                inverse(in, x, 8, w, x, BITS - extra);
            }
        }
        int[] row = line;
        for (int y = 0; y < 8; y++) {
            inverse(w, y * 8, 1, row, 0, BITS + extra + 3);
            int at = offset + y * stride;
            for (int x = 0; x < 8; x++) {
                out[at + x] = (short) Math.max(0, Math.min(row[x] + middle, most));
            }
        }
    }

    /** Eight numbers that stand apart by a step. */
    private static void inverse(int[] in, int from, int step, int[] out, int to, int shift) {
        int z2 = in[from + 2 * step];
        int z3 = in[from + 6 * step];
        int z1 = (z2 + z3) * C_0_541;
        int t2 = z1 - z3 * C_1_847;
        int t3 = z1 + z2 * C_0_765;
        z2 = in[from];
        z3 = in[from + 4 * step];
        int t0 = z2 + z3 << BITS;
        int t1 = z2 - z3 << BITS;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;
        t0 = in[from + 7 * step];
        t1 = in[from + 5 * step];
        t2 = in[from + 3 * step];
        t3 = in[from + step];
        z1 = t0 + t3;
        z2 = t1 + t2;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * C_1_175;
        t0 *= C_0_298;
        t1 *= C_2_053;
        t2 *= C_3_072;
        t3 *= C_1_501;
        z1 *= -C_0_899;
        z2 *= -C_2_562;
        z3 = z5 - z3 * C_1_961;
        z4 = z5 - z4 * C_0_390;
        t0 += z1 + z3;
        t1 += z2 + z4;
        t2 += z2 + z3;
        t3 += z1 + z4;
        out[to] = round(e0 + t3, shift);
        out[to + 7 * step] = round(e0 - t3, shift);
        out[to + step] = round(e1 + t2, shift);
        out[to + 6 * step] = round(e1 - t2, shift);
        out[to + 2 * step] = round(e2 + t1, shift);
        out[to + 5 * step] = round(e2 - t1, shift);
        out[to + 3 * step] = round(e3 + t0, shift);
        out[to + 4 * step] = round(e3 - t0, shift);
    }

    /**
     * From samples, less half of their range, to coefficients that are 8 times too large.
     *
     * @param block 64 samples row by row, replaced
     */
    void forward(int[] block) {
        for (int y = 0; y < 64; y += 8) {
            forward(block, y, 1, BITS - extra, extra, 0);
        }
        for (int x = 0; x < 8; x++) {
            forward(block, x, 8, BITS + extra, 0, extra);
        }
    }

    private static void forward(int[] b, int at, int step, int shift, int up, int down) {
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
