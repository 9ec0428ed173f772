package org.diconde4j.codec.internal.jpeg;

import static org.diconde4j.codec.internal.jpeg.Cosines.*;

import java.util.Arrays;

/**
 * The inverse cosine transform of 8 × 8 coefficients (ITU-T T.81 A.3.3) in whole numbers: columns with some more bits than the
 * result, then rows, rounded at the end. Most blocks have few coefficients, all in the corner of low frequencies; for those less is
 * computed, with the same result.
 */
final class InverseDct {
    /** The last place of the zigzag sequence up to which all coefficients are among 4 × 4. */
    private static final int LAST_OF_CORNER = 9;

    private final int extra;
    private final int middle;
    private final int most;
    private final int shift;
    private final int bias;
    private final int[] work = new int[64];

    /**
     * For samples of so many bits.
     *
     * @param precision 8 or 12
     */
    InverseDct(int precision) {
        extra = extraBits(precision);
        middle = 1 << precision - 1;
        most = (1 << precision) - 1;
        shift = BITS + extra + 3;
        bias = (middle << shift) + (1 << shift - 1);
    }

    /**
     * From coefficients to samples.
     *
     * @param in dequantised, row by row
     * @param last the last place in the zigzag sequence where there may be one that is not 0
     * @param out receives samples from 0 to the greatest
     */
    void transform(int[] in, int last, short[] out, int offset, int stride) {
        if (last == 0) {
            constant(in[0], out, offset, stride);
        } else if (last <= LAST_OF_CORNER) {
            for (int x = 0; x < 4; x++) {
                halfColumn(in, x, work, BITS - extra);
            }
            for (int y = 0; y < 8; y++) {
                halfRow(work, y * 8, out, offset + y * stride, shift, bias, most);
            }
        } else {
            for (int x = 0; x < 8; x++) {
                if ((in[8 + x] | in[16 + x] | in[24 + x] | in[32 + x] | in[40 + x] | in[48 + x] | in[56 + x]) == 0) {
                    even(in[x] << extra, work, x);
                } else {
                    column(in, x, work, BITS - extra);
                }
            }
            for (int y = 0; y < 8; y++) {
                row(work, y * 8, out, offset + y * stride, shift, bias, most);
            }
        }
    }

    private void constant(int value, short[] out, int offset, int stride) {
        short sample = (short) Math.max(0, Math.min((value + 4 >> 3) + middle, most));
        for (int y = 0, at = offset; y < 8; y++, at += stride) {
            Arrays.fill(out, at, at + 8, sample);
        }
    }

    private static void even(int value, int[] w, int x) {
        w[x] = value;
        w[x + 8] = value;
        w[x + 16] = value;
        w[x + 24] = value;
        w[x + 32] = value;
        w[x + 40] = value;
        w[x + 48] = value;
        w[x + 56] = value;
    }

    private static void column(int[] in, int x, int[] w, int shift) {
        int z2 = in[x + 16];
        int z3 = in[x + 48];
        int z1 = (z2 + z3) * C_0_541;
        int t2 = z1 - z3 * C_1_847;
        int t3 = z1 + z2 * C_0_765;
        int half = 1 << shift - 1;
        int t0 = (in[x] + in[x + 32] << BITS) + half;
        int t1 = (in[x] - in[x + 32] << BITS) + half;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;
        t0 = in[x + 56];
        t1 = in[x + 40];
        t2 = in[x + 24];
        t3 = in[x + 8];
        z1 = (t0 + t3) * -C_0_899;
        z2 = (t1 + t2) * -C_2_562;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * C_1_175;
        z3 = z5 - z3 * C_1_961;
        z4 = z5 - z4 * C_0_390;
        t0 = t0 * C_0_298 + z1 + z3;
        t1 = t1 * C_2_053 + z2 + z4;
        t2 = t2 * C_3_072 + z2 + z3;
        t3 = t3 * C_1_501 + z1 + z4;
        w[x] = e0 + t3 >> shift;
        w[x + 56] = e0 - t3 >> shift;
        w[x + 8] = e1 + t2 >> shift;
        w[x + 48] = e1 - t2 >> shift;
        w[x + 16] = e2 + t1 >> shift;
        w[x + 40] = e2 - t1 >> shift;
        w[x + 24] = e3 + t0 >> shift;
        w[x + 32] = e3 - t0 >> shift;
    }

    /** A column of which only the upper half is not 0. */
    private static void halfColumn(int[] in, int x, int[] w, int shift) {
        int first = in[x];
        int second = in[x + 8];
        int third = in[x + 16];
        int fourth = in[x + 24];
        int t2 = third * C_0_541;
        int t3 = t2 + third * C_0_765;
        int t0 = (first << BITS) + (1 << shift - 1);
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t0 + t2;
        int e2 = t0 - t2;
        int z5 = (second + fourth) * C_1_175;
        int z3 = z5 - fourth * C_1_961;
        int z4 = z5 - second * C_0_390;
        t0 = z3 - second * C_0_899;
        int t1 = z4 - fourth * C_2_562;
        t2 = fourth * (C_3_072 - C_2_562) + z3;
        t3 = second * (C_1_501 - C_0_899) + z4;
        w[x] = e0 + t3 >> shift;
        w[x + 56] = e0 - t3 >> shift;
        w[x + 8] = e1 + t2 >> shift;
        w[x + 48] = e1 - t2 >> shift;
        w[x + 16] = e2 + t1 >> shift;
        w[x + 40] = e2 - t1 >> shift;
        w[x + 24] = e3 + t0 >> shift;
        w[x + 32] = e3 - t0 >> shift;
    }

    private static void row(int[] w, int from, short[] out, int at, int shift, int bias, int most) {
        int z2 = w[from + 2];
        int z3 = w[from + 6];
        int z1 = (z2 + z3) * C_0_541;
        int t2 = z1 - z3 * C_1_847;
        int t3 = z1 + z2 * C_0_765;
        int t0 = (w[from] + w[from + 4] << BITS) + bias;
        int t1 = (w[from] - w[from + 4] << BITS) + bias;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t1 + t2;
        int e2 = t1 - t2;
        t0 = w[from + 7];
        t1 = w[from + 5];
        t2 = w[from + 3];
        t3 = w[from + 1];
        z1 = (t0 + t3) * -C_0_899;
        z2 = (t1 + t2) * -C_2_562;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * C_1_175;
        z3 = z5 - z3 * C_1_961;
        z4 = z5 - z4 * C_0_390;
        t0 = t0 * C_0_298 + z1 + z3;
        t1 = t1 * C_2_053 + z2 + z4;
        t2 = t2 * C_3_072 + z2 + z3;
        t3 = t3 * C_1_501 + z1 + z4;
        put(out, at, most, e0 + t3 >> shift, e1 + t2 >> shift, e2 + t1 >> shift, e3 + t0 >> shift);
        put(out, at + 4, most, e3 - t0 >> shift, e2 - t1 >> shift, e1 - t2 >> shift, e0 - t3 >> shift);
    }

    /** A row of which only the left half is not 0. */
    private static void halfRow(int[] w, int from, short[] out, int at, int shift, int bias, int most) {
        int first = w[from];
        int second = w[from + 1];
        int third = w[from + 2];
        int fourth = w[from + 3];
        int t2 = third * C_0_541;
        int t3 = t2 + third * C_0_765;
        int t0 = (first << BITS) + bias;
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t0 + t2;
        int e2 = t0 - t2;
        int z5 = (second + fourth) * C_1_175;
        int z3 = z5 - fourth * C_1_961;
        int z4 = z5 - second * C_0_390;
        t0 = z3 - second * C_0_899;
        int t1 = z4 - fourth * C_2_562;
        t2 = fourth * (C_3_072 - C_2_562) + z3;
        t3 = second * (C_1_501 - C_0_899) + z4;
        put(out, at, most, e0 + t3 >> shift, e1 + t2 >> shift, e2 + t1 >> shift, e3 + t0 >> shift);
        put(out, at + 4, most, e3 - t0 >> shift, e2 - t1 >> shift, e1 - t2 >> shift, e0 - t3 >> shift);
    }

    /** Four samples, cut to their range, which most of them are in. */
    private static void put(short[] out, int at, int most, int a, int b, int c, int d) {
        if (((a | b | c | d) & ~most) == 0) {
            out[at] = (short) a;
            out[at + 1] = (short) b;
            out[at + 2] = (short) c;
            out[at + 3] = (short) d;
        } else {
            out[at] = (short) Math.max(0, Math.min(a, most));
            out[at + 1] = (short) Math.max(0, Math.min(b, most));
            out[at + 2] = (short) Math.max(0, Math.min(c, most));
            out[at + 3] = (short) Math.max(0, Math.min(d, most));
        }
    }
}
