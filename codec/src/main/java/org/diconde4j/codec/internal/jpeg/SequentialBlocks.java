package org.diconde4j.codec.internal.jpeg;

import java.util.Arrays;

/**
 * Decodes the coefficients of blocks of a sequential scan (ITU-T T.81 F.2.2), dequantised. The state of the bits is kept in local
 * variables within a block.
 */
final class SequentialBlocks {
    /** What {@link #block} answers for a code that the table has not, or a coefficient beyond the last. */
    static final int DAMAGED = -1;

    /** Row by row; numbers beyond the 64 are of no meaning. */
    final int[] coefficients = new int[64 + Zigzag.BEYOND];

    private final BitInput in;

    SequentialBlocks(BitInput in) {
        this.in = in;
    }

    /**
     * The next difference of DC coefficients.
     *
     * @return {@link Integer#MIN_VALUE} for a code that the table has not
     */
    int difference(HuffmanTable dc) {
        in.fill();
        int entry = dc.numbers()[(int) (in.bits >>> 64 - HuffmanTable.FAST)];
        if (entry != 0 && (entry & HuffmanTable.SYMBOL) == 0) {
            in.bits <<= entry & 0x7F;
            in.count -= entry & 0x7F;
            return entry >> 8;
        }
        int category = dc.symbol(in);
        return category < 0 || category > 16 ? Integer.MIN_VALUE : in.extended(Math.min(category, 15));
    }

    /**
     * Decodes a block.
     *
     * @param dc quantised
     * @param quantization in zigzag order, filled up to {@link Zigzag#BEYOND} more numbers
     * @return the last place of the zigzag sequence that has a coefficient, or {@link #DAMAGED}
     */
    int block(int dc, HuffmanTable ac, int[] quantization) {
        int[] to = coefficients;
        Arrays.fill(to, 0);
        to[0] = dc * quantization[0];
        int[] runs = ac.runs();
        int[] places = Zigzag.PLACES;
        long bits = in.bits;
        int count = in.count;
        int k = 1;
        while (k < 64) {
            if (count < 32) {
                in.bits = bits;
                in.count = count;
                in.fill();
                bits = in.bits;
                count = in.count;
            }
            int entry = runs[(int) (bits >>> 64 - HuffmanTable.FAST_RUN)];
            if (entry == 0) {
                in.bits = bits;
                in.count = count;
                entry = slowly(ac);
                bits = in.bits;
                count = in.count;
                if (entry >>> 16 == 0) {
                    if (entry == 0) {
                        break; // end of block
                    }
                    if (entry < 0x100) {
                        return DAMAGED;
                    }
                }
            } else {
                bits <<= entry; // the low six bits count
                count -= entry & 0xFF;
            }
            k += entry >>> 8 & 0xFF;
            to[places[k]] = (entry >> 16) * quantization[k];
            k++;
        }
        in.bits = bits;
        in.count = count;
        return k > 64 ? DAMAGED : k - 1;
    }

    /** A number and a run as in {@link HuffmanTable#runs}, with no bits to take; 0 for the end of the block; 1 if damaged. */
    private int slowly(HuffmanTable ac) {
        int symbol = ac.symbol(in);
        if (symbol < 0) {
            return 1;
        }
        int size = symbol & 0x0F;
        if (size == 0) {
            return symbol == 0xF0 ? 15 << 8 : 0; // 16 zeros, the last of which stands for the coefficient
        }
        return in.extended(size) << 16 | symbol >> 4 << 8;
    }
}
