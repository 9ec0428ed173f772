package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * The coding passes over one code-block (ITU-T T.800 D.3). Samples lie in stripes of four rows, column by column, so that
 * the four of a column are neighbours, and share a word of flags; {@link Contexts} says what its bits are.
 */
final class Passes {
    /** Significance of all eighteen. */
    private static final int SIGNIFICANT = 0x3FFFF;
    /** One bit for each sample of a column, at 0, 3, 6, 9. */
    private static final int ALL = 0x249;

    private static final int ROWS = 0x9249; // one bit for each of six rows
    private static final int VISITED = ALL << 21;
    /** Significance of the four themselves. */
    private static final int OWN = ALL << 4;
    /** Of columns whose four samples are refined, and were so before: all have the same context. */
    private static final int REFINED = ALL << 4 | ALL << 20;

    private static final int AROUND = 0x1EF; // the neighbourhood of a sample without itself

    final MqDecoder mq = new MqDecoder();
    private final int[] samples;
    /** Those of a region of interest, while the rest is decoded. */
    private int[] region = {};

    private boolean hasRegion;
    private int[] flags = new int[1200];
    private int width;
    private int height;
    private int pitch;
    private int orientation;
    private boolean causal;

    Passes(int mostSamples) {
        samples = new int[mostSamples];
    }

    void begin(int blockWidth, int blockHeight, int blockOrientation, int style) {
        width = blockWidth;
        height = blockHeight;
        pitch = blockWidth + 2;
        orientation = blockOrientation << 9;
        causal = (style & BlockStyle.VERTICALLY_CAUSAL) != 0;
        int stripes = blockHeight + 3 >> 2;
        int words = pitch * (stripes + 2);
        if (words > flags.length) {
            flags = new int[words];
        }
        Arrays.fill(flags, 0, words, 0);
        Arrays.fill(samples, 0, 4 * width * stripes, 0);
        hasRegion = false;
        MqStates.reset(mq.contexts);
    }

    /**
     * Goes down to the bit-planes of all that is not in a region of interest. What became significant before is: it keeps its
     * value, whatever more is decoded of it.
     */
    void leaveRegion() {
        if (region.length == 0) {
            region = new int[samples.length];
        }
        int words = 4 * width * (height + 3 >> 2);
        System.arraycopy(samples, 0, region, 0, words);
        Arrays.fill(samples, 0, words, 0);
        hasRegion = true;
    }

    /** Gives the samples row by row. */
    void copy(int[] target, int offset, int stride) {
        if (hasRegion) {
            for (int i = 0; i < 4 * width * (height + 3 >> 2); i++) {
                samples[i] = region[i] != 0 ? region[i] : samples[i];
            }
        }
        for (int y = 0; y < height; y++) {
            int from = 4 * width * (y >> 2) + (y & 3);
            int to = offset + y * stride;
            for (int x = 0; x < width; x++, from += 4) {
                target[to + x] = samples[from];
            }
        }
    }

    /** The samples that a stripe has, one bit each. */
    private int rows(int stripe) {
        int rows = height - 4 * stripe;
        return rows >= 4 ? ALL : ALL & (1 << 3 * rows) - 1;
    }

    /** The samples of a column that are not significant, but have a neighbour that is. */
    private static int candidates(int f) {
        int sides = f | f >> 2;
        int any = (sides | f >> 1) & ROWS;
        return (any | any >> 6 | (sides & ROWS) >> 3) & ~(f >> 4) & ALL;
    }

    /** Significance propagation (D.3.1). As in all passes, {@code half} is half of a 1 in the bit-plane. */
    void significance(int half) {
        MqDecoder mq = new MqDecoder(this.mq);
        int[] flags = this.flags;
        int[] samples = this.samples;
        int width = this.width;
        int found = 3 * half;
        int sample = 0;
        int at = pitch + 1;
        for (int stripe = 0; stripe << 2 < height; stripe++, at += 2) {
            int rows = rows(stripe);
            for (int x = 0; x < width; x++, at++, sample += 4) {
                int f = flags[at];
                if ((f & SIGNIFICANT) == 0) {
                    continue;
                }
                int todo = candidates(f) & rows;
                while (todo != 0) {
                    int shift = Integer.numberOfTrailingZeros(todo);
                    f |= 1 << 21 + shift;
                    if (mq.decode(Contexts.ZERO[orientation + (f >>> shift & AROUND)]) != 0) {
                        int sign = sign(mq, flags, at, f, shift);
                        samples[sample + (shift * 11 >> 5)] = found | sign << 31;
                        f |= 1 << 4 + shift | sign << 19 + shift;
                        spread(flags, at, shift, sign);
                        todo = candidates(f) & rows & -8 << shift;
                    } else {
                        todo &= todo - 1;
                    }
                }
                flags[at] = f;
            }
        }
        this.mq.take(mq);
    }

    /** Decodes a sign (D.3.2). */
    private static int sign(MqDecoder mq, int[] flags, int at, int f, int shift) {
        int around = f >>> shift & 0xAA
                | flags[at - 1] >>> 17 + shift & 4
                | flags[at + 1] >>> 15 + shift & 16
                | f >>> 16 + shift + (shift - 1 >>> 30 & 2) & 1 // bit 18 of the first
                | (f >>> 22 + shift & 1) << 6;
        int expected = Contexts.SIGNS[around];
        return mq.decode(expected >> 1) ^ expected & 1;
    }

    /** Tells the neighbours of a sample that it is significant. */
    private void spread(int[] flags, int at, int shift, int sign) {
        flags[at - 1] |= 32 << shift;
        flags[at + 1] |= 8 << shift;
        if (shift == 0 && !causal) {
            int above = at - pitch;
            flags[above - 1] |= 1 << 17;
            flags[above] |= 1 << 16 | sign << 31;
            flags[above + 1] |= 1 << 15;
        }
        if (shift == 9) {
            int below = at + pitch;
            flags[below - 1] |= 4;
            flags[below] |= 2 | sign << 18;
            flags[below + 1] |= 1;
        }
    }

    /** Magnitude refinement (D.3.3). */
    void refinement(int half) {
        MqDecoder mq = new MqDecoder(this.mq);
        int[] flags = this.flags;
        int[] samples = this.samples;
        int width = this.width;
        int sample = 0;
        int at = pitch + 1;
        for (int stripe = 0; stripe << 2 < height; stripe++, at += 2) {
            for (int x = 0; x < width; x++, at++, sample += 4) {
                int f = flags[at];
                if ((f & OWN) == 0) {
                    continue;
                }
                if ((f & (REFINED | VISITED)) == REFINED) {
                    int bits = mq.four(Contexts.REFINEMENT + 2);
                    samples[sample] += refined(bits >> 3, half);
                    samples[sample + 1] += refined(bits >> 2 & 1, half);
                    samples[sample + 2] += refined(bits >> 1 & 1, half);
                    samples[sample + 3] += refined(bits & 1, half);
                    continue;
                }
                int todo = f >> 4 & ~(f >> 21) & ALL;
                while (todo != 0) {
                    int shift = Integer.numberOfTrailingZeros(todo);
                    int before = f >>> 20 + shift & 1;
                    int near = (f >>> shift & AROUND) + 0x1FF >>> 9;
                    int context = Contexts.REFINEMENT + (2 * before | near & ~before);
                    samples[sample + (shift * 11 >> 5)] += refined(mq.decode(context), half);
                    f |= 1 << 20 + shift;
                    todo &= todo - 1;
                }
                flags[at] = f;
            }
        }
        this.mq.take(mq);
    }

    /** What a bit of refinement adds to a magnitude that lies in the middle. */
    private static int refined(int bit, int half) {
        int minus = bit - 1;
        return (half ^ minus) - minus;
    }

    /** Cleanup (D.3.4). */
    void cleanup(int half) {
        MqDecoder mq = new MqDecoder(this.mq);
        int[] flags = this.flags;
        int[] samples = this.samples;
        int width = this.width;
        int found = 3 * half;
        int sample = 0;
        int at = pitch + 1;
        for (int stripe = 0; stripe << 2 < height; stripe++, at += 2) {
            int rows = rows(stripe);
            for (int x = 0; x < width; x++, at++, sample += 4) {
                int f = flags[at];
                int todo = ~(f >> 4 | f >> 21) & rows;
                boolean known = false; // whether the first of them becomes significant
                if ((f & SIGNIFICANT) == 0 && rows == ALL) {
                    if (mq.decode(Contexts.RUN) == 0) {
                        continue;
                    }
                    todo &= -1 << 3 * uniform(mq, 2);
                    known = true;
                }
                while (todo != 0) {
                    int shift = Integer.numberOfTrailingZeros(todo);
                    if (known || mq.decode(Contexts.ZERO[orientation + (f >>> shift & AROUND)]) != 0) {
                        int sign = sign(mq, flags, at, f, shift);
                        samples[sample + (shift * 11 >> 5)] = found | sign << 31;
                        f |= 1 << 4 + shift | sign << 19 + shift;
                        spread(flags, at, shift, sign);
                        known = false;
                    }
                    todo &= todo - 1;
                }
                flags[at] = f & ~VISITED;
            }
        }
        this.mq.take(mq);
    }

    /** Symbols in the uniform context. */
    int uniform(int count) {
        return uniform(mq, count);
    }

    private static int uniform(MqDecoder mq, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | mq.decode(Contexts.UNIFORM);
        }
        return value;
    }

    /** Significance propagation with raw bits (D.6). */
    void significanceRaw(int half) {
        int found = 3 * half;
        int sample = 0;
        int at = pitch + 1;
        for (int stripe = 0; stripe << 2 < height; stripe++, at += 2) {
            int rows = rows(stripe);
            for (int x = 0; x < width; x++, at++, sample += 4) {
                int f = flags[at];
                int todo = candidates(f) & rows;
                while (todo != 0) {
                    int shift = Integer.numberOfTrailingZeros(todo);
                    f |= 1 << 21 + shift;
                    if (mq.raw() != 0) {
                        int sign = mq.raw();
                        samples[sample + (shift * 11 >> 5)] = found | sign << 31;
                        f |= 1 << 4 + shift | sign << 19 + shift;
                        spread(flags, at, shift, sign);
                        todo = candidates(f) & rows & -8 << shift;
                    } else {
                        todo &= todo - 1;
                    }
                }
                flags[at] = f;
            }
        }
    }

    /** Magnitude refinement with raw bits (D.6). */
    void refinementRaw(int half) {
        int sample = 0;
        int at = pitch + 1;
        for (int stripe = 0; stripe << 2 < height; stripe++, at += 2) {
            int rows = rows(stripe);
            for (int x = 0; x < width; x++, at++, sample += 4) {
                int f = flags[at];
                int todo = f >> 4 & ~(f >> 21) & rows;
                while (todo != 0) {
                    int shift = Integer.numberOfTrailingZeros(todo);
                    samples[sample + (shift * 11 >> 5)] += mq.raw() != 0 ? half : -half;
                    f |= 1 << 20 + shift;
                    todo &= todo - 1;
                }
                flags[at] = f;
            }
        }
    }
}
