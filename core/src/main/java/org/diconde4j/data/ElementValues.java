package org.diconde4j.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@link Element} as what its representation says (PS3.5 6.2). A value in a file is read whole; of one
 * that was passed over on a stream there are no values. An element without a value gives none; an empty value between
 * others is a string without characters, but no date, time, age or number.
 */
abstract sealed class ElementValues permits Element {

    ElementValues() {}

    abstract int tag();

    abstract VR vr();

    abstract Element inMemory();

    /**
     * The first value as a string.
     *
     * @return the value without padding, or null if empty or not expressible as a string
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public @Nullable String string() {
        if (!hasStrings()) {
            return null;
        }
        Element here = inMemory();
        return here.isEmpty()
                ? null
                : Strings.first(
                        vr(),
                        here.array(),
                        here.offset(),
                        (int) here.length(),
                        here.isBigEndian(),
                        here.characterSet());
    }

    /**
     * All values as strings. Numbers are written in decimal, tags as eight hexadecimal digits. Values between other
     * values may be empty strings.
     *
     * @return the values without padding; none if empty, or of other bytes (OB and the like)
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<String> strings() {
        if (!hasStrings()) {
            return List.of();
        }
        Element here = inMemory();
        return here.isEmpty()
                ? List.of()
                : Strings.all(
                        vr(),
                        here.array(),
                        here.offset(),
                        (int) here.length(),
                        here.isBigEndian(),
                        here.characterSet());
    }

    private boolean hasStrings() {
        return switch (vr()) {
            case OB, OD, OF, OL, OV, OW, SQ, UN -> false;
            default -> true;
        };
    }

    /**
     * All values as integers.
     *
     * @return one for each value; values of UL, OL and AT as their bits
     * @throws ValueException if a value is no integer or does not fit 32 bits
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public int[] ints() {
        long[] longs = longs();
        int[] ints = new int[longs.length];
        boolean bits = vr() == VR.UL || vr() == VR.AT || vr() == VR.OL;
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) longs[i];
            if (!bits && ints[i] != longs[i]) {
                throw bad(i, "an integer of 32 bits", Long.toString(longs[i]));
            }
        }
        return ints;
    }

    /**
     * All values as integers.
     *
     * @return one for each value; values of UV and OV as their bits, so that those above 2^63 - 1 appear negative
     * @throws ValueException if a value is no integer or does not fit 64 bits
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public long[] longs() {
        return switch (vr()) {
            case IS, DS, FL, FD, OF, OD -> {
                List<BigInteger> integers = integers();
                long[] values = new long[integers.size()];
                for (int i = 0; i < values.length; i++) {
                    BigInteger integer = integers.get(i);
                    if (integer.bitLength() > 63) {
                        throw bad(i, "an integer of 64 bits", integer.toString());
                    }
                    values[i] = integer.longValue();
                }
                yield values;
            }
            case SQ -> new long[0];
            default -> {
                Element here = binary();
                yield Numbers.longs(vr(), here.array(), here.offset(), (int) here.length(), here.isBigEndian());
            }
        };
    }

    /**
     * All values as floating point numbers, the nearest where they are more exact than these.
     *
     * @return one for each value
     * @throws ValueException if a value is no number
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public double[] doubles() {
        return switch (vr()) {
            case IS, DS -> {
                List<String> strings = strings();
                double[] values = new double[strings.size()];
                for (int i = 0; i < values.length; i++) {
                    if (!Decimals.isDecimal(strings.get(i))) {
                        throw bad(i, Decimals.EXPECTED, strings.get(i));
                    }
                    values[i] = Double.parseDouble(strings.get(i));
                }
                yield values;
            }
            case SQ -> new double[0];
            default -> {
                Element here = binary();
                yield Numbers.doubles(vr(), here.array(), here.offset(), (int) here.length(), here.isBigEndian());
            }
        };
    }

    /** The value of a representation that holds numbers in binary. */
    private Element binary() {
        if (vr().isString()) {
            throw bad(0, "a representation of numbers", String.valueOf(string()));
        }
        return inMemory();
    }

    /**
     * All values as integers, exactly.
     *
     * @return one for each value
     * @throws ValueException if a value is no integer
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<BigInteger> integers() {
        List<BigInteger> integers = new ArrayList<>(1);
        for (BigDecimal decimal : decimals()) {
            try {
                integers.add(decimal.toBigIntegerExact());
            } catch (ArithmeticException e) {
                throw bad(integers.size(), "an integer", decimal.toString());
            }
        }
        return integers;
    }

    /**
     * All values as decimal numbers, exactly: those of DS and IS with the digits that were written, floating point
     * numbers with all that their binary form has.
     *
     * @return one for each value
     * @throws ValueException if a value is no finite number
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<BigDecimal> decimals() {
        List<BigDecimal> decimals = new ArrayList<>(1);
        switch (vr()) {
            case IS, DS -> {
                return each(strings(), Decimals::tryParse, Decimals.EXPECTED);
            }
            case FL, FD, OF, OD -> {
                for (double value : doubles()) {
                    if (!Double.isFinite(value)) {
                        throw bad(decimals.size(), "a finite number", Double.toString(value));
                    }
                    decimals.add(new BigDecimal(value));
                }
            }
            default -> {
                boolean unsigned = vr() == VR.UV || vr() == VR.OV;
                for (long value : longs()) {
                    decimals.add(unsigned ? new BigDecimal(Numbers.unsigned(value)) : BigDecimal.valueOf(value));
                }
            }
        }
        return decimals;
    }

    /**
     * All values as tags.
     *
     * @return one for each value of AT, group in the upper half
     * @throws ValueException if the representation is another
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public int[] tags() {
        if (vr() != VR.AT) {
            throw bad(0, "a tag (AT)", vr().name());
        }
        return ints();
    }

    /**
     * All values as dates: {@code YYYYMMDD}, or {@code YYYY.MM.DD} as in ACR-NEMA.
     *
     * @return one for each value
     * @throws ValueException if a value is no date; a range, too
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<LocalDate> dates() {
        return each(strings(), Digits::date, Digits.DATE);
    }

    /**
     * All values as times.
     *
     * @return one for each value
     * @throws ValueException if a value is no time; a range, too
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<DicomTime> times() {
        return each(strings(), DicomTime::tryParse, Digits.TIME);
    }

    /**
     * All values as date times. Where they name no offset from UTC, Timezone Offset From UTC (0008,0201) holds, which
     * {@link Dataset#dateTime} considers and this does not.
     *
     * @return one for each value
     * @throws ValueException if a value is no date time; a range, too
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<DicomDateTime> dateTimes() {
        return each(strings(), DicomDateTime::tryParse, Digits.DATE_TIME);
    }

    /**
     * All values as ages.
     *
     * @return one for each value
     * @throws ValueException if a value is no age
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<Age> ages() {
        return each(strings(), Age::tryParse, Age.EXPECTED);
    }

    /**
     * All values as names; every text is one.
     *
     * @return one for each value
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public List<PersonName> names() {
        return strings().stream().map(PersonName::new).toList();
    }

    /**
     * The value as a URI. Characters that none may have, such as spaces, are taken as if they were escaped.
     *
     * @return the URI, or null if empty
     * @throws ValueException if the value is none
     * @throws java.io.UncheckedIOException if a value in a file cannot be read
     */
    public @Nullable URI uri() {
        String text = string();
        return text == null ? null : each(List.of(text), Strings::uri, "a URI").get(0);
    }

    private <T> List<T> each(List<String> strings, Function<String, @Nullable T> parser, String expected) {
        List<T> values = new ArrayList<>(strings.size());
        for (int i = 0; i < strings.size(); i++) {
            T value = parser.apply(strings.get(i));
            if (value == null) {
                throw bad(i, expected, strings.get(i));
            }
            values.add(value);
        }
        return values;
    }

    private ValueException bad(int index, String expected, String found) {
        return ValueException.of(tag(), vr(), index, expected, found);
    }
}
