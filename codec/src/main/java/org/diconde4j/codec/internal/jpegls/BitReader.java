package org.diconde4j.codec.internal.jpegls;

/**
 * Reads bits of entropy-coded data. After a byte FF the first bit of the next is stuffed and left out; if that bit is 1,
 * the two bytes are a marker, at which data end (T.87 A.1).
 */
class BitReader {
    byte[] source = {};
    int position;
    int end;
    /** The bits that come next, from the most significant one on; further bits behind them are right, but do not count. */
    long cache;

    int valid;

    /** Begins at a place in the source. */
    final void begin(byte[] bytes, int from, int to) {
        source = bytes;
        position = from;
        end = to;
        cache = 0;
        valid = 0;
    }

    /** Takes bytes as long as there is room for two and no marker follows. */
    final void fill() {
        while (valid <= 48 && position < end) {
            long next = source[position] & 0xFF;
            if (next == 0xFF) {
                if (position + 1 >= end || source[position + 1] < 0) {
                    return;
                }
                cache |= (next << 7 | source[position + 1]) << 49 - valid;
                valid += 15;
                position += 2;
            } else {
                cache |= next << 56 - valid;
                valid += 8;
                position++;
            }
        }
    }

    /** The next bit, or -1 if data end. */
    final int bit() {
        if (valid == 0) {
            fill();
            if (valid == 0) {
                return -1;
            }
        }
        int bit = (int) (cache >>> 63);
        cache <<= 1;
        valid--;
        return bit;
    }

    /** The next bits, at most 31, as a number, or -1 if data end. */
    final int bits(int count) {
        if (valid < count) {
            fill();
            if (valid < count) {
                return -1;
            }
        }
        int bits = (int) (cache >>> 1 >>> 63 - count);
        cache <<= count;
        valid -= count;
        return bits;
    }

    /**
     * The next number in the limited Golomb code (T.87 A.5.3).
     *
     * @param k the parameter
     * @param longest zeros that say that the number follows as it is
     * @param bits of such a number
     * @return the number, or -1 if there is none
     */
    final int code(int k, int longest, int bits) {
        int zeros = 0;
        while (true) {
            fill();
            int more = Math.min(Long.numberOfLeadingZeros(cache), valid);
            zeros += more;
            if (zeros > longest || valid == 0) {
                return -1;
            }
            if (more < valid) {
                cache <<= more + 1;
                valid -= more + 1;
                break;
            }
            cache = 0; // what stood behind is read again
            valid = 0;
        }
        int rest = bits(zeros < longest ? k : bits);
        return rest < 0 ? -1 : zeros < longest ? zeros << k | rest : rest + 1;
    }
}
