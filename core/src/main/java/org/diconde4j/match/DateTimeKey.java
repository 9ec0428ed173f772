package org.diconde4j.match;

import java.time.ZoneOffset;
import java.util.function.BiPredicate;
import org.diconde4j.data.DicomDateTime;
import org.diconde4j.data.DicomTime;
import org.diconde4j.data.Range;
import org.diconde4j.data.ValueException;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * One value of a key that asks for dates, times or date times (PS3.4 C.2.2.2.5). A date counts as a date time here, so
 * that one without day or month, which no rule allows, stands for the span that it names. Keys and values that make no
 * sense match what has the same text.
 */
final class DateTimeKey {
    private final VR vr;
    private final String text;
    private final BiPredicate<String, @Nullable ZoneOffset> range;

    /**
     * Prepares a key.
     *
     * @param vr DA, TM or DT
     * @param text the value of the key
     * @param zone the offset from UTC that holds where the key names none, or null if it is not known
     */
    DateTimeKey(VR vr, String text, @Nullable ZoneOffset zone) {
        this.vr = vr;
        this.text = text;
        this.range = range(zone);
    }

    private BiPredicate<String, @Nullable ZoneOffset> range(@Nullable ZoneOffset zone) {
        try {
            if (vr == VR.TM) {
                Range<DicomTime> times = Range.ofTimes(text);
                return (value, offset) -> times.contains(DicomTime.parse(value));
            }
            Range<DicomDateTime> moments = Range.ofDateTimes(plain(text), zone);
            return (value, offset) ->
                    moments.contains(DicomDateTime.parse(plain(value)).orOffset(offset));
        } catch (ValueException e) {
            return (value, offset) -> false;
        }
    }

    /** A date without the dots of ACR-NEMA. */
    private String plain(String value) {
        return vr == VR.DA ? value.replace(".", "") : value;
    }

    /**
     * Whether a value matches.
     *
     * @param value of the same representation
     * @param zone the offset from UTC that holds where the value names none, or null if it is not known
     */
    boolean matches(String value, @Nullable ZoneOffset zone) {
        try {
            return !value.isEmpty() && (value.equals(text) || range.test(value, zone));
        } catch (ValueException e) {
            return false;
        }
    }
}
