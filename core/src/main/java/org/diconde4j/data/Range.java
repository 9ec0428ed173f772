package org.diconde4j.data;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * A range of dates, times or date times as a query asks for it (PS3.4 C.2.2.2.5): {@code a-b}, {@code a-}, {@code -b},
 * or a single value. Both ends belong to it, each with all that it stands for: {@code 10-11} ends just before noon.
 * Immutable.
 *
 * @param <T> LocalDate, {@link DicomTime} or {@link DicomDateTime}
 */
public final class Range<T> {
    private final String text;
    private final @Nullable T from;
    private final @Nullable T to;
    private final BiPredicate<T, T> before;

    private Range(String text, @Nullable T from, @Nullable T to, BiPredicate<T, T> before) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.before = before;
    }

    /**
     * Reads a range of dates.
     *
     * @param key such as {@code 20240301-20240331}
     * @return the range
     * @throws ValueException if it is none
     */
    public static Range<LocalDate> ofDates(String key) {
        return parse(VR.DA, key, key.indexOf('-'), Digits::date, LocalDate::isBefore);
    }

    /**
     * Reads a range of times.
     *
     * @param key such as {@code 0800-1159}
     * @return the range
     * @throws ValueException if it is none
     */
    public static Range<DicomTime> ofTimes(String key) {
        return parse(VR.TM, key, key.indexOf('-'), DicomTime::tryParse, DicomTime::isBefore);
    }

    /**
     * Reads a range of date times. A hyphen with four digits behind it that could be an offset from UTC is one.
     *
     * @param key such as {@code 20240301-20240331}
     * @param offset the offset from UTC that holds where the key names none, or null if that is not known
     * @return the range
     * @throws ValueException if it is none
     */
    public static Range<DicomDateTime> ofDateTimes(String key, @Nullable ZoneOffset offset) {
        return parse(VR.DT, key, hyphen(key), text -> dateTime(text, offset), DicomDateTime::isBefore);
    }

    private static @Nullable DicomDateTime dateTime(String text, @Nullable ZoneOffset offset) {
        DicomDateTime value = DicomDateTime.tryParse(text);
        return value == null ? null : value.orOffset(offset);
    }

    /**
     * Takes a range of dates and one of times together as one range of moments, as the extended negotiation of a query
     * may ask for (PS3.4 C.2.2.2.5.4): from 10 o'clock on the first day until noon on the last, instead of between 10 and
     * noon on each day.
     *
     * @param dates the range of dates
     * @param times the range of times
     * @param offset the offset from UTC that holds for both, or null if that is not known
     * @return the range of moments
     */
    public static Range<DicomDateTime> combined(
            Range<LocalDate> dates, Range<DicomTime> times, @Nullable ZoneOffset offset) {
        DicomDateTime from = dates.from == null ? null : DicomDateTime.of(dates.from, times.from, offset);
        DicomDateTime to = dates.to == null ? null : DicomDateTime.of(dates.to, times.to, offset);
        String text = (from == null ? "" : from) + "-" + (to == null ? "" : to);
        return new Range<>(text, from, to, DicomDateTime::isBefore);
    }

    private static <T> Range<T> parse(
            VR vr, String key, int hyphen, Function<String, @Nullable T> bound, BiPredicate<T, T> before) {
        String text = key.strip();
        String left = hyphen < 0 ? text : key.substring(0, hyphen).strip();
        String right = hyphen < 0 ? text : key.substring(hyphen + 1).strip();
        T from = left.isEmpty() ? null : bound.apply(left);
        T to = right.isEmpty() ? null : bound.apply(right);
        if (from == null && to == null || from == null && !left.isEmpty() || to == null && !right.isEmpty()) {
            String value = vr == VR.DA ? Digits.DATE : vr == VR.TM ? Digits.TIME : Digits.DATE_TIME;
            throw ValueException.ofText(vr, value + ", or two with a hyphen between them", key);
        }
        return new Range<>(text, from, to, before);
    }

    /** The hyphen of the range; in a date time one may also begin the offset from UTC. */
    private static int hyphen(String key) {
        int hyphen = key.indexOf('-');
        return hyphen > 0 && isOffset(key, hyphen) ? key.indexOf('-', hyphen + 1) : hyphen;
    }

    private static boolean isOffset(String key, int hyphen) {
        int end = hyphen + 5;
        return key.length() >= end
                && Digits.offset(key.substring(hyphen, end)) != null
                && (key.length() == end || key.charAt(end) == '-' || key.charAt(end) == ' ');
    }

    /**
     * The lower end.
     *
     * @return the first value of the range, or null if there is no bound
     */
    public @Nullable T from() {
        return from;
    }

    /**
     * The upper end.
     *
     * @return the last value of the range, or null if there is no bound
     */
    public @Nullable T to() {
        return to;
    }

    /**
     * Whether a value, or some of what it stands for, lies in the range.
     *
     * @param value the value
     * @return false if it lies before or after the range as a whole
     */
    public boolean contains(T value) {
        return (from == null || !before.test(value, from)) && (to == null || !before.test(to, value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Range<?> range && Objects.equals(from, range.from) && Objects.equals(to, range.to);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to);
    }

    /** The range as in a query. */
    @Override
    public String toString() {
        return text;
    }
}
