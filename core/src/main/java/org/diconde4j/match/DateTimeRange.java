package org.diconde4j.match;

import org.diconde4j.data.VR;

/**
 * A range of dates, times or date times (PS3.4 C.2.2.2.5): {@code a-b}, {@code a-}, {@code -b} or a single value. Values
 * are compared as digits; a shorter one stands for the whole span that it names. Old forms with dots and colons count as
 * well.
 *
 * @param vr DA, TM or DT
 * @param from first moment, empty for no bound
 * @param to last moment, empty for no bound
 */
record DateTimeRange(VR vr, String from, String to) {
    static DateTimeRange parse(VR vr, String key) {
        int hyphen = hyphen(vr, key);
        if (hyphen < 0) {
            return new DateTimeRange(vr, digits(vr, key), digits(vr, key));
        }
        return new DateTimeRange(vr, digits(vr, key.substring(0, hyphen)), digits(vr, key.substring(hyphen + 1)));
    }

    /** The hyphen of the range; in a date time one may also begin the offset from UTC (PS3.4 C.2.2.2.5.1). */
    private static int hyphen(VR vr, String key) {
        int hyphen = key.indexOf('-');
        if (vr != VR.DT || hyphen < 0 || hyphen == 0) {
            return hyphen;
        }
        boolean offset = isOffset(key, hyphen);
        if (!offset) {
            return hyphen;
        }
        int next = key.indexOf('-', hyphen + 1);
        return next;
    }

    private static boolean isOffset(String key, int hyphen) {
        int end = hyphen + 5;
        if (key.length() < end || !key.substring(hyphen + 1, end).chars().allMatch(Character::isDigit)) {
            return false;
        }
        int hours = Integer.parseInt(key.substring(hyphen + 1, hyphen + 3));
        return hours <= 12 && (key.length() == end || key.charAt(end) == '-');
    }

    /** Digits only; the offset from UTC of a date time is left out. */
    private static String digits(VR vr, String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (vr == VR.DT && i > 3 && (c == '+' || c == '-')) {
                break;
            }
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        return digits.toString();
    }

    boolean contains(String value) {
        String digits = digits(vr, value);
        return !digits.isEmpty()
                && (from.isEmpty() || fill(digits, '9').compareTo(fill(from, '0')) >= 0)
                && (to.isEmpty() || fill(digits, '0').compareTo(fill(to, '9')) <= 0);
    }

    private static String fill(String digits, char with) {
        return digits + String.valueOf(with).repeat(Math.max(0, 20 - digits.length()));
    }
}
