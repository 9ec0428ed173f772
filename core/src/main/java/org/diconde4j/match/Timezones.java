package org.diconde4j.match;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicomDateTime;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** Tells the dates and times of data in another zone (PS3.4 C.5.1.1, timezone query adjustment). */
final class Timezones {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private Timezones() {}

    /**
     * Moves each date that has its time, and that time, from the zone that the data name to another one. A date without time
     * is a day on the calendar of its place, and birth is a day of life, wherever it was: both stay. So do data that name no
     * zone, since nobody knows where they are from, and values of DT, which are compared as moments.
     *
     * @param data the data
     * @param zone the zone to tell the times of
     * @return the same in the zone, which it names
     */
    static Dataset in(ZoneOffset zone, Dataset data) {
        ZoneOffset own = data.timezone();
        return own == null ? data : move(data, own, zone);
    }

    private static Dataset move(Dataset data, ZoneOffset from, ZoneOffset to) {
        Dataset.Builder moved = data.toBuilder();
        if (data.contains(Tag.TimezoneOffsetFromUTC)) {
            moved.set(Tag.TimezoneOffsetFromUTC, text(to));
        }
        for (Element e : data) {
            if (e.isSequence() && !e.items().isEmpty()) {
                List<Dataset> items = e.items().stream()
                        .map(item -> move(item, item.timezone() == null ? from : item.timezone(), to))
                        .toList();
                moved.setItems(e.tag(), items);
            }
        }
        for (CombinedDateTime pair : CombinedDateTime.PAIRS) {
            DicomDateTime moment = pair.date() == Tag.PatientBirthDate ? null : data.dateTime(pair.date(), pair.time());
            if (moment != null && moment.precision().compareTo(ChronoUnit.HOURS) <= 0) {
                LocalDateTime there = moment.earliest()
                        .atOffset(from)
                        .withOffsetSameInstant(to)
                        .toLocalDateTime();
                moved.set(pair.date(), VR.DA, DATE.format(there));
                moved.set(pair.time(), VR.TM, time(there, moment.precision(), from, to));
            }
        }
        return moved.build();
    }

    /** As precise as it was, except that a zone with minutes of its own needs minutes. */
    private static String time(LocalDateTime moment, ChronoUnit precision, ZoneOffset from, ZoneOffset to) {
        boolean wholeHours = (to.getTotalSeconds() - from.getTotalSeconds()) % 3600 == 0;
        if (precision == ChronoUnit.HOURS && wholeHours) {
            return TIME.format(moment).substring(0, 2);
        }
        if (precision == ChronoUnit.HOURS || precision == ChronoUnit.MINUTES) {
            return TIME.format(moment).substring(0, 4);
        }
        if (precision == ChronoUnit.SECONDS) {
            return TIME.format(moment);
        }
        return TIME.format(moment) + String.format(".%06d", moment.getNano() / 1000);
    }

    private static String text(ZoneOffset zone) {
        return zone.equals(ZoneOffset.UTC) ? "+0000" : zone.getId().replace(":", "");
    }
}
