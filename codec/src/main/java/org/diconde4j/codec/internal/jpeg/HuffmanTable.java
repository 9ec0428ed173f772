package org.diconde4j.codec.internal.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Huffman table (ITU-T T.81 Annex C) ready to decode. Short codes are found by one look; where the additional bits of their
 * category fit in as well, so is the number that they make.
 */
final class HuffmanTable {
    /** Bits of a look for a symbol, or for a number that stands alone. */
    static final int FAST = 12;

    /** Bits of a look for a coefficient. So few that the tables of luminance and chrominance stay near to the processor. */
    static final int FAST_RUN = 10;

    /** In {@link #numbers}: what is found is a symbol, whose additional bits are still to be read. */
    static final int SYMBOL = 0x80;

    private final int[] counts;
    private final byte[] values;
    /** By length, left-aligned in 16 bits: the first code that is longer. */
    private final int[] limits = new int[17];

    private final int[] offsets = new int[17];
    private int @Nullable [] symbols;
    private int @Nullable [] numbers;
    private int @Nullable [] runs;

    /**
     * Makes a table.
     *
     * @param counts how many codes there are of 1 to 16 bits, from index 1 on
     * @param values their symbols, in order
     * @param offset where it stands in the frame
     */
    HuffmanTable(int[] counts, byte[] values, int offset) {
        this.counts = counts;
        this.values = values;
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++) {
            offsets[length] = next - code;
            if (code + counts[length] > 1 << length) {
                throw new JpegFault(offset, "a Huffman table has too many codes of " + length + " bits");
            }
            code += counts[length];
            next += counts[length];
            limits[length] = code << 16 - length;
            code <<= 1;
        }
    }

    /** Whether this is the table of such codes. */
    boolean is(int[] otherCounts, byte[] data, int from) {
        return Arrays.equals(counts, otherCounts)
                && Arrays.equals(values, 0, values.length, data, from, from + values.length);
    }

    /** By the next {@value #FAST} bits: a symbol, shifted by 8, and the bits of its code; 0 if the code is longer. */
    private int[] symbols() {
        int[] table = symbols;
        if (table == null) {
            table = new int[1 << FAST];
            int code = 0;
            int next = 0;
            for (int length = 1; length <= FAST; length++) {
                int same = 1 << FAST - length;
                for (int i = 0; i < counts[length]; i++, code++, next++) {
                    Arrays.fill(table, code * same, code * same + same, (values[next] & 0xFF) << 8 | length);
                }
                code <<= 1;
            }
            symbols = table;
        }
        return table;
    }

    /**
     * By the next {@value #FAST} bits: a number, shifted by 8, and how many bits it took with its code; or with {@link #SYMBOL} a
     * symbol and the bits of its code; or 0 if the code is longer. Only for symbols that are categories alone.
     */
    int[] numbers() {
        int[] table = numbers;
        if (table == null) {
            table = symbols().clone();
            for (int i = 0; i < table.length; i++) {
                int category = table[i] >>> 8;
                int length = table[i] & 0xFF;
                if (length > 0) {
                    table[i] = length + category <= FAST
                            ? number(i, FAST, length, category) << 8 | length + category
                            : category << 8 | SYMBOL | length;
                }
            }
            numbers = table;
        }
        return table;
    }

    /**
     * By the next {@value #FAST_RUN} bits: a coefficient that is not 0, shifted by 16, how many zeros are before it, shifted by 8,
     * and how many bits it took with its code; or 0 if there is more to read, or no coefficient comes. Only for symbols that are
     * runs and categories.
     */
    int[] runs() {
        int[] table = runs;
        if (table == null) {
            table = new int[1 << FAST_RUN];
            int[] all = symbols();
            for (int i = 0; i < table.length; i++) {
                int found = all[i << FAST - FAST_RUN];
                int category = found >>> 8 & 0x0F;
                int length = found & 0xFF;
                if (length > 0 && category > 0 && length + category <= FAST_RUN) {
                    int run = found >>> 12;
                    table[i] = number(i, FAST_RUN, length, category) << 16 | run << 8 | length + category;
                }
            }
            runs = table;
        }
        return table;
    }

    /** The number that the additional bits behind a code make (F.2.2.1, EXTEND). */
    private static int number(int bits, int of, int length, int category) {
        if (category == 0) {
            return 0;
        }
        int additional = bits >>> of - length - category & (1 << category) - 1;
        return additional >>> category - 1 != 0 ? additional : additional - (1 << category) + 1;
    }

    /** The next symbol, or -1 if there is no such code. */
    int symbol(BitInput in) {
        in.fill();
        int entry = symbols()[(int) (in.bits >>> 64 - FAST)];
        if (entry == 0) {
            return longSymbol(in);
        }
        in.bits <<= entry & 0xFF;
        in.count -= entry & 0xFF;
        return entry >>> 8;
    }

    /** The next symbol, whose code is longer than those in the tables; -1 if there is none. */
    int longSymbol(BitInput in) {
        int code = (int) (in.bits >>> 48);
        int length = FAST + 1;
        while (length <= 16 && code >= limits[length]) {
            length++;
        }
        if (length > 16) {
            return -1;
        }
        in.bits <<= length;
        in.count -= length;
        return values[(code >>> 16 - length) + offsets[length]] & 0xFF;
    }
}
