package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * The arithmetic encoder of ITU-T T.800 C.2, and the bit packing that bypasses it (D.6). Symbols come in runs, as what one
 * coding pass makes: so the registers stay in registers. A segment begins with {@link #start} and ends with one of the
 * terminations; segments follow each other in one buffer.
 *
 * <p>Other than in the standard's procedures, the code is one long binary number until a segment ends, to which carries are
 * added at once; bits are stuffed after bytes of FF when it is cut into bytes. That gives the same bytes, with a branch for
 * every 32 bits instead of several for every 8.
 */
final class MqEncoder {
    /** Bits of the register below those that shifts have completed. */
    private static final int FRACTION = 16;

    private final int[] contexts = new int[Contexts.COUNT];

    /** The first bits of the code. */
    private int[] words = new int[1 << 11];

    private int wordCount;
    /** The rest of the code: so many bits, and the fraction below them. */
    private int restBits;

    private long rest;
    /** The size of the interval, 8000 to FFFF. */
    private int interval;

    /** Bytes of the segments from 1 on. */
    private byte[] bytes = new byte[1 << 14];
    /** The last byte written. */
    private int last;

    /** Packed bits that wait for a byte to be full, and how many they are. */
    private int packed;

    private int packedBits;
    /** Coding passes of this segment after which decoding may end: see {@link #mark}. */
    private int marks;
    /** Bits up to each of them, and bytes once the segment has ended. */
    private final int[] markLengths = new int[3 * 32];

    private final long[] markBounds = new long[3 * 32];

    /** Forgets all that was encoded. */
    void clear() {
        last = 0;
        resetContexts();
    }

    void resetContexts() {
        MqStates.reset(contexts);
    }

    /** The bytes of the segments that are ended, from index 1 on. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes all segments have that are ended, and what is packed in this one. */
    int length() {
        return last;
    }

    /** Begins a segment. */
    void start() {
        interval = 0x8000;
        rest = 0;
        restBits = -1; // the interval has 15 bits at first
        wordCount = 0;
        packed = 0;
        packedBits = 0;
        marks = 0;
    }

    /**
     * Encodes symbols.
     *
     * @param symbols the context in bits 1–5, the decision in bit 0
     * @param count how many
     */
    void encode(byte[] symbols, int count) {
        int room = wordCount + count / 2 + 4; // a symbol adds 15 bits at most
        if (words.length < room) {
            words = Arrays.copyOf(words, Math.max(room, 2 * words.length));
        }
        int[] states = MqStates.PACKED;
        int[] contexts = this.contexts;
        int interval = this.interval;
        long rest = this.rest;
        int restBits = this.restBits;
        for (int i = 0; i < count; i++) {
            int symbol = symbols[i];
            int state = contexts[symbol >>> 1];
            int less = (state ^ symbol) & 1;
            int qe = state >>> 16;
            interval -= qe;
            // Figures C.6 to C.8 without branches, which noise would make unpredictable: the lower part of the interval
            // is taken for the less probable symbol, or for the other one if that part is the larger one
            int lower = -(less ^ interval - qe >>> 31);
            rest += qe & ~lower;
            interval ^= (interval ^ qe) & lower;
            int shift = Integer.numberOfLeadingZeros(interval) - 16;
            int next = states[state >>> 1 + 7 * less & 0x7F];
            contexts[symbol >>> 1] = state ^ (state ^ next) & -shift >> 31;
            interval <<= shift;
            rest <<= shift;
            restBits += shift;
            if (restBits >= 32) {
                this.rest = rest;
                this.restBits = restBits;
                completeWord();
                rest = this.rest;
                restBits = this.restBits;
            }
        }
        this.interval = interval;
        this.rest = rest;
        this.restBits = restBits;
    }

    private void completeWord() {
        int below = FRACTION + restBits - 32;
        long top = rest >>> below;
        if (top >>> 32 != 0) {
            carry();
        }
        words[wordCount++] = (int) top;
        rest &= (1L << below) - 1;
        restBits -= 32;
    }

    private void carry() {
        int word = wordCount;
        do {
            words[--word]++;
        } while (words[word] == 0);
    }

    /**
     * Remembers the end of a coding pass, so that {@link #markedLength} can tell when the segment is ended how much of it a
     * decoder needs for what is encoded so far.
     */
    void mark() {
        long above = wordCount == 0 ? 0 : (long) (words[wordCount - 1] & 1) << FRACTION + restBits;
        markBounds[marks] = above + rest + interval - 1; // the greatest code that means the same so far
        markLengths[marks++] = 32 * wordCount + restBits + FRACTION;
    }

    /** Bytes up to a mark of the segment that has just ended, 0 for its first. */
    int markedLength(int mark) {
        return markLengths[mark];
    }

    /** Ends a segment with as few bytes as Figure C.11 needs. */
    void flush() {
        long top = rest + interval;
        rest |= 0xFFFF;
        if (rest >= top) {
            rest -= 0x8000;
        }
        end(-1);
    }

    /** Ends a segment so that a decoder can tell whether all was right (D.4.2). */
    void flushPredictably() {
        end(0);
    }

    /**
     * Cuts the code into bytes.
     *
     * @param fill the bits after its end
     */
    private void end(int fill) {
        int bits = FRACTION + restBits;
        if (rest >>> bits != 0) {
            carry();
        }
        long aligned = rest << 64 - bits | (fill & -1L >>> bits);
        words[wordCount] = (int) (aligned >>> 32);
        words[wordCount + 1] = (int) aligned;
        words[wordCount + 2] = fill;
        words[wordCount + 3] = fill;
        int length = 32 * wordCount + restBits + 1; // one bit of the fraction tells what a decoder needs
        reserve(length / 7 + 2);
        int done = 0;
        int mark = 0;
        while (done < length) {
            int take = bytes[last] == -1 ? 7 : 8; // one bit is stuffed, which stays 0
            bytes[++last] = (byte) bits(done, take);
            done += take;
            while (mark < marks && neededBits(mark) <= done) {
                markLengths[mark++] = withoutFf(last);
            }
        }
        last = withoutFf(last);
        while (mark < marks) {
            markLengths[mark++] = last;
        }
    }

    /** How many bits of the code, with bits of 1 after them, are not over what means the same up to a mark. */
    private int neededBits(int mark) {
        int end = markLengths[mark];
        int words = Math.max(0, end - FRACTION >> 5);
        int compared = end - 32 * words + (words > 0 ? 1 : 0);
        long difference = (markBounds[mark] ^ bits(end - compared, compared)) << 64 - compared;
        return end - compared + Math.min(compared, 1 + Long.numberOfLeadingZeros(difference));
    }

    /** Some bits of the code, 1 to 64. */
    private long bits(int from, int count) {
        int word = from >>> 5;
        int shift = from & 31;
        long bits = (long) words[word] << 32 | words[word + 1] & 0xFFFFFFFFL;
        bits = bits << shift | (words[word + 2] & 0xFFFFFFFFL) << shift >>> 32;
        return bits >>> 64 - count;
    }

    /** An FF at an end says nothing, as a decoder goes on with bits of 1, and is not allowed there (B.10.1). */
    private int withoutFf(int end) {
        return bytes[end] == -1 ? end - 1 : end;
    }

    private void reserve(int more) {
        int room = last + more + 1;
        if (bytes.length < room) {
            bytes = Arrays.copyOf(bytes, Math.max(room, 2 * bytes.length));
        }
    }

    /**
     * Packs decisions as bits.
     *
     * @param symbols the decision in bit 0
     * @param count how many
     */
    void pack(byte[] symbols, int count) {
        reserve(count / 7 + 2);
        for (int i = 0; i < count; i++) {
            packed = packed << 1 | symbols[i] & 1;
            if (++packedBits == 8) {
                bytes[++last] = (byte) packed;
                packedBits = packed == 0xFF ? 1 : 0; // a bit of 0 is stuffed
                packed = 0;
            }
        }
    }

    /** How many bytes hold all bits packed so far. */
    int packedLength() {
        return packedBits > (bytes[last] == -1 ? 1 : 0) ? last + 1 : last;
    }

    /** Ends packed bits with 0 and 1 in turn (D.6). */
    void flushPacked() {
        reserve(2);
        int fill = 0;
        while (packedLength() > last) {
            packed = packed << 1 | fill;
            fill ^= 1;
            if (++packedBits == 8) {
                bytes[++last] = (byte) packed;
                packedBits = 0;
            }
        }
        packedBits = 0;
        last = withoutFf(last);
    }
}
