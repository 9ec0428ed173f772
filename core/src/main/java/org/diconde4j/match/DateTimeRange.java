package org.diconde4j.match;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * A range of dates, times or date times (PS3.4 C.2.2.2.5): {@code a-b}, {@code a-}, {@code -b} or a single value. Values
 * are compared as digits; a shorter one stands for the whole span that it names. Old forms with dots and colons count as
 * well. Date times that both name their offset from UTC are compared as moments.
 *
 * @param from first moment, no digits for no bound
 * @param to last moment, no digits for no bound
 */
record DateTimeRange(Moment from, Moment to) {
    private static final int FULL = 20;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    /**
     * Digits of a date, time or date time.
     *
     * @param digits from the left
     * @param offset minutes from UTC, or null if it is not said
     */
    record Moment(String digits, @Nullable Integer offset) {
        static final Moment NONE = new Moment("", null);

        static Moment parse(VR vr, String text) {
            StringBuilder digits = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (vr == VR.DT && i > 3 && (c == '+' || c == '-')) {
                    return new Moment(digits.toString(), minutes(text.substring(i)));
                }
                if (c >= '0' && c <= '9') {
                    digits.append(c);
                }
            }
            return new Moment(digits.toString(), null);
        }

        private static @Nullable Integer minutes(String offset) {
            if (!offset.matches("[+-]\\d{4}")) {
                return null;
            }
            int minutes = Integer.parseInt(offset.substring(1, 3)) * 60 + Integer.parseInt(offset.substring(3));
            return offset.charAt(0) == '-' ? -minutes : minutes;
        }

        /** To full length, at the offset of another moment if both say theirs and the hour is known. */
        String fill(char with, Moment other) {
            String full = digits + String.valueOf(with).repeat(Math.max(0, FULL - digits.length()));
            if (offset == null || other.offset == null || offset.equals(other.offset) || digits.length() < 10) {
                return full;
            }
            String rest = with == '0' ? "0000" : "5959"; // no minute and no second has the digits 99
            String seconds = digits.substring(0, Math.min(14, digits.length()))
                    + rest.substring(Math.min(4, Math.max(0, digits.length() - 10)));
            try {
                return LocalDateTime.parse(seconds, SECONDS)
                                .plusMinutes(other.offset - offset)
                                .format(SECONDS)
                        + full.substring(14);
            } catch (DateTimeParseException e) {
                return full;
            }
        }
    }

    static DateTimeRange parse(VR vr, String key) {
        int hyphen = hyphen(vr, key);
        if (hyphen < 0) {
            Moment single = Moment.parse(vr, key);
            return new DateTimeRange(single, single);
        }
        return new DateTimeRange(
                Moment.parse(vr, key.substring(0, hyphen)), Moment.parse(vr, key.substring(hyphen + 1)));
    }

    /** The hyphen of the range; in a date time one may also begin the offset from UTC (PS3.4 C.2.2.2.5.1). */
    private static int hyphen(VR vr, String key) {
        int hyphen = key.indexOf('-');
        if (vr != VR.DT || hyphen <= 0 || !isOffset(key, hyphen)) {
            return hyphen;
        }
        return key.indexOf('-', hyphen + 1);
    }

    /** Four digits that could be an offset, not the year of a second date time. */
    private static boolean isOffset(String key, int hyphen) {
        int end = hyphen + 5;
        if (key.length() < end || !key.substring(hyphen + 1, end).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int hours = Integer.parseInt(key.substring(hyphen + 1, hyphen + 3));
        return hours <= 12 && (key.length() == end || key.charAt(end) == '-');
    }

    boolean isBounded() {
        return !from.digits.isEmpty() || !to.digits.isEmpty();
    }

    boolean contains(VR vr, String value) {
        return contains(Moment.parse(vr, value));
    }

    boolean contains(Moment moment) {
        return !moment.digits.isEmpty()
                && (from.digits.isEmpty() || moment.fill('9', from).compareTo(from.fill('0', from)) >= 0)
                && (to.digits.isEmpty() || moment.fill('0', to).compareTo(to.fill('9', to)) <= 0);
    }

    /** A range of dates and one of times as one range of moments (PS3.4 C.2.2.2.5.4). */
    static DateTimeRange combined(DateTimeRange dates, DateTimeRange times) {
        return new DateTimeRange(join(dates.from, times.from), join(dates.to, times.to));
    }

    static Moment join(Moment date, Moment time) {
        return date.digits.length() == 8 ? new Moment(date.digits + time.digits, null) : date;
    }
}
