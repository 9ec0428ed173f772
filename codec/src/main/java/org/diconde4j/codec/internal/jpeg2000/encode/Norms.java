package org.diconde4j.codec.internal.jpeg2000.encode;

import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;

/**
 * By how much an error of a coefficient counts in the image: the lengths of what the inverse wavelet makes of a single 1,
 * and of the inverse component transforms.
 */
final class Norms {
    private static final int LEVELS = 9;
    private static final double[][] REVERSIBLE = {{0.5, 1, 0.5}, {-0.125, -0.25, 0.75, -0.25, -0.125}};
    private static final double[][] IRREVERSIBLE = {
        {
            -0.091271763114250,
            -0.057543526228500,
            0.591271763114247,
            1.115087052456994,
            0.591271763114247,
            -0.057543526228500,
            -0.091271763114250
        },
        {
            0.026748757410810,
            0.016864118442875,
            -0.078223266528988,
            -0.266864118442872,
            0.602949018236358,
            -0.266864118442872,
            -0.078223266528988,
            0.016864118442875,
            0.026748757410810
        }
    };

    /** For 9/7 and 5/3, for each level, of low-pass and high-pass. */
    private static final double[][][] SQUARES = {squares(IRREVERSIBLE), squares(REVERSIBLE)};

    /** Of Y, Cb, Cr with ICT (the columns of G-10 to G-12) and with RCT. */
    private static final double[][] COMPONENTS = {
        {3, 0.34413 * 0.34413 + 1.772 * 1.772, 1.402 * 1.402 + 0.71414 * 0.71414},
        {3, 0.6875, 0.6875}
    };

    private Norms() {}

    private static double[][] squares(double[][] filters) {
        double[][] squares = new double[LEVELS + 1][2];
        double[] basis = {1};
        squares[0][0] = 1;
        for (int level = 1; level <= LEVELS; level++) {
            // the basis of a level is the one below, once for each tap, as far apart as samples of that level are
            squares[level][1] = square(spread(basis, filters[1], 1 << level - 1));
            basis = spread(basis, filters[0], 1 << level - 1);
            squares[level][0] = square(basis);
        }
        return squares;
    }

    private static double[] spread(double[] basis, double[] filter, int distance) {
        double[] result = new double[basis.length + (filter.length - 1) * distance];
        for (int tap = 0; tap < filter.length; tap++) {
            for (int i = 0; i < basis.length; i++) {
                result[tap * distance + i] += filter[tap] * basis[i];
            }
        }
        return result;
    }

    private static double square(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /**
     * The squared length of what a coefficient of 1 becomes.
     *
     * @param level how often the image was halved, 0 for its samples
     * @param orientation of the sub-band
     */
    static double square(boolean reversible, int level, int orientation) {
        double[][] squares = SQUARES[reversible ? 1 : 0];
        double[] of = squares[Math.min(level, LEVELS)];
        double square = of[orientation & 1] * of[orientation >> 1];
        return orientation == Subband.LL && level == 0 ? 1 : square * Math.scalb(1.0, 2 * Math.max(0, level - LEVELS));
    }

    /** The squared length of what 1 of a transformed component becomes. */
    static double component(boolean reversible, int component) {
        return COMPONENTS[reversible ? 1 : 0][component];
    }
}
