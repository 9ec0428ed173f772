package org.diconde4j.codec.internal.jpeg;

import java.util.Arrays;

/** The order in which the coefficients of a block are coded (ITU-T T.81 Figure A.6). */
final class Zigzag {
    /**
     * Coefficients that a decoder may name by its last step beyond the 64 that there are: it looks once a block whether it did. A
     * block to decode into has as many numbers more, which are of no meaning.
     */
    static final int BEYOND = 16;

    /** By place in the sequence: the place in a block row by row. Those beyond the last are all the one behind the block. */
    static final int[] PLACES = places();

    private Zigzag() {}

    private static int[] places() {
        int[] order = new int[64 + BEYOND];
        Arrays.fill(order, 64);
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
}
