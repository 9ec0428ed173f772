package org.diconde4j.codec.internal.htj2k;

import java.util.Arrays;

/**
 * The passes after the cleanup pass, a bit-plane below: significance propagation (SigProp) and magnitude refinement
 * (MagRef), ISO/IEC 15444-15 7.4 and 7.5. Significance is kept in four bits for each column of a stripe, the upper row
 * in the lowest bit, with empty columns and stripes around.
 */
final class Refinement {
    /** Bytes that the bits of 4096 samples and their stuffing take: significance and signs, or refinements. */
    private static final int MOST = 4096 * 2 / 8 * 8 / 7 + 8;

    private final byte[] cleanup = new byte[4096];
    private final byte[] all = new byte[4096];
    private final byte[] bits = new byte[MOST + 16 + 4096 * 2 / 8];
    private int width;
    private int height;
    private int step;

    /** Begins a block. */
    void start(int columns, int rows) {
        width = columns;
        height = rows;
        step = columns + 2;
        Arrays.fill(cleanup, 0, ((rows + 3 >> 2) + 2) * step, (byte) 0);
    }

    /** Notes what a row of quads has. */
    void significance(int[] quads, int y, int count) {
        int at = ((y >> 2) + 1) * step + 1;
        int rows = y + 1 < height ? 3 : 1;
        for (int i = 0; i < count; i++) {
            int rho = quads[i + 1] >> DecodeTables.RHO;
            cleanup[at + 2 * i] |= (byte) ((rho & rows) << (y & 2));
            if (2 * i + 1 < width) {
                cleanup[at + 2 * i + 1] |= (byte) ((rho >> 2 & rows) << (y & 2));
            }
        }
    }

    /**
     * Decodes the passes.
     *
     * @param data has their bytes
     * @param at where they begin
     * @param length how many there are
     * @param magnitudes whether there is a magnitude refinement pass
     * @param causal whether contexts don't look into the next stripe
     * @param shift where the bit-plane of the cleanup pass is in the target
     * @param target has what the cleanup pass gave
     * @param from its first sample
     * @param stride from one row to the next one
     */
    void decode(
            byte[] data,
            int at,
            int length,
            boolean magnitudes,
            boolean causal,
            int shift,
            int[] target,
            int from,
            int stride) {
        int end = at + length;
        System.arraycopy(cleanup, 0, all, 0, ((height + 3 >> 2) + 2) * step);
        Unstuffing.forward(data, at, Math.min(end, at + MOST), bits, 4096 * 2 / 8, 0);
        propagate(causal, (1 << shift | 1 << shift >> 1) >> 1, target, from, stride);
        if (magnitudes) {
            Unstuffing.backward(data, Math.max(at, end - MOST), end, false, bits, 4096 * 2 / 8);
            refine(shift, target, from, stride);
        }
    }

    private void propagate(boolean causal, int value, int[] target, int from, int stride) {
        int position = 0;
        for (int y = 0; y < height; y += 4) {
            int row = ((y >> 2) + 1) * step + 1;
            int rows = height - y >= 4 ? 15 : (1 << height - y) - 1;
            for (int x = 0; x < width; x += 4) {
                int columns = Math.min(4, width - x);
                int found = 0;
                for (int i = 0; i < columns; i++) {
                    int at = row + x + i;
                    int own = cleanup[at];
                    int sides = all[at - 1] | cleanup[at + 1];
                    int up = at - step;
                    int down = at + step;
                    int near = sides | (sides | own) << 1 | (sides | own) >> 1;
                    near |= (all[up - 1] | all[up] | all[up + 1]) >> 3;
                    if (!causal) {
                        near |= (cleanup[down - 1] | cleanup[down] | cleanup[down + 1]) << 3 & 8;
                    }
                    int left = rows & ~own;
                    int asked = near & left;
                    int fresh = 0;
                    while (asked != 0) {
                        int sample = asked & -asked;
                        asked ^= sample;
                        left &= -sample << 1;
                        if (bit(position++) != 0) {
                            fresh |= sample;
                            asked |= sample << 1 & left;
                        }
                    }
                    all[at] = (byte) (own | fresh);
                    found |= fresh << 4 * i;
                }
                for (; found != 0; found &= found - 1) {
                    int i = Integer.numberOfTrailingZeros(found);
                    target[from + (y + (i & 3)) * stride + x + (i >> 2)] = value | bit(position++) << 31;
                }
            }
        }
    }

    private void refine(int shift, int[] target, int from, int stride) {
        int one = 1 << shift >> 2; // from the middle of both halves to the middle of the upper one
        int zero = one - (1 << shift >> 1);
        int position = 0;
        for (int y = 0; y < height; y += 4) {
            int row = ((y >> 2) + 1) * step + 1;
            for (int x = 0; x < width; x++) {
                for (int found = cleanup[row + x]; found != 0; found &= found - 1) {
                    target[from + (y + Integer.numberOfTrailingZeros(found)) * stride + x] +=
                            bit(position++) == 0 ? zero : one;
                }
            }
        }
    }

    private int bit(int position) {
        return bits[position >>> 3] >> (position & 7) & 1;
    }
}
