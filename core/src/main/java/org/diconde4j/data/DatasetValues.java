package org.diconde4j.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * First values of the elements of a {@link Dataset}, for which what is absent, empty or malformed is no error. Who wants
 * all values, or to know what is wrong with one, asks the {@link Element}. A value in a file that cannot be read is an
 * {@link java.io.UncheckedIOException} nevertheless.
 */
abstract sealed class DatasetValues permits Dataset {
    private static final int TIMEZONE_OFFSET_FROM_UTC = 0x00080201;
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    DatasetValues() {}

    abstract @Nullable Element get(int tag);

    /**
     * The first value as a string.
     *
     * @param tag group and element number
     * @return the value without padding, or null if the element is absent or empty
     */
    public @Nullable String string(int tag) {
        Element element = get(tag);
        return element == null ? null : element.string();
    }

    /**
     * The first value as a string.
     *
     * @param tag group and element number
     * @param orElse what stands for an absent or empty element
     * @return the value without padding
     */
    public String string(int tag, String orElse) {
        String value = string(tag);
        return value == null ? orElse : value;
    }

    /**
     * All values as strings.
     *
     * @param tag group and element number
     * @return the values without padding, no values if the element is absent or empty
     */
    public List<String> strings(int tag) {
        Element element = get(tag);
        return element == null ? List.of() : element.strings();
    }

    /**
     * The first value as a number.
     *
     * @param tag group and element number
     * @param orElse what stands for a value that is absent, empty, no integer or too large
     * @return the value
     */
    public int integer(int tag, int orElse) {
        long value = longValue(tag, orElse);
        return value == (int) value ? (int) value : orElse;
    }

    /**
     * The first value as a number.
     *
     * @param tag group and element number
     * @param orElse what stands for a value that is absent, empty, no integer or too large
     * @return the value
     */
    public long longValue(int tag, long orElse) {
        Element element = first(tag);
        try {
            List<BigInteger> values = element == null ? List.of() : element.integers();
            return values.isEmpty()
                            || values.get(0).compareTo(MIN) < 0
                            || values.get(0).compareTo(MAX) > 0
                    ? orElse
                    : values.get(0).longValue();
        } catch (ValueException e) {
            return orElse;
        }
    }

    /**
     * The first value as a number.
     *
     * @param tag group and element number
     * @param orElse what stands for a value that is absent, empty or no number
     * @return the value
     */
    public double number(int tag, double orElse) {
        Element element = first(tag);
        try {
            double[] values = element == null ? new double[0] : element.doubles();
            return values.length == 0 ? orElse : values[0];
        } catch (ValueException e) {
            return orElse;
        }
    }

    /**
     * The first value as a decimal number, exactly.
     *
     * @param tag group and element number
     * @return the number, or null if it is absent, empty or none
     */
    public @Nullable BigDecimal decimal(int tag) {
        Element element = first(tag);
        try {
            List<BigDecimal> values = element == null ? List.of() : element.decimals();
            return values.isEmpty() ? null : values.get(0);
        } catch (ValueException e) {
            return null;
        }
    }

    /**
     * The first value as a date.
     *
     * @param tag group and element number
     * @return the date, or null if it is absent, empty or none
     */
    public @Nullable LocalDate date(int tag) {
        return parsed(tag, Digits::date);
    }

    /**
     * The first value as a time.
     *
     * @param tag group and element number
     * @return the time, or null if it is absent, empty or none
     */
    public @Nullable DicomTime time(int tag) {
        return parsed(tag, DicomTime::tryParse);
    }

    /**
     * The first value as a date time. Where it names no offset from UTC, that of {@link #timezone()} holds.
     *
     * @param tag group and element number
     * @return the date time, or null if it is absent, empty or none
     */
    public @Nullable DicomDateTime dateTime(int tag) {
        DicomDateTime value = parsed(tag, DicomDateTime::tryParse);
        return value == null ? null : value.orOffset(timezone());
    }

    /**
     * A date and the time that belongs to it, at the offset from UTC of {@link #timezone()}.
     *
     * @param dateTag the element of the date, such as Study Date
     * @param timeTag the element of the time, such as Study Time
     * @return the date time, precise to the day if there is no time; null if there is no date
     */
    public @Nullable DicomDateTime dateTime(int dateTag, int timeTag) {
        LocalDate date = date(dateTag);
        return date == null ? null : DicomDateTime.of(date, time(timeTag), timezone());
    }

    /**
     * Timezone Offset From UTC (0008,0201) of this data set. It holds for the items within, too, but they do not know.
     *
     * @return the offset, or null if it is absent or malformed
     */
    public @Nullable ZoneOffset timezone() {
        return parsed(TIMEZONE_OFFSET_FROM_UTC, Digits::offset);
    }

    /**
     * The first value as an age.
     *
     * @param tag group and element number
     * @return the age, or null if it is absent, empty or none
     */
    public @Nullable Age age(int tag) {
        return parsed(tag, Age::tryParse);
    }

    /**
     * The first value as a name.
     *
     * @param tag group and element number
     * @return the name, or null if it is absent or empty
     */
    public @Nullable PersonName name(int tag) {
        return parsed(tag, PersonName::new);
    }

    /**
     * The value as a URI.
     *
     * @param tag group and element number
     * @return the URI, or null if it is absent, empty or none
     */
    public @Nullable URI uri(int tag) {
        return parsed(tag, Strings::uri);
    }

    private <T> @Nullable T parsed(int tag, Function<String, @Nullable T> parser) {
        String text = string(tag);
        return text == null ? null : parser.apply(text);
    }

    /** An element of the first value only, so that a bad one behind it does no harm and a long list takes no time. */
    private @Nullable Element first(int tag) {
        Element element = get(tag);
        return element == null ? null : element.firstValue();
    }
}
