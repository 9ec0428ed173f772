package org.diconde4j.codec.internal.jpeg;

import java.io.IOException;
import java.util.Arrays;

/** The shortest Huffman code for symbols that occur so often, of at most 16 bits and without a code of ones alone (ITU-T T.81 K.2). */
final class HuffmanCode {
    private static final int DHT = 0xC4;
    /** Stands for the code of ones alone. */
    private static final int RESERVED = 256;

    /** By symbol. */
    final int[] codes = new int[256];

    /** By symbol; 0 for such that do not occur. */
    final int[] lengths = new int[256];

    private final int[] counts = new int[17];
    private final byte[] symbols;

    /**
     * Makes the code.
     *
     * @param frequencies how often each of the symbols 0 to 255 occurs
     */
    HuffmanCode(long[] frequencies) {
        int[] sizes = sizes(Arrays.copyOf(frequencies, RESERVED + 1));
        byte[] ordered = new byte[256];
        int total = 0;
        int code = 0;
        for (int length = 1; length <= 16; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int symbol = sizes[total];
                codes[symbol] = code++;
                lengths[symbol] = length;
                ordered[total++] = (byte) symbol;
            }
            code <<= 1;
        }
        symbols = Arrays.copyOf(ordered, total);
    }

    /** Counts the codes of each length; gives the symbols, the most frequent first. */
    private int[] sizes(long[] frequencies) {
        frequencies[RESERVED] = 1;
        long[] weights = frequencies.clone();
        int[] size = new int[RESERVED + 1];
        int[] next = new int[RESERVED + 1];
        Arrays.fill(next, -1);
        while (true) {
            int least = least(weights, -1);
            int second = least(weights, least);
            if (second < 0) {
                break;
            }
            weights[least] += weights[second];
            weights[second] = 0;
            int end = least;
            while (true) {
                size[end]++;
                if (next[end] < 0) {
                    break;
                }
                end = next[end];
            }
            next[end] = second;
            for (int i = second; i >= 0; i = next[i]) {
                size[i]++;
            }
        }
        int[] bits = new int[RESERVED + 2];
        for (int symbol = 0; symbol <= RESERVED; symbol++) {
            bits[frequencies[symbol] == 0 ? 0 : Math.max(1, size[symbol])]++;
        }
        shorten(bits);
        System.arraycopy(bits, 0, counts, 0, counts.length);
        counts[0] = 0;
        return Arrays.stream(indices())
                .filter(symbol -> frequencies[symbol] > 0)
                .boxed()
                .sorted((a, b) -> size[a] != size[b]
                        ? Integer.compare(size[a], size[b])
                        : Long.compare(frequencies[b], frequencies[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] indices() {
        int[] all = new int[RESERVED];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** The least weight that is not 0; of equal ones the last, so that the reserved code becomes a longest one. */
    private static int least(long[] weights, int other) {
        int least = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && i != other && (least < 0 || weights[i] <= weights[least])) {
                least = i;
            }
        }
        return least;
    }

    /** Brings codes of more than 16 bits down to that (Figure K.3), and takes the reserved code out. */
    private static void shorten(int[] bits) {
        for (int length = bits.length - 1; length > 16; length--) {
            while (bits[length] > 0) {
                int shorter = length - 2;
                while (bits[shorter] == 0) {
                    shorter--;
                }
                bits[length] -= 2;
                bits[length - 1]++;
                bits[shorter + 1] += 2;
                bits[shorter]--;
            }
        }
        int longest = 16;
        while (bits[longest] == 0) {
            longest--;
        }
        bits[longest]--;
    }

    /** Writes the table as a marker segment. */
    void write(BitOutput out, int kind, int number) throws IOException {
        out.marker(DHT);
        out.word(2 + 17 + symbols.length);
        out.plain(kind << 4 | number);
        for (int length = 1; length <= 16; length++) {
            out.plain(counts[length]);
        }
        for (byte symbol : symbols) {
            out.plain(symbol);
        }
    }
}
