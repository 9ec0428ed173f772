package org.diconde4j.codec.internal.htj2k;

/**
 * Tables by which the next bits of the VLC stream are understood at once. They are facts of the standard in another form
 * (ISO/IEC 15444-15 7.3.5 and 7.3.6), made when the class is loaded.
 *
 * <p>An entry for the significance of a quad, found by context × 128 + the next seven bits, has the length of the code
 * word in bits 0–2, u_off in bit 3, what the quad adds to the index of the quad on its right in bits 7–9, γ in bit 11 (two
 * samples or more are significant), ρ in bits 12–15, ε_k in bits 16–19 and ε_1 in bits 20–23.
 *
 * <p>An entry for the exponent offsets of two quads, found by their kind × 64 + the next six bits, has the length of both
 * prefixes in bits 0–2, the lengths of the suffixes in bits 4–6 and 8–10, and the offsets without their suffixes in bits
 * 12–15 and 16–19.
 */
final class DecodeTables {
    static final int NEXT = 0x380;
    static final int GAMMA = 1 << 11;
    static final int RHO = 12;
    static final int KNOWN = 16;
    static final int REACHED = 20;

    /** The first row of quads of a block. */
    static final int[] FIRST_ROW = quads(CxtVlcCodes.FIRST_ROW, true);

    static final int[] OTHER_ROWS = quads(CxtVlcCodes.OTHER_ROWS, false);

    /**
     * Offsets in the first row. The kind is u_off of the left quad + 2 × u_off of the right one; 3 if both have one and the
     * MEL stream says 0, 4 if it says 1.
     */
    static final int[] FIRST_OFFSETS = new int[5 * 64];

    /** Offsets in other rows, of kinds 0 to 3. */
    static final int[] OTHER_OFFSETS = new int[4 * 64];

    static {
        for (int bits = 0; bits < 64; bits++) {
            for (int kind = 0; kind < 4; kind++) {
                OTHER_OFFSETS[kind * 64 + bits] = offsets(kind, bits, 0);
                FIRST_OFFSETS[kind * 64 + bits] = offsets(kind, bits, 0);
            }
            if (prefix(bits) > 2) { // then the other is 1 or 2, and one bit tells which
                FIRST_OFFSETS[3 * 64 + bits] = entry(4, suffix(prefix(bits)), 0, prefix(bits), 1 + (bits >> 3 & 1));
            }
            FIRST_OFFSETS[4 * 64 + bits] = offsets(3, bits, 2);
        }
    }

    private DecodeTables() {}

    private static int[] quads(String[] codes, boolean first) {
        int[] table = new int[8 * 128];
        CxtVlcCodes.each(codes, (context, rho, offset, known, reached, word, length) -> {
            // of the quad on the left, the first row knows all samples, others the two on the right alone
            int next = first ? (rho & 1 | rho >> 1 & 1) << 7 | rho >> 2 << 8 : (rho >> 2 & 1 | rho >> 3) << 8;
            int entry = length
                    | offset << 3
                    | next
                    | (Integer.bitCount(rho) > 1 ? GAMMA : 0)
                    | rho << RHO
                    | known << KNOWN
                    | reached << REACHED;
            for (int bits = word; bits < 128; bits += 1 << length) {
                table[context * 128 + bits] = entry;
            }
        });
        return table;
    }

    private static int offsets(int kind, int bits, int more) {
        int left = (kind & 1) == 0 ? 0 : prefix(bits);
        int after = length(left);
        int right = (kind & 2) == 0 ? 0 : prefix(bits >> after);
        return entry(after + length(right), suffix(left), suffix(right), left + more, right + more);
    }

    private static int entry(int prefixes, int leftSuffix, int rightSuffix, int left, int right) {
        return prefixes | leftSuffix << 4 | rightSuffix << 8 | left << 12 | right << 16;
    }

    /** 1, 2, 3 or 5 for 1, 01, 001 and 000, the first bit being the least significant one. */
    private static int prefix(int bits) {
        return (bits & 7) == 0 ? 5 : 1 + Integer.numberOfTrailingZeros(bits);
    }

    private static int length(int prefix) {
        return Math.min(prefix, 3);
    }

    private static int suffix(int prefix) {
        return prefix == 5 ? 5 : prefix == 3 ? 1 : 0;
    }
}
