package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * The MQ decoder (ITU-T T.800 C.3). The bits that were stuffed after FF are taken out before decoding begins, so that the
 * code register can be filled 32 bits at a time.
 *
 * <p>The register has its upper half, which Qe is compared to, at bits 32 to 47; below it are up to 32 bits to come.
 */
final class MqDecoder {
    int a;
    long c;
    /** How many bits below bit 32 of c are valid. */
    int valid;
    /** The next word. */
    int at;

    int end;
    int[] words = {};
    final int[] contexts;

    MqDecoder() {
        contexts = new int[Contexts.COUNT];
    }

    /** A copy for the length of a pass: as it does not leave the method, the compiler keeps its fields in registers. */
    MqDecoder(MqDecoder other) {
        a = other.a;
        c = other.c;
        valid = other.valid;
        at = other.at;
        end = other.end;
        words = other.words;
        contexts = other.contexts;
    }

    /** Takes the state back from a copy. */
    void take(MqDecoder copy) {
        a = copy.a;
        c = copy.c;
        valid = copy.valid;
        at = copy.at;
    }

    /** Begins a segment (C.3.5). */
    void begin(byte[] data, int from, int length) {
        unstuff(data, from, length, true);
        a = 0x8000;
        c = next() << 15;
        valid = 17;
    }

    /** Begins a segment of raw bits (D.6). */
    void beginRaw(byte[] data, int from, int length) {
        unstuff(data, from, length, false);
        c = 0;
        valid = 0;
    }

    private long next() {
        return (at < end ? words[at++] : -1) & 0xFFFFFFFFL;
    }

    /** A raw bit. */
    int raw() {
        if (valid == 0) {
            c = next();
            valid = 32;
        }
        valid--;
        return (int) (c >> valid) & 1;
    }

    /** Makes words of bytes; the byte after FF has seven bits, and perhaps a carry. Behind the end all bits are 1. */
    private void unstuff(byte[] data, int from, int length, boolean carries) {
        if (words.length < length / 4 + 2) {
            words = Arrays.copyOf(words, Math.max(2 * words.length, length / 4 + 2));
        }
        int[] to = words;
        int count = 0;
        long bits = 0;
        int pending = 0;
        int previous = 0;
        for (int i = from; i < from + length; i++) {
            int value = data[i] & 0xFF;
            if (previous == 0xFF) {
                if (value > 0x8F) {
                    break; // no codeword has such a marker
                }
                bits = (bits << 7) + (carries ? value : value & 0x7F);
                pending += 7;
                if (bits >> pending != 0) {
                    bits -= 1L << pending;
                    for (int k = count - 1; k >= 0 && ++to[k] == 0; k--) {
                        // the carry goes on
                    }
                }
            } else {
                bits = bits << 8 | value;
                pending += 8;
            }
            if (pending >= 32) {
                pending -= 32;
                to[count++] = (int) (bits >> pending);
                bits &= (1L << pending) - 1;
            }
            previous = value;
        }
        to[count++] = (int) ((bits + 1 << 32 - pending) - 1);
        at = 0;
        end = count;
    }

    /**
     * Decodes a symbol in a context (C.3.2). Which sub-interval the code is in can't be foreseen by any processor, so that it
     * is computed with masks instead of branches.
     */
    int decode(int context) {
        int state = contexts[context];
        // both are read before it is known which is needed, as reading takes longest
        int afterMps = MqStates.PACKED[state >> 1 & 0x7F];
        int afterLps = MqStates.PACKED[state >> 8 & 0x7F];
        int qe = state >>> 16;
        long low = (long) qe << 32;
        long rest = c - low;
        int upper = a - qe;
        long isLower = rest >> 63;
        int isLps = (int) isLower ^ upper - qe >> 31; // the smaller sub-interval is that of the LPS, whichever it is
        int interval = upper + (qe - upper & (int) isLower);
        int shift = Integer.numberOfLeadingZeros(interval) - 16;
        int renormalised = -shift >> 31;
        contexts[context] = state ^ (state ^ afterMps ^ (afterMps ^ afterLps) & isLps) & renormalised;
        c = rest + (low & isLower) << shift;
        a = interval << shift;
        valid -= shift;
        if (valid < 0) {
            // not a call of next(): whatever is not inlined would keep all fields in memory
            c += ((at < end ? words[at] : -1) & 0xFFFFFFFFL) << -valid;
            at++;
            valid += 32;
        }
        return state & 1 ^ isLps & 1;
    }

    /** Decodes four symbols in one context, the first one into bit 3. */
    int four(int context) {
        int state = contexts[context];
        int symbols = 0;
        int interval = a;
        long code = c;
        int valid = this.valid;
        for (int i = 0; i < 4; i++) {
            int afterMps = MqStates.PACKED[state >> 1 & 0x7F];
            int afterLps = MqStates.PACKED[state >> 8 & 0x7F];
            int qe = state >>> 16;
            long low = (long) qe << 32;
            long rest = code - low;
            int upper = interval - qe;
            long isLower = rest >> 63;
            int isLps = (int) isLower ^ upper - qe >> 31;
            interval = upper + (qe - upper & (int) isLower);
            int shift = Integer.numberOfLeadingZeros(interval) - 16;
            symbols = 2 * symbols + (state & 1 ^ isLps & 1);
            state ^= (state ^ afterMps ^ (afterMps ^ afterLps) & isLps) & -shift >> 31;
            code = rest + (low & isLower) << shift;
            interval <<= shift;
            valid -= shift;
            if (valid < 0) {
                code += ((at < end ? words[at] : -1) & 0xFFFFFFFFL) << -valid;
                at++;
                valid += 32;
            }
        }
        a = interval;
        c = code;
        this.valid = valid;
        contexts[context] = state;
        return symbols;
    }
}
