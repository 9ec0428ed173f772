package org.diconde4j.codec.internal.htj2k;

import java.io.ByteArrayOutputStream;

/**
 * Codes the two passes after a cleanup pass, sample by sample as ITU-T T.814 7.4 and 7.5 tell it, without regard to speed;
 * and says what a decoder has to make of it.
 */
final class RefinementCoder {
    private final int[] samples;
    private final int width;
    private final int height;
    private final int plane;
    private final boolean causal;
    private final boolean[] significant;
    private final boolean[] fresh;

    /** What comes out, doubled and in the middle of what is not known, with the sign in bit 31. */
    final int[] expected;

    final byte[] propagation;
    final byte[] refinement;

    /**
     * Codes.
     *
     * @param samples magnitudes, with the sign in bit 31
     * @param plane the bit-plane of the cleanup pass, at least 1
     */
    RefinementCoder(int[] samples, int width, int height, int plane, boolean causal) {
        this.samples = samples;
        this.width = width;
        this.height = height;
        this.plane = plane;
        this.causal = causal;
        significant = new boolean[samples.length];
        fresh = new boolean[samples.length];
        expected = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            significant[i] = magnitude(i) >> plane > 0;
            if (significant[i]) {
                expected[i] = value(i, plane);
            }
        }
        propagation = propagate();
        refinement = refine();
    }

    /** All bits from a plane on, and the middle of those below. */
    private int value(int i, int from) {
        int magnitude = magnitude(i) >> from;
        return (2 * magnitude + 1) << from | (samples[i] < 0 ? 1 << 31 : 0);
    }

    private int magnitude(int i) {
        return samples[i] & Integer.MAX_VALUE;
    }

    private boolean hasNeighbour(int x, int y) {
        for (int ny = y - 1; ny <= y + 1; ny++) {
            for (int nx = x - 1; nx <= x + 1; nx++) {
                boolean inside = nx >= 0 && nx < width && ny >= 0 && ny < height;
                boolean hidden = causal && ny / 4 > y / 4;
                if (inside && !hidden && (significant[ny * width + nx] || fresh[ny * width + nx])) {
                    return true;
                }
            }
        }
        return false;
    }

    private byte[] propagate() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] state = {0, 0, 0}; // bits, how many, whether the last byte was FF
        for (int top = 0; top < height; top += 4) {
            for (int left = 0; left < width; left += 4) {
                StringBuilder signs = new StringBuilder();
                for (int x = left; x < Math.min(width, left + 4); x++) {
                    for (int y = top; y < Math.min(height, top + 4); y++) {
                        int i = y * width + x;
                        if (significant[i] || !hasNeighbour(x, y)) {
                            continue;
                        }
                        int bit = magnitude(i) >> plane - 1 & 1;
                        forward(out, state, bit);
                        if (bit == 1) {
                            fresh[i] = true;
                            expected[i] = value(i, plane - 1);
                            signs.append(samples[i] < 0 ? '1' : '0');
                        }
                    }
                }
                signs.chars().forEach(sign -> forward(out, state, sign - '0'));
            }
        }
        if (state[1] > 0) {
            out.write(state[0]);
        }
        return out.toByteArray();
    }

    private static void forward(ByteArrayOutputStream out, int[] state, int bit) {
        state[0] |= bit << state[1]++;
        if (state[1] == (state[2] == 1 ? 7 : 8)) {
            out.write(state[0]);
            state[2] = state[0] == 0xFF ? 1 : 0;
            state[0] = 0;
            state[1] = 0;
        }
    }

    private byte[] refine() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int count = 0;
        int last = 0xFF;
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x++) {
                for (int y = top; y < Math.min(height, top + 4); y++) {
                    int i = y * width + x;
                    if (!significant[i]) {
                        continue;
                    }
                    expected[i] = value(i, plane - 1);
                    bits |= (magnitude(i) >> plane - 1 & 1) << count++;
                    if (count == 8 || count == 7 && last > 0x8F && bits == 0x7F) {
                        out.write(bits);
                        last = bits;
                        bits = 0;
                        count = 0;
                    }
                }
            }
        }
        if (count > 0) {
            out.write(bits);
        }
        byte[] bytes = out.toByteArray();
        for (int i = 0; i < bytes.length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
        return bytes;
    }
}
