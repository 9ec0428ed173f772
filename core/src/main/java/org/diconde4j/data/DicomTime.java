package org.diconde4j.data;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * A time of day as precise as it was written (TM, PS3.5 6.2): {@code 10} stands for the hour from 10:00 until 11:00.
 * Immutable; equal if the text is.
 */
public final class DicomTime {
    private static final int NANOS = 999_999_999;

    private final String text;
    private final LocalTime earliest;
    private final LocalTime latest;
    private final ChronoUnit precision;
    private final boolean leapSecond;

    private DicomTime(String text, LocalTime earliest, LocalTime latest, ChronoUnit precision, boolean leapSecond) {
        this.text = text;
        this.earliest = earliest;
        this.latest = latest;
        this.precision = precision;
        this.leapSecond = leapSecond;
    }

    /**
     * Reads a time: {@code HH[MM[SS[.FFFFFF]]]}, or with colons as in ACR-NEMA. A fraction may have up to nine digits.
     *
     * @param text the time
     * @return the time
     * @throws ValueException if it is none
     */
    public static DicomTime parse(String text) {
        DicomTime time = tryParse(text.strip());
        if (time == null) {
            throw ValueException.ofText(VR.TM, Digits.TIME, text);
        }
        return time;
    }

    /**
     * The time to the microsecond, or to the second if no fraction is there.
     *
     * @param time a time; nanoseconds are cut off
     * @return the time
     */
    public static DicomTime of(LocalTime time) {
        return parse(Digits.text(time));
    }

    static @Nullable DicomTime tryParse(String text) {
        int point = text.indexOf('.');
        String digits = withoutColons(point < 0 ? text : text.substring(0, point));
        String fraction = point < 0 ? "" : text.substring(point + 1);
        int length = digits.length();
        if (length != 2 && length != 4 && length != 6
                || point >= 0 && length != 6
                || fraction.length() > 9
                || !Digits.only(digits)
                || !Digits.only(fraction)) {
            return null;
        }
        int hour = Digits.number(digits, 0, 2);
        int minute = length < 4 ? 0 : Digits.number(digits, 2, 4);
        int second = length < 6 ? 0 : Digits.number(digits, 4, 6);
        if (hour > 23 || minute > 59 || second > 60) {
            return null;
        }
        if (second == 60) {
            LocalTime end = LocalTime.of(hour, minute, 59, NANOS);
            return new DicomTime(text, end, end, ChronoUnit.SECONDS, true);
        }
        int first = fraction.isEmpty() ? 0 : Integer.parseInt(fraction + "0".repeat(9 - fraction.length()));
        int last = fraction.isEmpty() ? NANOS : Integer.parseInt(fraction + "9".repeat(9 - fraction.length()));
        return new DicomTime(
                text,
                LocalTime.of(hour, minute, second, first),
                LocalTime.of(hour, length < 4 ? 59 : minute, length < 6 ? 59 : second, last),
                precision(length, fraction),
                false);
    }

    private static String withoutColons(String text) {
        boolean colons = text.length() == 5 && text.charAt(2) == ':'
                || text.length() == 8 && text.charAt(2) == ':' && text.charAt(5) == ':';
        return colons ? text.replace(":", "") : text;
    }

    private static ChronoUnit precision(int digits, String fraction) {
        return switch (digits) {
            case 2 -> ChronoUnit.HOURS;
            case 4 -> ChronoUnit.MINUTES;
            default -> fraction.isEmpty() ? ChronoUnit.SECONDS : ChronoUnit.NANOS;
        };
    }

    /**
     * The first moment of what the value stands for. A leap second, which java.time does not know, is the last
     * nanosecond before it.
     *
     * @return the time, what was not written being 0
     */
    public LocalTime earliest() {
        return earliest;
    }

    /**
     * The last moment of what the value stands for.
     *
     * @return the time, to the nanosecond
     */
    public LocalTime latest() {
        return latest;
    }

    /**
     * The smallest part that was written.
     *
     * @return hours, minutes or seconds; nanoseconds if there is any fraction of a second
     */
    public ChronoUnit precision() {
        return precision;
    }

    /**
     * Whether this is a leap second, the second 60.
     *
     * @return true for second 60
     */
    public boolean isLeapSecond() {
        return leapSecond;
    }

    /**
     * Whether all that this stands for lies before all that another stands for.
     *
     * @param other another time
     * @return false if they have a moment in common
     */
    public boolean isBefore(DicomTime other) {
        return latest.isBefore(other.earliest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DicomTime time && text.equals(time.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
