package org.diconde4j.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers as decimal strings (PS3.5 6.2, DS and IS). */
final class Decimals {
    static final String EXPECTED = "a decimal number";

    private static final int MAX = 16;
    /** Longer texts are no numbers of any device, and slow to make one of. */
    private static final int MAX_READ = 256;

    private static final int MAX_EXPONENT_DIGITS = 4;

    private Decimals() {}

    /** Digits with a sign, a point and an exponent, but nothing else that Java takes for a number. */
    static boolean isDecimal(String text) {
        int end = text.length();
        int at = afterSign(text, 0);
        int point = afterDigits(text, at);
        int mantissa = point < end && text.charAt(point) == '.' ? afterDigits(text, point + 1) : point;
        int digits = mantissa - at - (mantissa > point ? 1 : 0);
        if (digits == 0 || end > MAX_READ) {
            return false;
        }
        if (mantissa == end) {
            return true;
        }
        int exponent = afterSign(text, mantissa + 1);
        return (text.charAt(mantissa) == 'E' || text.charAt(mantissa) == 'e')
                && exponent < end
                && end - exponent <= MAX_EXPONENT_DIGITS
                && afterDigits(text, exponent) == end;
    }

    private static int afterSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
    }

    private static int afterDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    static @Nullable BigDecimal tryParse(String text) {
        return isDecimal(text) ? new BigDecimal(text) : null;
    }

    /** The text of at most 16 characters that comes closest to a number, the number itself if that can be. */
    static String format(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(value + " has no form as a decimal string (DS)");
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value);
        String shortest = form(shortest(value, exact));
        return shortest == null ? format(exact) : shortest;
    }

    /** Fifteen digits are enough for most numbers, seventeen for all. */
    private static BigDecimal shortest(double value, BigDecimal exact) {
        BigDecimal rounded = rounded(exact, 15);
        for (int digits = 16; rounded.doubleValue() != value; digits++) {
            rounded = rounded(exact, digits);
        }
        return rounded;
    }

    /** The text of at most 16 characters that comes closest to a number, its own digits if they fit. */
    static String format(BigDecimal value) {
        if (value.toString().length() <= MAX) {
            return value.toString();
        }
        for (int digits = Math.min(value.precision(), MAX); digits > 0; digits--) {
            String form = form(rounded(value, digits));
            if (form != null) {
                return form;
            }
        }
        throw new NumberFormatException(value + " does not fit a decimal string (DS)");
    }

    /** The most readable of the forms that fit, or null if none does. */
    private static @Nullable String form(BigDecimal value) {
        boolean isPlain = Math.abs(value.scale()) <= 2 * MAX;
        String plain = isPlain ? value.toPlainString() : "";
        if (isPlain && plain.length() <= MAX) {
            return plain;
        }
        String scientific = value.toString().replace("E+", "E");
        if (scientific.indexOf('E') >= 0 && scientific.length() <= MAX) {
            return scientific;
        }
        if (plain.length() == MAX + 1 && plain.replace("-", "").startsWith("0.")) {
            return plain.replaceFirst("0", "");
        }
        String whole = value.unscaledValue() + "E" + -value.scale();
        return whole.length() <= MAX ? whole : null;
    }

    private static BigDecimal rounded(BigDecimal value, int digits) {
        return value.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
