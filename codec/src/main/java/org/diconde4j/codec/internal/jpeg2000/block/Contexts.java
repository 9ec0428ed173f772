package org.diconde4j.codec.internal.jpeg2000.block;

/**
 * Contexts of coding passes (ITU-T T.800 D.3) by what a word of flags shows of the neighbours.
 *
 * <p>A word of flags stands for the four samples of a column in a stripe. Bits 0 to 17 are significance of six rows (the
 * one above, the four, the one below) of three columns each, left to right; so bits 3i to 3i + 8 are the neighbourhood of
 * sample i, itself in the middle. Bit 18 is the sign of the sample above, bits 19 + 3i are the signs of the four, bit 31 is
 * that of the sample below; bits 20 + 3i tell that a sample was refined before, bits 21 + 3i that the significance
 * propagation pass has visited it.
 */
final class Contexts {
    /** Zero coding contexts are 0 to 8, sign contexts 9 to 13, refinement contexts 14 to 16. */
    static final int SIGN = 9;

    static final int REFINEMENT = 14;
    static final int RUN = 17;
    static final int UNIFORM = 18;
    static final int COUNT = 32; // a power of two

    /** Zero coding context by orientation * 512 + neighbourhood (Table D.1). */
    static final byte[] ZERO = new byte[4 * 512];

    /** Sign context * 2 + sign to expect (Tables D.2, D.3), by significance and sign of the neighbours above, left, right, below: two bits each, the sign below. */
    static final byte[] SIGNS = new byte[256];

    static {
        for (int orientation = 0; orientation < 4; orientation++) {
            for (int n = 0; n < 512; n++) {
                ZERO[orientation << 9 | n] = (byte) zero(orientation, n);
            }
        }
        for (int i = 0; i < 256; i++) {
            SIGNS[i] = (byte) sign(contribution(i >> 2) + contribution(i >> 4), contribution(i) + contribution(i >> 6));
        }
    }

    private Contexts() {}

    private static int bit(int value, int index) {
        return value >> index & 1;
    }

    private static int zero(int orientation, int n) {
        int h = bit(n, 3) + bit(n, 5);
        int v = bit(n, 1) + bit(n, 7);
        int d = bit(n, 0) + bit(n, 2) + bit(n, 6) + bit(n, 8);
        if (orientation == 3) {
            return diagonal(h + v, d);
        }
        return orientation == 1 ? straight(v, h, d) : straight(h, v, d);
    }

    /** LL and LH; HL with the parts of h and v changed. */
    private static int straight(int h, int v, int d) {
        if (h == 2) {
            return 8;
        }
        if (h == 1) {
            return v >= 1 ? 7 : d >= 1 ? 6 : 5;
        }
        return v == 2 ? 4 : v == 1 ? 3 : Math.min(d, 2);
    }

    private static int diagonal(int hv, int d) {
        if (d >= 3) {
            return 8;
        }
        if (d == 2) {
            return hv >= 1 ? 7 : 6;
        }
        return d == 1 ? 3 + Math.min(hv, 2) : Math.min(hv, 2);
    }

    /** 1 for a positive neighbour, -1 for a negative one, 0 for none. */
    private static int contribution(int bits) {
        return (bits & 2) == 0 ? 0 : 1 - 2 * (bits & 1);
    }

    private static int sign(int horizontal, int vertical) {
        int h = Integer.signum(horizontal);
        int v = Integer.signum(vertical);
        int flip = h < 0 || h == 0 && v < 0 ? 1 : 0;
        if (flip == 1) {
            h = -h;
            v = -v;
        }
        int context = SIGN + (h == 1 ? 3 + v : v);
        return context << 1 | flip;
    }
}
