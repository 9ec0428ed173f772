package org.diconde4j.codec.internal.htj2k;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the code-blocks of High-Throughput JPEG 2000 (ISO/IEC 15444-15 clause 7): a cleanup pass, and a significance
 * propagation and a magnitude refinement pass if there are. Keeps its working memory; not thread-safe.
 *
 * <p>The streams are laid out without stuffing first. Then each row of quads is decoded in two steps: what is significant
 * and the offsets of exponents, whose bits hang on each other; and the magnitudes, whose places in their stream are
 * known by then.
 */
public final class HtBlockDecoder {
    /** Samples of a code-block at most (ISO/IEC 15444-1 A.6.1). */
    private static final int MOST_SAMPLES = 4096;

    private static final int WIDEST = 1024;
    /** Bytes that two rows of the widest block can take, 32 bits a sample; what is laid out ends with as many. */
    private static final int PADDING = 2 * WIDEST * 4 + 16;

    /** Of MagSgn, more bytes than 32 bits a sample and their stuffing take are never looked at. */
    private static final int MOST_MAGNITUDES = (MOST_SAMPLES + 2 * WIDEST) * 4 * 8 / 7 + 8;

    private final byte[] magnitudes = new byte[MOST_MAGNITUDES + PADDING + 16];
    private final byte[] lengths = new byte[4096 + PADDING];
    private final MelReader mel = new MelReader();
    /** Entries of {@link DecodeTables} of the quads of a row, and of the row above; the first one stands for none. */
    private int[] quads = new int[WIDEST / 2 + 4];

    private int[] above = new int[WIDEST / 2 + 4];
    private final int[] offsets = new int[WIDEST / 2 + 4];
    /** 2μ - 1 of the samples in the lower row of the quads above, from the second one on. */
    private final int[] exponents = new int[WIDEST + 4];

    private final int[] upper = new int[WIDEST + 2];
    private final int[] lower = new int[WIDEST + 2];
    private final Refinement refinement = new Refinement();

    private int lengthsAt;
    private int magnitudesAt;
    private int run;

    /**
     * Decodes a code-block.
     *
     * @param data has its bytes
     * @param at where they begin
     * @param cleanup how many bytes the cleanup pass has
     * @param refinementsAt where the bytes of the other passes begin
     * @param refinements how many bytes the other passes have together
     * @param passes how many passes there are, 1 to 3
     * @param width columns of the block, 1 to 1024
     * @param height rows of the block; 4096 samples at most
     * @param planes bits that a magnitude can have in the cleanup pass, 1 to 31
     * @param shift how far up to put the magnitudes of the cleanup pass; with planes at most 31, and at least 1 if there
     *     are more passes
     * @param causal whether contexts don't look into the next stripe
     * @param target receives the samples: bit 31 is 1 if it is negative, the bits below are its magnitude, which unless
     *     shift is 0 lies in the middle of what it can be
     * @param from where its first sample belongs
     * @param stride from one row to the next one
     * @return null, or what is wrong; then some rows may have been decoded
     */
    public @Nullable String decode(
            byte[] data,
            int at,
            int cleanup,
            int refinementsAt,
            int refinements,
            int passes,
            int width,
            int height,
            int planes,
            int shift,
            boolean causal,
            int[] target,
            int from,
            int stride) {
        if (planes < 1 || shift < 0 || planes + shift > 31 || passes > 1 && shift == 0) {
            return "expected magnitudes of 1 to 31 bits, found " + planes + " and " + shift + " below them";
        }
        if (cleanup < 2) {
            return "expected a cleanup pass of at least 2 bytes, found " + cleanup;
        }
        int end = at + cleanup;
        int suffix = (data[end - 1] & 0xFF) << 4 | data[end - 2] & 0x0F;
        if (suffix < 2 || suffix > cleanup || suffix > 4079) {
            return "expected 2 to " + Math.min(cleanup, 4079) + " bytes of MEL and VLC, found " + suffix;
        }
        int split = end - suffix;
        mel.start(data, split, end - 1);
        run = mel.run();
        lengthsAt = 0;
        int lengthBits = Unstuffing.backward(data, split, end - 1, true, lengths, 16 + width);
        magnitudesAt = 0;
        int magnitudeBits =
                Unstuffing.forward(data, at, Math.min(split, at + MOST_MAGNITUDES), magnitudes, 16 + 8 * width, -1);
        boolean refined = passes > 1;
        if (refined) {
            refinement.start(width, height);
        }
        int count = width + 1 >> 1;
        Arrays.fill(quads, 0, count + 2, 0);
        for (int y = 0; y < height; y += 2) {
            int[] swapped = above;
            above = quads;
            quads = swapped;
            quads[count + 1] = 0;
            if (y == 0) {
                firstRow(count);
                Arrays.fill(exponents, 0, 2 * count + 2, 0);
            } else {
                row(count);
            }
            if (lengthsAt > lengthBits) {
                return "the VLC stream ends at row " + y;
            }
            boolean direct = (width & 1) == 0;
            boolean both = y + 1 < height;
            int row = from + y * stride;
            int over = magnitudes(
                    count,
                    planes + 1,
                    shift,
                    direct ? target : upper,
                    direct ? row : 0,
                    direct && both ? target : lower,
                    direct && both ? row + stride : 0);
            if (over > 0) {
                return "a sample of row " + y + " has " + (over - 1) + " bits, expected at most " + planes;
            }
            if (!direct) {
                System.arraycopy(upper, 0, target, row, width);
                if (both) {
                    System.arraycopy(lower, 0, target, row + stride, width);
                }
            }
            magnitudesAt = Math.min(magnitudesAt, magnitudeBits); // what follows are ones for ever
            if (refined) {
                refinement.significance(quads, y, count);
            }
        }
        if (refined) {
            refinement.decode(data, refinementsAt, refinements, passes > 2, causal, shift, target, from, stride);
        }
        return null;
    }

    /** Significance and offsets of the quads of the first row (7.3.5, 7.3.6). */
    private void firstRow(int count) {
        int[] table = DecodeTables.FIRST_ROW;
        int[] pairs = DecodeTables.FIRST_OFFSETS;
        int[] quad = quads;
        int[] offset = offsets;
        byte[] stream = lengths;
        int position = lengthsAt;
        int zeros = run;
        int context = 0;
        for (int i = 0; i < count; i += 2) {
            long bits = Unstuffing.peek(stream, position);
            int left = table[context | (int) bits & 0x7F];
            if (context == 0) {
                zeros -= 2;
                left = zeros == -1 ? left : 0;
                if (zeros < 0) {
                    zeros = mel.run();
                }
            }
            context = left & DecodeTables.NEXT;
            int length = left & 7;
            bits >>>= length;
            position += length;
            int right = 0;
            if (i + 1 < count) {
                right = table[context | (int) bits & 0x7F];
                if (context == 0) {
                    zeros -= 2;
                    right = zeros == -1 ? right : 0;
                    if (zeros < 0) {
                        zeros = mel.run();
                    }
                }
                context = right & DecodeTables.NEXT;
                length = right & 7;
                bits >>>= length;
                position += length;
            }
            int kind = left >> 3 & 1 | right >> 2 & 2;
            if (kind == 3) {
                zeros -= 2;
                kind = zeros == -1 ? 4 : 3;
                if (zeros < 0) {
                    zeros = mel.run();
                }
            }
            int pair = pairs[kind << 6 | (int) bits & 0x3F];
            length = pair & 7;
            bits >>>= length;
            int first = pair >> 4 & 7;
            int second = pair >> 8 & 7;
            position += length + first + second;
            quad[i + 1] = left;
            quad[i + 2] = right;
            offset[i] = (pair >> 12 & 15) + ((int) bits & (1 << first) - 1);
            offset[i + 1] = (pair >> 16) + ((int) (bits >>> first) & (1 << second) - 1);
        }
        quad[count + 1] = 0;
        lengthsAt = position;
        run = zeros;
    }

    /** Significance and offsets of the quads of any other row. */
    private void row(int count) {
        int[] table = DecodeTables.OTHER_ROWS;
        int[] pairs = DecodeTables.OTHER_OFFSETS;
        int[] quad = quads;
        int[] up = above;
        int[] offset = offsets;
        byte[] stream = lengths;
        int position = lengthsAt;
        int zeros = run;
        int west = 0;
        int northWest = 0;
        int north = up[1];
        for (int i = 0; i < count; i += 2) {
            long bits = Unstuffing.peek(stream, position);
            int northEast = up[i + 2];
            int context = west | context(northWest, north, northEast);
            int left = table[context | (int) bits & 0x7F];
            if (context == 0) {
                zeros -= 2;
                left = zeros == -1 ? left : 0;
                if (zeros < 0) {
                    zeros = mel.run();
                }
            }
            west = left & DecodeTables.NEXT;
            int length = left & 7;
            bits >>>= length;
            position += length;
            int right = 0;
            int next = 0;
            if (i + 1 < count) {
                next = up[i + 3];
                context = west | context(north, northEast, next);
                right = table[context | (int) bits & 0x7F];
                if (context == 0) {
                    zeros -= 2;
                    right = zeros == -1 ? right : 0;
                    if (zeros < 0) {
                        zeros = mel.run();
                    }
                }
                west = right & DecodeTables.NEXT;
                length = right & 7;
                bits >>>= length;
                position += length;
            }
            northWest = northEast;
            north = next;
            int pair = pairs[(left << 3 | right << 4 & 0x80) & 0xC0 | (int) bits & 0x3F];
            length = pair & 7;
            bits >>>= length;
            int first = pair >> 4 & 7;
            int second = pair >> 8 & 7;
            position += length + first + second;
            quad[i + 1] = left;
            quad[i + 2] = right;
            offset[i] = (pair >> 12 & 15) + ((int) bits & (1 << first) - 1);
            offset[i + 1] = (pair >> 16) + ((int) (bits >>> first) & (1 << second) - 1);
        }
        quad[count + 1] = 0;
        lengthsAt = position;
        run = zeros;
    }

    /** What the lower rows of the three quads above add to the context: north-west and north, north-east and beyond. */
    private static int context(int northWest, int north, int northEast) {
        return (northWest >> DecodeTables.RHO + 3 | north >> DecodeTables.RHO + 1) << 7 & 0x80
                | (north >> DecodeTables.RHO + 3 | northEast >> DecodeTables.RHO + 1) << 9 & 0x200;
    }

    /**
     * Magnitudes and signs of a row of quads (7.3.7, 7.3.8).
     *
     * @return the first exponent bound over the limit, or 0 if there is none
     */
    private int magnitudes(int count, int limit, int shift, int[] top, int topAt, int[] bottom, int bottomAt) {
        int[] quad = quads;
        int[] offset = offsets;
        int[] exponent = exponents;
        byte[] stream = magnitudes;
        int position = magnitudesAt;
        int middle = 1 << shift >> 1;
        int west = 0; // what the lower row above has on the left, though it is written over by then
        for (int i = 0; i < count; i++) {
            int entry = quad[i + 1];
            int x = 2 * i;
            int east = exponent[x + 2];
            int around = west | exponent[x + 1] | east | exponent[x + 3];
            west = east;
            int rho = entry >> DecodeTables.RHO & 15;
            if (rho == 0) {
                exponent[x + 1] = 0;
                exponent[x + 2] = 0;
                top[topAt + x] = 0;
                top[topAt + x + 1] = 0;
                bottom[bottomAt + x] = 0;
                bottom[bottomAt + x + 1] = 0;
                continue;
            }
            // κ is the largest exponent around less one, but at least 1, and 1 if a single sample is significant
            int kappa = (entry & DecodeTables.GAMMA) == 0 ? 1 : 31 - Integer.numberOfLeadingZeros(around | 3);
            int bound = offset[i] + kappa;
            if (bound > limit) {
                return bound;
            }

            int there = -(rho & 1);
            int length = bound - (entry >> DecodeTables.KNOWN & 1) & there;
            int value = take(stream, position, length) | (entry >> DecodeTables.REACHED & 1) << length;
            position += length;
            top[topAt + x] = sample(value, shift, middle) & there;

            there = -(rho >> 1 & 1);
            length = bound - (entry >> DecodeTables.KNOWN + 1 & 1) & there;
            value = take(stream, position, length) | (entry >> DecodeTables.REACHED + 1 & 1) << length;
            position += length;
            bottom[bottomAt + x] = sample(value, shift, middle) & there;
            exponent[x + 1] = (value | 1) & there;

            there = -(rho >> 2 & 1);
            length = bound - (entry >> DecodeTables.KNOWN + 2 & 1) & there;
            value = take(stream, position, length) | (entry >> DecodeTables.REACHED + 2 & 1) << length;
            position += length;
            top[topAt + x + 1] = sample(value, shift, middle) & there;

            there = -(rho >> 3 & 1);
            length = bound - (entry >> DecodeTables.KNOWN + 3 & 1) & there;
            value = take(stream, position, length) | (entry >> DecodeTables.REACHED + 3 & 1) << length;
            position += length;
            bottom[bottomAt + x + 1] = sample(value, shift, middle) & there;
            exponent[x + 2] = (value | 1) & there;
        }
        magnitudesAt = position;
        return 0;
    }

    private static int take(byte[] stream, int position, int length) {
        return (int) (Unstuffing.peek(stream, position) & (1L << length) - 1);
    }

    /** Of 2(μ - 1) + the sign. */
    private static int sample(int value, int shift, int middle) {
        return (value >>> 1) + 1 << shift | middle | value << 31;
    }
}
