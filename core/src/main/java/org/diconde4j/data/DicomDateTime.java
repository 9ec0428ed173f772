package org.diconde4j.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * A date with a time of day, as precise as it was written, and its offset from UTC if one is known (DT, PS3.5 6.2):
 * {@code 2024} stands for the whole year. Immutable; equal if text and offset are.
 */
public final class DicomDateTime {
    private final String text;
    private final LocalDateTime earliest;
    private final LocalDateTime latest;
    private final ChronoUnit precision;
    private final @Nullable ZoneOffset offset;

    private DicomDateTime(
            String text,
            LocalDateTime earliest,
            LocalDateTime latest,
            ChronoUnit precision,
            @Nullable ZoneOffset offset) {
        this.text = text;
        this.earliest = earliest;
        this.latest = latest;
        this.precision = precision;
        this.offset = offset;
    }

    /**
     * Reads a date time: {@code YYYY[MM[DD[HH[MM[SS[.FFFFFF]]]]]]}, with {@code +HHMM} or {@code -HHMM} behind it if the
     * offset from UTC is known.
     *
     * @param text the date time
     * @return the date time
     * @throws ValueException if it is none
     */
    public static DicomDateTime parse(String text) {
        DicomDateTime dateTime = tryParse(text.strip());
        if (dateTime == null) {
            throw ValueException.ofText(VR.DT, Digits.DATE_TIME, text);
        }
        return dateTime;
    }

    /**
     * A date with a time, which most modules of DICOM keep in two attributes.
     *
     * @param date the date, such as that of Study Date
     * @param time the time, or null if only the date is known
     * @param offset the offset from UTC, or null if it is not known
     * @return the date time
     */
    public static DicomDateTime of(LocalDate date, @Nullable DicomTime time, @Nullable ZoneOffset offset) {
        String text = Digits.text(date)
                + (time == null ? "" : time.toString().replace(":", ""))
                + (offset == null ? "" : Digits.text(offset));
        return of(text, date, date, ChronoUnit.DAYS, time, offset);
    }

    /**
     * A moment to the microsecond, or to the second if no fraction is there.
     *
     * @param moment a moment; nanoseconds are cut off
     * @return the date time
     */
    public static DicomDateTime of(OffsetDateTime moment) {
        return of(moment.toLocalDate(), DicomTime.of(moment.toLocalTime()), moment.getOffset());
    }

    private static DicomDateTime of(
            String text,
            LocalDate first,
            LocalDate last,
            ChronoUnit precision,
            @Nullable DicomTime time,
            @Nullable ZoneOffset offset) {
        return new DicomDateTime(
                text,
                first.atTime(time == null ? LocalTime.MIN : time.earliest()),
                last.atTime(time == null ? LocalTime.MAX : time.latest()),
                time == null ? precision : time.precision(),
                offset);
    }

    static @Nullable DicomDateTime tryParse(String text) {
        int sign = Math.max(text.indexOf('+', 4), text.indexOf('-', 4));
        ZoneOffset offset = sign < 0 ? null : Digits.offset(text.substring(sign));
        String body = sign < 0 ? text : text.substring(0, sign);
        String day = body.substring(0, Math.min(8, body.length()));
        int digits = day.length();
        if (sign >= 0 && offset == null || digits != 4 && digits != 6 && digits != 8 || !Digits.only(day)) {
            return null;
        }
        int year = Digits.number(day, 0, 4);
        LocalDate first =
                Digits.date(year, digits < 6 ? 1 : Digits.number(day, 4, 6), digits < 8 ? 1 : Digits.number(day, 6, 8));
        if (first == null) {
            return null;
        }
        return switch (digits) {
            case 4 -> of(text, first, first.plusYears(1).minusDays(1), ChronoUnit.YEARS, null, offset);
            case 6 -> of(text, first, first.plusMonths(1).minusDays(1), ChronoUnit.MONTHS, null, offset);
            default -> {
                DicomTime time = body.length() == 8 ? null : DicomTime.tryParse(body.substring(8));
                if (time == null && body.length() > 8) {
                    yield null;
                }
                yield of(text, first, first, ChronoUnit.DAYS, time, offset);
            }
        };
    }

    /**
     * The first moment of what the value stands for, by the clock at the place of its offset.
     *
     * @return date and time, what was not written being the first of month and day and 0 else
     */
    public LocalDateTime earliest() {
        return earliest;
    }

    /**
     * The last moment of what the value stands for, by the clock at the place of its offset.
     *
     * @return date and time, to the nanosecond
     */
    public LocalDateTime latest() {
        return latest;
    }

    /**
     * The smallest part that was written.
     *
     * @return years, months, days, hours, minutes or seconds; nanoseconds if there is any fraction of a second
     */
    public ChronoUnit precision() {
        return precision;
    }

    /**
     * The offset from UTC.
     *
     * @return the offset, or null if none is known
     */
    public @Nullable ZoneOffset offset() {
        return offset;
    }

    /**
     * Gives an offset to a value that names none, such as that of Timezone Offset From UTC (0008,0201).
     *
     * @param zone the offset that holds where none is written, or null if that is not known
     * @return this if it has one, else a copy with it
     */
    public DicomDateTime orOffset(@Nullable ZoneOffset zone) {
        return offset != null || zone == null ? this : new DicomDateTime(text, earliest, latest, precision, zone);
    }

    /**
     * The first moment of what the value stands for.
     *
     * @return the moment, or null if the offset is not known
     */
    public @Nullable OffsetDateTime toOffsetDateTime() {
        return offset == null ? null : earliest.atOffset(offset);
    }

    /**
     * Whether all that this stands for lies before all that another stands for. Where both offsets are known moments are
     * compared, else what the clocks show.
     *
     * @param other another date time
     * @return false if they have a moment in common
     */
    public boolean isBefore(DicomDateTime other) {
        return offset != null && other.offset != null
                ? latest.atOffset(offset).isBefore(other.earliest.atOffset(other.offset))
                : latest.isBefore(other.earliest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DicomDateTime dateTime
                && text.equals(dateTime.text)
                && java.util.Objects.equals(offset, dateTime.offset);
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
