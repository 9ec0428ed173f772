package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * The states of the MQ coder (ITU-T T.800 Table C.2), each with both senses of the more probable symbol: number 2i + MPS.
 * A state is one int, so that a context holds all that decoding most symbols needs.
 */
final class MqStates {
    /** Qe, next state after MPS, after LPS, whether MPS and LPS change places. */
    private static final int[][] TABLE = {
        {0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0AC1, 4, 12, 0}, {0x0521, 5, 29, 0},
        {0x0221, 38, 33, 0}, {0x5601, 7, 6, 1}, {0x5401, 8, 14, 0}, {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0},
        {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0}, {0x1C01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1},
        {0x5401, 16, 14, 0}, {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0}, {0x3801, 19, 17, 0}, {0x3401, 20, 18, 0},
        {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0}, {0x1C01, 25, 22, 0},
        {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0}, {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0},
        {0x0AC1, 31, 28, 0}, {0x09C1, 32, 29, 0}, {0x08A1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0},
        {0x02A1, 36, 33, 0}, {0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0},
        {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0}, {0x0015, 43, 40, 0}, {0x0009, 44, 41, 0}, {0x0005, 45, 42, 0},
        {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0}
    };

    /** Bits 16 on: Qe; bits 8 to 14: number after LPS; bits 1 to 7: number after MPS; bit 0: MPS. 128 entries, so that seven bits index them. */
    static final int[] PACKED = new int[128];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            for (int mps = 0; mps < 2; mps++) {
                int afterMps = 2 * TABLE[i][1] + mps;
                int afterLps = 2 * TABLE[i][2] + (mps ^ TABLE[i][3]);
                PACKED[2 * i + mps] = TABLE[i][0] << 16 | afterLps << 8 | afterMps << 1 | mps;
            }
        }
    }

    private MqStates() {}

    /** Puts contexts into their first state (Table D.7). */
    static void reset(int[] contexts) {
        Arrays.fill(contexts, PACKED[0]);
        contexts[0] = PACKED[2 * 4];
        contexts[Contexts.RUN] = PACKED[2 * 3];
        contexts[Contexts.UNIFORM] = PACKED[2 * 46];
    }
}
