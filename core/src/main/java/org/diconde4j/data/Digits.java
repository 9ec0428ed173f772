package org.diconde4j.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** The digits that dates and times are written in (PS3.5 6.2: DA, TM, DT). */
final class Digits {
    static final String DATE = "a date YYYYMMDD";
    static final String TIME = "a time HH[MM[SS[.FFFFFF]]]";
    static final String DATE_TIME = "a date time YYYY[MM[DD[HH[MM[SS[.FFFFFF]]]]]][+ZZZZ|-ZZZZ]";

    private Digits() {}

    static boolean only(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    /** {@code YYYYMMDD}, or {@code YYYY.MM.DD} as in ACR-NEMA. */
    static @Nullable LocalDate date(String text) {
        String digits =
                text.length() == 10 && text.charAt(4) == '.' && text.charAt(7) == '.' ? text.replace(".", "") : text;
        return digits.length() == 8 && only(digits)
                ? date(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8))
                : null;
    }

    static @Nullable LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** {@code +HHMM} or {@code -HHMM}, from -12 to +14 hours. */
    static @Nullable ZoneOffset offset(String text) {
        if (text.length() != 5
                || text.charAt(0) != '+' && text.charAt(0) != '-'
                || !only(text.substring(1))
                || number(text, 3, 5) > 59) {
            return null;
        }
        int minutes = number(text, 1, 3) * 60 + number(text, 3, 5);
        boolean isWest = text.charAt(0) == '-';
        if (minutes > (isWest ? 12 : 14) * 60) {
            return null;
        }
        return ZoneOffset.ofTotalSeconds(60 * (isWest ? -minutes : minutes));
    }

    /** What a representation takes of a value of java.time. */
    static String text(VR vr, TemporalAccessor value) {
        LocalDate date = value.query(TemporalQueries.localDate());
        LocalTime time = value.query(TemporalQueries.localTime());
        ZoneOffset offset = value.query(TemporalQueries.offset());
        boolean enough = vr == VR.DA && date != null || vr == VR.TM && time != null || vr == VR.DT && date != null;
        if (!enough) {
            throw new IllegalArgumentException("a value of representation " + vr + " cannot be made of " + value);
        }
        return (vr == VR.TM || date == null ? "" : text(date))
                + (vr == VR.DA || time == null ? "" : text(time))
                + (vr != VR.DT || offset == null ? "" : text(offset));
    }

    static String text(LocalDate date) {
        if (date.getYear() < 0 || date.getYear() > 9999) {
            throw new IllegalArgumentException("a date of DICOM has a year from 0 to 9999, not " + date);
        }
        return String.format(Locale.ROOT, "%04d%02d%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    static String text(LocalTime time) {
        String seconds = String.format(Locale.ROOT, "%02d%02d%02d", time.getHour(), time.getMinute(), time.getSecond());
        int micros = time.getNano() / 1000;
        return micros == 0 ? seconds : seconds + String.format(Locale.ROOT, ".%06d", micros);
    }

    static String text(ZoneOffset offset) {
        int minutes = offset.getTotalSeconds() / 60;
        return String.format(
                Locale.ROOT, "%s%02d%02d", minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    }
}
