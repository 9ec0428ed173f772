package org.diconde4j.data;

import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * An age (AS, PS3.5 6.2), such as {@code 018M}. Immutable.
 *
 * @param value how many, from 0 to 999
 * @param unit days, weeks, months or years
 */
public record Age(int value, ChronoUnit unit) {
    private static final String UNITS = "DWMY";

    /**
     * Makes an age.
     *
     * @param value how many, from 0 to 999
     * @param unit days, weeks, months or years
     * @throws IllegalArgumentException if the representation has no form for it
     */
    public Age {
        if (value < 0 || value > 999) {
            throw new IllegalArgumentException("an age is a number from 0 to 999, not " + value);
        }
        letter(unit);
    }

    /**
     * Reads an age of one to three digits and a letter.
     *
     * @param text such as {@code 018M}
     * @return the age
     * @throws ValueException if it is none
     */
    public static Age parse(String text) {
        Age age = tryParse(text.strip());
        if (age == null) {
            throw ValueException.ofText(VR.AS, EXPECTED, text);
        }
        return age;
    }

    static final String EXPECTED = "an age nnnD, nnnW, nnnM or nnnY";

    static @Nullable Age tryParse(String text) {
        int digits = text.length() - 1;
        int unit = digits < 1 ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(digits)));
        if (unit < 0 || digits > 3 || !Digits.only(text.substring(0, digits))) {
            return null;
        }
        ChronoUnit[] units = {ChronoUnit.DAYS, ChronoUnit.WEEKS, ChronoUnit.MONTHS, ChronoUnit.YEARS};
        return new Age(Digits.number(text, 0, digits), units[unit]);
    }

    private static char letter(ChronoUnit unit) {
        return switch (unit) {
            case DAYS -> 'D';
            case WEEKS -> 'W';
            case MONTHS -> 'M';
            case YEARS -> 'Y';
            default -> throw new IllegalArgumentException("an age is in days, weeks, months or years, not " + unit);
        };
    }

    /**
     * The age as java.time has it.
     *
     * @return days, months or years; weeks as seven days each
     */
    public Period toPeriod() {
        return switch (unit) {
            case DAYS -> Period.ofDays(value);
            case WEEKS -> Period.ofWeeks(value);
            case MONTHS -> Period.ofMonths(value);
            default -> Period.ofYears(value);
        };
    }

    /** The age as DICOM writes it. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%03d%c", value, letter(unit));
    }
}
