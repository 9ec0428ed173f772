package org.diconde4j.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as decimal strings of at most 16 characters (PS3.5 6.2, DS). */
final class Decimals {
    private static final int MAX = 16;

    private Decimals() {}

    static String format(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(value + " has no form as a decimal string (DS)");
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        for (int digits = Math.min(exact.precision(), MAX); digits > 0; digits--) {
            BigDecimal rounded =
                    exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            String plain = rounded.toPlainString();
            if (plain.length() <= MAX) {
                return plain;
            }
            String scientific = rounded.toString();
            if (scientific.length() <= MAX) {
                return scientific;
            }
        }
        throw new NumberFormatException(value + " does not fit a decimal string (DS)");
    }
}
