package org.diconde4j.codec.internal.jpeg;

import org.diconde4j.pixel.PixelException;

/**
 * A Huffman table (ITU-T T.81 Annex C) ready to decode. Codes of up to {@value #FAST} bits are found by one look; where the
 * additional bits of the category fit in as well, so is the number that they make.
 */
final class HuffmanTable {
    static final int FAST = 12;

    /** In {@link #numbers}: what is found is a symbol, whose additional bits are still to be read. */
    static final int SYMBOL = 0x80;

    /**
     * By the next bits: a number, shifted by 8, and how many bits it took with its code; or with {@link #SYMBOL} a symbol and the
     * bits of its code; or 0 if the code is longer. Only for symbols that are categories alone.
     */
    final int[] numbers = new int[1 << FAST];

    /** By the next bits: a symbol, shifted by 8, and the bits of its code; 0 if the code is longer. */
    final short[] symbols = new short[1 << FAST];

    private final byte[] values;
    /** By length, left-aligned in 16 bits: the first code that is longer. */
    private final int[] limits = new int[17];

    private final int[] offsets = new int[17];

    /**
     * Makes a table.
     *
     * @param counts how many codes there are of 1 to 16 bits, from index 1 on
     * @param values their symbols, in order
     */
    HuffmanTable(int[] counts, byte[] values, int offset) {
        this.values = values;
        int code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++) {
            offsets[length] = next - code;
            if (code + counts[length] > 1 << length) {
                throw new PixelException(
                        "the Huffman table at offset " + offset + " has too many codes of " + length + " bits");
            }
            for (int i = 0; i < counts[length]; i++, code++, next++) {
                if (length <= FAST) {
                    enter(code, length, values[next] & 0xFF);
                }
            }
            limits[length] = code << 16 - length;
            code <<= 1;
        }
    }

    private void enter(int code, int length, int symbol) {
        int first = code << FAST - length;
        int left = FAST - length;
        for (int i = 0; i < 1 << left; i++) {
            symbols[first + i] = (short) (symbol << 8 | length);
            int entry = symbol << 8 | SYMBOL | length;
            if (symbol <= left) {
                int bits = i >>> left - symbol;
                boolean upper = symbol == 0 || bits >>> symbol - 1 != 0;
                int number = upper ? bits : bits - (1 << symbol) + 1;
                entry = number << 8 | length + symbol;
            }
            numbers[first + i] = entry;
        }
    }

    /** The next symbol, or -1 if there is no such code. */
    int symbol(BitInput in) {
        in.fill();
        int entry = symbols[(int) (in.bits >>> 64 - FAST)];
        if (entry == 0) {
            return longSymbol(in);
        }
        in.bits <<= entry & 0xFF;
        in.count -= entry & 0xFF;
        return entry >>> 8 & 0xFF;
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
