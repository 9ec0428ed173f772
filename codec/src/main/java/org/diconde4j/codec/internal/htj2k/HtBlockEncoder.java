package org.diconde4j.codec.internal.htj2k;

import java.util.Arrays;

/**
 * Encodes code-blocks of High-Throughput JPEG 2000 by a cleanup pass (ISO/IEC 15444-15 clause 7, read backwards). Keeps
 * its working memory; not thread-safe.
 *
 * <p>Each row of quads takes three steps: to find its code words, which only hang on samples; to write them; and to write
 * the magnitudes. Stuffing bits come in when the block is complete.
 */
public final class HtBlockEncoder {
    private static final int WIDEST = 1024;
    private static final int MOST_SAMPLES = 4096 + 2 * WIDEST;
    private static final int MOST_LENGTHS = 4096;

    /** For context × 256 + ρ × 16 + the samples that reach the bound: code word × 256 + its length × 16 + ε_k. */
    private static final int[] FIRST_ROW = table(CxtVlcCodes.FIRST_ROW);

    private static final int[] OTHER_ROWS = table(CxtVlcCodes.OTHER_ROWS);

    private static final int RHO = 16;
    private static final int EVENT = 1 << 20;

    private final MelWriter mel = new MelWriter();
    private final byte[] lengths = new byte[MOST_LENGTHS + 16];
    private final byte[] magnitudes = new byte[MOST_SAMPLES * 4 + 16];
    private int lengthBits;
    private int magnitudeBits;
    private byte[] output = new byte[MOST_SAMPLES * 4 * 8 / 7 + 2 * MOST_LENGTHS];

    /** 2μ - 1 of the samples in the lower row of the quads above, from the second one on. */
    private final int[] exponents = new int[WIDEST + 4];
    /** ρ of the quads above, from the second one on. */
    private final int[] above = new int[WIDEST / 2 + 4];

    // of the quads of a row: four samples each, code word with ρ and whether it is a MEL event, U, u
    private final int[] samples = new int[2 * WIDEST + 8];
    private final int[] words = new int[WIDEST / 2 + 2];
    private final int[] bounds = new int[WIDEST / 2 + 2];
    private final int[] offsets = new int[WIDEST / 2 + 2];

    private final int[] upper = new int[WIDEST + 2];
    private final int[] lower = new int[WIDEST + 2];

    private static int[] table(String[] codes) {
        int[] table = new int[8 * 256];
        CxtVlcCodes.each(codes, (context, rho, offset, known, reached, word, length) -> {
            for (int bound = 0; bound < 16; bound++) {
                boolean fits = offset == 0 ? bound == 0 : bound != 0 && (bound & known) == reached;
                int at = context << 8 | rho << 4 | bound;
                // of several the one that says most is taken, as it saves most bits of magnitudes
                if (fits
                        && (bound & ~rho) == 0
                        && (table[at] == 0 || Integer.bitCount(known) > Integer.bitCount(table[at] & 15))) {
                    table[at] = word << 8 | length << 4 | known;
                }
            }
        });
        return table;
    }

    /**
     * The encoded block.
     *
     * @return bytes that the next block overwrites, from 0 on
     */
    public byte[] bytes() {
        return output;
    }

    /**
     * Encodes a block. One without a sample other than 0 needs no pass at all, but can be encoded.
     *
     * @param source has the samples: bit 31 is 1 for negative ones, the bits below are magnitudes
     * @param from where the first one is
     * @param stride from one row to the next one
     * @param width columns of the block, 1 to 1024
     * @param height rows of the block; 4096 samples at most
     * @param shift how many of the lowest bits of magnitudes to leave out
     * @return how many bytes the cleanup pass has; less than 32768
     */
    public int encode(int[] source, int from, int stride, int width, int height, int shift) {
        mel.start();
        lengthBits = 0;
        magnitudeBits = 0;
        int count = width + 1 >> 1;
        Arrays.fill(exponents, 0, 2 * count + 4, 0);
        Arrays.fill(above, 0, count + 3, 0);
        boolean direct = (width & 1) == 0;
        for (int y = 0; y < height; y += 2) {
            int row = from + y * stride;
            boolean both = y + 1 < height;
            if (!direct) {
                System.arraycopy(source, row, upper, 0, width);
                upper[width] = 0;
            }
            if (!both) {
                Arrays.fill(lower, 0, width + 1, 0);
            } else if (!direct) {
                System.arraycopy(source, row + stride, lower, 0, width);
                lower[width] = 0;
            }
            boolean inPlace = direct && both;
            words(
                    y == 0,
                    count,
                    shift,
                    direct ? source : upper,
                    direct ? row : 0,
                    inPlace ? source : lower,
                    inPlace ? row + stride : 0);
            writeWords(y == 0, count);
            writeMagnitudes(count);
        }
        return assemble();
    }

    /** Finds the code words of a row of quads. */
    private void words(boolean first, int count, int shift, int[] top, int topAt, int[] bottom, int bottomAt) {
        int[] table = first ? FIRST_ROW : OTHER_ROWS;
        int[] exponent = exponents;
        int[] north = above;
        int west = 0;
        int northWest = 0;
        int exponentWest = 0;
        for (int i = 0; i < count; i++) {
            int x = 2 * i;
            int sample0 = top[topAt + x];
            int sample1 = bottom[bottomAt + x];
            int sample2 = top[topAt + x + 1];
            int sample3 = bottom[bottomAt + x + 1];
            // 2μ - 1, or -1 if μ is 0
            int size0 = ((sample0 & Integer.MAX_VALUE) >>> shift << 1) - 1;
            int size1 = ((sample1 & Integer.MAX_VALUE) >>> shift << 1) - 1;
            int size2 = ((sample2 & Integer.MAX_VALUE) >>> shift << 1) - 1;
            int size3 = ((sample3 & Integer.MAX_VALUE) >>> shift << 1) - 1;
            // which ones are there: magnitudes of 31 bits make sizes that look negative, but are not -1
            int rho = (size0 == -1 ? 0 : 1) | (size1 == -1 ? 0 : 2) | (size2 == -1 ? 0 : 4) | (size3 == -1 ? 0 : 8);
            samples[4 * i] = size0 - 1 | sample0 >>> 31;
            samples[4 * i + 1] = size1 - 1 | sample1 >>> 31;
            samples[4 * i + 2] = size2 - 1 | sample2 >>> 31;
            samples[4 * i + 3] = size3 - 1 | sample3 >>> 31;
            size0 &= -(rho & 1);
            size1 &= -(rho >> 1 & 1);
            size2 &= -(rho >> 2 & 1);
            size3 &= -(rho >> 3 & 1);

            int context = first
                    ? west & 1 | west >> 1 & 1 | west >> 2 << 1
                    : (northWest >> 3 | north[i + 1] >> 1) & 1
                            | (west >> 1 | west >> 2) & 2
                            | ((north[i + 1] >> 3 | north[i + 2] >> 1) & 1) << 2;
            int exponentEast = exponent[x + 2];
            int around = exponentWest | exponent[x + 1] | exponentEast | exponent[x + 3];
            exponentWest = exponentEast;
            exponent[x + 1] = size1;
            exponent[x + 2] = size3;
            northWest = north[i + 1];
            north[i + 1] = rho;
            west = rho;

            int most = 32 - Integer.numberOfLeadingZeros(size0 | size1 | size2 | size3);
            int kappa = (rho & rho - 1) == 0 ? 1 : 31 - Integer.numberOfLeadingZeros(around | 3);
            int bound = 0;
            if (most > kappa) {
                int top0 = most - 1;
                bound = size0 >>> top0 | size1 >>> top0 << 1 | size2 >>> top0 << 2 | size3 >>> top0 << 3;
            }
            offsets[i] = Math.max(most - kappa, 0);
            bounds[i] = Math.max(most, kappa);
            words[i] = table[context << 8 | rho << 4 | bound] | rho << RHO | (context == 0 ? EVENT : 0);
        }
    }

    private void writeWords(boolean first, int count) {
        byte[] stream = lengths;
        int position = lengthBits;
        words[count] = 0;
        offsets[count] = 0;
        for (int i = 0; i < count; i += 2) {
            int left = words[i];
            long bits = 0;
            int length = 0;
            boolean there = left >> RHO != (EVENT >> RHO);
            if ((left & EVENT) != 0) {
                mel.event(there);
            }
            if (there) {
                bits = left >> 8 & 0x7F;
                length = left >> 4 & 15;
            }
            if (i + 1 < count) {
                int right = words[i + 1];
                there = right >> RHO != (EVENT >> RHO);
                if ((right & EVENT) != 0) {
                    mel.event(there);
                }
                if (there) {
                    bits |= (long) (right >> 8 & 0x7F) << length;
                    length += right >> 4 & 15;
                }
            }
            int one = offsets[i];
            int two = offsets[i + 1];
            boolean oneBit = false;
            if (first && one > 0 && two > 0) {
                boolean large = Math.min(one, two) > 2;
                mel.event(large);
                if (large) {
                    one -= 2;
                    two -= 2;
                } else {
                    oneBit = one > 2; // then the other is 1 or 2
                }
            }
            if (one > 0) {
                bits |= (long) prefix(one) << length;
                length += Math.min(one, 3);
            }
            if (oneBit) {
                bits |= (long) (two - 1) << length++;
                two = 0;
            } else if (two > 0) {
                bits |= (long) prefix(two) << length;
                length += Math.min(two, 3);
            }
            if (one > 2) {
                bits |= (long) (one > 4 ? one - 5 : one - 3) << length;
                length += one > 4 ? 5 : 1;
            }
            if (two > 2) {
                bits |= (long) (two > 4 ? two - 5 : two - 3) << length;
                length += two > 4 ? 5 : 1;
            }
            append(stream, position, bits);
            position += length;
        }
        lengthBits = position;
    }

    /** 1, 01, 001 or 000, the first bit being the least significant one. */
    private static int prefix(int offset) {
        return offset > 4 ? 0 : 1 << Math.min(offset, 3) - 1;
    }

    private void writeMagnitudes(int count) {
        byte[] stream = magnitudes;
        int position = magnitudeBits;
        for (int i = 0; i < count; i++) {
            int word = words[i];
            int bound = bounds[i];
            int length = bound - (word & 1) & -(word >> RHO & 1);
            append(stream, position, samples[4 * i] & (1L << length) - 1);
            position += length;
            length = bound - (word >> 1 & 1) & -(word >> RHO + 1 & 1);
            append(stream, position, samples[4 * i + 1] & (1L << length) - 1);
            position += length;
            length = bound - (word >> 2 & 1) & -(word >> RHO + 2 & 1);
            append(stream, position, samples[4 * i + 2] & (1L << length) - 1);
            position += length;
            length = bound - (word >> 3 & 1) & -(word >> RHO + 3 & 1);
            append(stream, position, samples[4 * i + 3] & (1L << length) - 1);
            position += length;
        }
        magnitudeBits = position;
    }

    /** Adds up to 56 bits; what stands in the stream above its last bit is written over. */
    private static void append(byte[] stream, int position, long bits) {
        int at = position >>> 3;
        int inside = position & 7;
        Unstuffing.LONGS.set(stream, at, stream[at] & (1 << inside) - 1 | bits << inside);
    }

    /** MagSgn, MEL and VLC one after the other, and the length of the last two in the last twelve bits. */
    private int assemble() {
        mel.finish();
        int end = Stuffing.forward(magnitudes, magnitudeBits, output);
        int split = end;
        System.arraycopy(mel.bytes(), 0, output, end, mel.length());
        end += mel.length();
        // VLC is written backwards behind that, and moved to its place
        int room = output.length;
        long written = Stuffing.backward(lengths, lengthBits, output, room);
        int begin = (int) written;
        int left = (int) (written >>> 32);
        int last = (int) (Unstuffing.peek(lengths, lengthBits - left) & (1 << left) - 1);
        int melLast = mel.last();
        int melMask = mel.lastMask();
        int mask = (1 << left) - 1;
        int both = last | melLast;
        if (left > 0
                && melMask != 0
                && begin < room - 1
                && ((both ^ last) & mask) == 0
                && ((both ^ melLast) & melMask) == 0
                && both != 0xFF) {
            output[--begin] = (byte) both;
        } else {
            if (left > 0) {
                output[--begin] = (byte) last;
            }
            if (melMask != 0) {
                output[end++] = (byte) melLast;
            }
        }
        System.arraycopy(output, begin, output, end, room - begin);
        end += room - begin;
        int suffix = end + 1 - split;
        output[end - 1] = (byte) (output[end - 1] & 0xF0 | suffix & 0x0F);
        output[end++] = (byte) (suffix >> 4);
        return end;
    }
}
