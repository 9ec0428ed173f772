package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.List;

/**
 * Step sizes of the subbands: what QCD and QCC have in common (ITU-T T.800 A.6.4, A.6.5, E.1).
 *
 * @param style how steps are given
 * @param guardBits G, 0 to 7
 * @param steps SPqcd as it stands: exponent * 8 where nothing is quantized, exponent * 2048 + mantissa otherwise; LL first,
 *     then HL, LH, HH of each resolution; one alone where derived
 */
public record Quantization(Style style, int guardBits, List<Integer> steps) {
    /** The ordinals are the values of Table A.28. */
    public enum Style {
        NONE,
        DERIVED,
        EXPOUNDED
    }

    public Quantization {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("there is no step size");
        }
    }

    /** Where a subband stands in the list. */
    private static int index(int resolution, int orientation) {
        return resolution == 0 ? 0 : 3 * (resolution - 1) + orientation;
    }

    /** Whether there is a step for each subband of so many decomposition levels. */
    public boolean covers(int levels) {
        return style == Style.DERIVED || steps.size() >= 3 * levels + 1;
    }

    /**
     * The exponent of a subband.
     *
     * @param resolution 0 for the lowest
     * @param orientation 0 LL, 1 HL, 2 LH, 3 HH
     */
    public int exponent(int resolution, int orientation) {
        return switch (style) {
            case NONE -> steps.get(index(resolution, orientation)) >> 3;
            case EXPOUNDED -> steps.get(index(resolution, orientation)) >> 11;
            // E-5: the exponent falls with the level n_b, that of LL being the one given
            case DERIVED -> Math.max(0, (steps.get(0) >> 11) - Math.max(0, resolution - 1));
        };
    }

    /** The mantissa of a subband, 0 to 2047; 0 where nothing is quantized. */
    public int mantissa(int resolution, int orientation) {
        return switch (style) {
            case NONE -> 0;
            case EXPOUNDED -> steps.get(index(resolution, orientation)) & 0x7FF;
            case DERIVED -> steps.get(0) & 0x7FF;
        };
    }

    /** M_b, the bit-planes that code-blocks of a subband may have (E-2). */
    public int bitPlanes(int resolution, int orientation) {
        return guardBits + exponent(resolution, orientation) - 1;
    }
}
