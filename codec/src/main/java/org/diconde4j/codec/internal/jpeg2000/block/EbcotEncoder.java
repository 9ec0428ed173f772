package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * The block coder of JPEG 2000 Part 1 (ITU-T T.800 Annex D). A coding pass first makes its symbols, then they are encoded,
 * which keeps both loops small.
 *
 * <p>Four samples of a column of a stripe share a word of flags: in bits 0–17 what is significant in the six rows from the
 * one above to the one below, each with the left, the own and the right column; in bits 18–23 which of the own column are
 * negative in these rows; in bits 24–27 which of the four are done in this bit-plane, or don't exist; in bits 28–31 which
 * were refined before.
 */
public final class EbcotEncoder implements BlockEncoder {
    private static final int NEAR = 0x3FFFF;
    private static final int SELF = 0x2490;
    private static final int DONE = 0xF << 24;
    private static final int REFINED = 0xF << 28;
    private static final int MOST = 4096;

    private static final byte[] RAW_SIGNS = new byte[256];

    private final int style;
    private final MqEncoder mq = new MqEncoder();
    /** A sample has at most two symbols in a pass, and a column of a stripe three for a run. */
    private final byte[] symbols = new byte[2 * MOST + 3 * MOST + 8];
    /** The four samples of a column of a stripe follow each other. */
    private int[] samples = new int[MOST];
    /** With a margin of one word on each side and a stripe above and below. */
    private int[] flags = {};

    private int width;
    private int stripes;
    private int stride;
    /** Which rows of the last stripe don't exist, as done. */
    private int missing;

    /** Where the contexts of the sub-band begin in {@link Contexts#ZERO}. */
    private int zeroCoding;

    private byte[] signCoding = Contexts.SIGNS;
    /** Whether errors are to be measured. */
    private boolean measured;
    /** Of what became significant in this pass: how many, and the sum of their magnitudes. */
    private int found;

    private long foundSum;
    /** Of what was refined: how many, and the sum of their distances from the middle of what they could be before. */
    private int refined;

    private long refinedSum;

    /**
     * Makes an encoder.
     *
     * @param style flags of {@link BlockStyle}
     */
    public EbcotEncoder(int style) {
        this.style = style;
    }

    private boolean has(int flag) {
        return (style & flag) != 0;
    }

    @Override
    public void encode(int[] source, int width, int height, BlockRequest request, EncodedBlock target) {
        int all = load(source, width, height);
        int fraction = request.fraction();
        int planes = Math.max(0, 32 - Integer.numberOfLeadingZeros(all) - fraction);
        target.begin(planes);
        if (planes <= request.lowestPlane()) {
            return;
        }
        zeroCoding = request.band() << 9;
        measured = request.measured();
        mq.clear();
        mq.start();
        int count = 3 * (planes - request.lowestPlane()) - 2;
        int open = 0;
        for (int pass = 0; pass < count; pass++) {
            int kind = (pass + 2) % 3;
            int plane = planes - 1 - (pass + 2) / 3;
            boolean raw = BlockStyle.isRaw(style, pass);
            boolean ends = pass == count - 1 || BlockStyle.passesInSegment(style, pass) == 1;
            encodePass(kind, plane + fraction, raw);
            if (ends) {
                flush(raw);
            } else if (measured && !raw) {
                mq.mark();
            }
            target.add(raw ? mq.packedLength() : mq.length(), ends, measured ? gain(plane, fraction) : 0);
            if (ends) {
                for (int i = open; measured && i < pass; i++) {
                    target.end(i, raw ? Math.min(target.end(i), mq.length()) : mq.markedLength(i - open));
                }
                open = pass + 1;
                mq.start();
            }
            if (has(BlockStyle.RESET)) {
                mq.resetContexts();
            }
        }
        target.take(mq.bytes(), 1);
    }

    /** Puts samples into stripes. Gives all their bits together. */
    private int load(int[] source, int width, int height) {
        this.width = width;
        stripes = height + 3 >> 2;
        stride = width + 2;
        int words = stride * (stripes + 2);
        if (flags.length < words) {
            flags = new int[words];
        } else {
            Arrays.fill(flags, 0, words, 0);
        }
        int padded = stripes * 4 * width;
        if (samples.length < padded) {
            samples = new int[padded];
        }
        missing = 0;
        if ((height & 3) != 0) {
            Arrays.fill(samples, padded - 4 * width, padded, 0);
            missing = DONE << (height & 3) & DONE;
            Arrays.fill(flags, stripes * stride, stripes * stride + stride, missing);
        }
        int all = 0;
        int[] samples = this.samples;
        for (int y = 0; y < height; y++) {
            int from = y * width;
            int to = (y >> 2) * 4 * width + (y & 3);
            for (int x = 0; x < width; x++) {
                int value = source[from + x];
                samples[to + 4 * x] = value;
                all |= value;
            }
        }
        return all & 0x7FFFFFFF;
    }

    private void encodePass(int kind, int bit, boolean raw) {
        signCoding = raw ? RAW_SIGNS : Contexts.SIGNS;
        found = 0;
        foundSum = 0;
        refined = 0;
        refinedSum = 0;
        int count = switch (kind) {
            case 0 -> propagate(bit);
            case 1 -> refine(bit);
            default -> cleanUp(bit);
        };
        if (raw) {
            mq.pack(symbols, count);
        } else {
            mq.encode(symbols, count);
        }
    }

    private void flush(boolean raw) {
        if (raw) {
            mq.flushPacked();
        } else if (has(BlockStyle.PREDICTABLE_TERMINATION)) {
            mq.flushPredictably();
        } else {
            mq.flush();
        }
    }

    /**
     * By how much the squared error of a decoder becomes smaller that reconstructs in the middle, or exactly in the last
     * plane if there is no fraction.
     */
    private double gain(int plane, int fraction) {
        if (plane == 0 && fraction == 0) {
            return (double) found + refinedSum;
        }
        double bit = Math.scalb(1.0, plane + fraction);
        double gain = (3 * (double) foundSum + refinedSum - (2.25 * found + 0.25 * refined) * bit) * bit;
        return Math.scalb(gain, -2 * fraction);
    }

    /** The significance propagation pass (D.3.1). Gives the number of symbols. */
    private int propagate(int bit) {
        int[] flags = this.flags;
        int[] samples = this.samples;
        byte[] symbols = this.symbols;
        int zeroCoding = this.zeroCoding;
        int count = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            int at = (stripe + 1) * stride + 1;
            int sample = stripe * 4 * width;
            for (int end = at + width; at < end; at++, sample += 4) {
                int word = flags[at];
                if ((word & NEAR) == 0 || (word & SELF) == SELF) {
                    continue;
                }
                for (int row = 0; row < 4; row++) {
                    int around = word >>> 3 * row;
                    int near = around & 0x1EF;
                    int coded = (near + 0x1FF >>> 9) & ~(around >>> 4 | word >>> 24 + row) & 1;
                    int one = samples[sample + row] >>> bit & 1;
                    symbols[count] = (byte) (Contexts.ZERO[zeroCoding | near] << 1 | one);
                    count += coded;
                    word |= coded << 24 + row;
                    if ((one & coded) != 0) {
                        word = becomes(count++, at, row, word, samples[sample + row]);
                    }
                }
                flags[at] = word;
            }
        }
        return count;
    }

    /** The magnitude refinement pass (D.3.3). */
    private int refine(int bit) {
        int[] flags = this.flags;
        int[] samples = this.samples;
        byte[] symbols = this.symbols;
        int count = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            int at = (stripe + 1) * stride + 1;
            int sample = stripe * 4 * width;
            for (int end = at + width; at < end; at++, sample += 4) {
                int word = flags[at];
                if ((word & SELF) == 0) {
                    continue;
                }
                if ((word & (DONE | REFINED)) == REFINED) {
                    symbols[count] = (byte) (2 * (Contexts.REFINEMENT + 2) | samples[sample] >>> bit & 1);
                    symbols[count + 1] = (byte) (2 * (Contexts.REFINEMENT + 2) | samples[sample + 1] >>> bit & 1);
                    symbols[count + 2] = (byte) (2 * (Contexts.REFINEMENT + 2) | samples[sample + 2] >>> bit & 1);
                    symbols[count + 3] = (byte) (2 * (Contexts.REFINEMENT + 2) | samples[sample + 3] >>> bit & 1);
                    count += 4;
                } else {
                    int again = word;
                    for (int row = 0; row < 4; row++) {
                        int around = word >>> 3 * row;
                        int near = around & 0x1EF;
                        int coded = (around >>> 4 & ~(word >>> 24 + row)) & 1;
                        int before = word >>> 28 + row & 1;
                        int context = 2 * Contexts.REFINEMENT + 4 * before + 2 * ((near + 0x1FF >>> 9) & ~before);
                        symbols[count] = (byte) (context | samples[sample + row] >>> bit & 1);
                        count += coded;
                        again |= coded << 28 + row;
                    }
                    flags[at] = again;
                }
                if (measured) {
                    measureRefined(word, sample, bit);
                }
            }
        }
        return count;
    }

    private void measureRefined(int word, int sample, int bit) {
        int middle = 1 << bit;
        for (int row = 0; row < 4; row++) {
            int coded = word >>> 4 + 3 * row & ~(word >>> 24 + row) & 1;
            int value = samples[sample + row] & 2 * middle - 1;
            refined += coded;
            refinedSum += Math.abs(value - middle) & -coded;
        }
    }

    /** The cleanup pass (D.3.4), which ends a bit-plane. */
    private int cleanUp(int bit) {
        int[] flags = this.flags;
        int[] samples = this.samples;
        byte[] symbols = this.symbols;
        int zeroCoding = this.zeroCoding;
        int count = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            int at = (stripe + 1) * stride + 1;
            int sample = stripe * 4 * width;
            int keep = stripe == stripes - 1 ? ~DONE | missing : ~DONE;
            for (int end = at + width; at < end; at++, sample += 4) {
                int word = flags[at];
                int row = 0;
                if ((word & (NEAR | DONE)) == 0) {
                    int run = runLength(sample, bit);
                    if (run == 4) {
                        symbols[count++] = 2 * Contexts.RUN;
                        continue;
                    }
                    symbols[count] = 2 * Contexts.RUN | 1;
                    symbols[count + 1] = (byte) (2 * Contexts.UNIFORM | run >> 1);
                    symbols[count + 2] = (byte) (2 * Contexts.UNIFORM | run & 1);
                    count += 3;
                    word = becomes(count++, at, run, word, samples[sample + run]);
                    row = run + 1;
                }
                if ((word & SELF) != SELF) {
                    for (; row < 4; row++) {
                        int around = word >>> 3 * row;
                        int coded = ~(around >>> 4 | word >>> 24 + row) & 1;
                        int one = samples[sample + row] >>> bit & 1;
                        symbols[count] = (byte) (Contexts.ZERO[zeroCoding | around & 0x1EF] << 1 | one);
                        count += coded;
                        if ((one & coded) != 0) {
                            word = becomes(count++, at, row, word, samples[sample + row]);
                        }
                    }
                }
                flags[at] = word & keep;
            }
        }
        if (has(BlockStyle.SEGMENTATION_SYMBOLS)) {
            for (int i = 3; i >= 0; i--) {
                symbols[count++] = (byte) (2 * Contexts.UNIFORM | 0xA >> i & 1);
            }
        }
        return count;
    }

    /** How many samples of a column come before the first with a bit set. */
    private int runLength(int sample, int bit) {
        int set = samples[sample] >>> bit & 1
                | (samples[sample + 1] >>> bit & 1) << 1
                | (samples[sample + 2] >>> bit & 1) << 2
                | (samples[sample + 3] >>> bit & 1) << 3;
        return Integer.numberOfTrailingZeros(set | 16);
    }

    /** Codes the sign of a sample that becomes significant (D.3.2) and tells its neighbours. Gives the own word. */
    private int becomes(int count, int at, int row, int word, int value) {
        int[] flags = this.flags;
        int west = flags[at - 1];
        int east = flags[at + 1];
        int around = word >>> 3 * row;
        int signs = word >>> 18 + row;
        int index = around & 0xAA
                | signs & 1
                | (west >>> 19 + row & 1) << 2
                | (east >>> 19 + row & 1) << 4
                | (signs & 4) << 4;
        int negative = value >>> 31;
        symbols[count] = (byte) (signCoding[index] ^ negative);
        flags[at - 1] = west | 0x20 << 3 * row;
        flags[at + 1] = east | 0x08 << 3 * row;
        if (row == 0 && (style & BlockStyle.VERTICALLY_CAUSAL) == 0) {
            int above = at - stride;
            flags[above - 1] |= 1 << 17;
            flags[above] |= 1 << 16 | negative << 23;
            flags[above + 1] |= 1 << 15;
        } else if (row == 3) {
            int below = at + stride;
            flags[below - 1] |= 1 << 2;
            flags[below] |= 1 << 1 | negative << 18;
            flags[below + 1] |= 1;
        }
        if (measured) {
            found++;
            foundSum += value & Integer.MAX_VALUE;
        }
        return word | 0x10 << 3 * row | negative << 19 + row;
    }
}
