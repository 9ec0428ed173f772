package org.diconde4j.match;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicomDateTime;
import org.diconde4j.data.DicomTime;
import org.diconde4j.data.Range;
import org.diconde4j.data.ValueException;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/** Pairs of a date and a time that name one moment (PS3.4 C.2.2.2.5.4). */
record CombinedDateTime(int date, int time) {
    static final List<CombinedDateTime> PAIRS = List.of(
            new CombinedDateTime(Tag.InstanceCreationDate, Tag.InstanceCreationTime),
            new CombinedDateTime(Tag.StudyDate, Tag.StudyTime),
            new CombinedDateTime(Tag.SeriesDate, Tag.SeriesTime),
            new CombinedDateTime(Tag.AcquisitionDate, Tag.AcquisitionTime),
            new CombinedDateTime(Tag.ContentDate, Tag.ContentTime),
            new CombinedDateTime(Tag.PatientBirthDate, Tag.PatientBirthTime),
            new CombinedDateTime(Tag.ScheduledProcedureStepStartDate, Tag.ScheduledProcedureStepStartTime),
            new CombinedDateTime(Tag.PerformedProcedureStepStartDate, Tag.PerformedProcedureStepStartTime));

    /** Puts one match in the place of two, for each pair of which both are asked for. */
    static void addTo(Map<Integer, KeyMatch> matches, Dataset keys, @Nullable ZoneOffset zone) {
        for (CombinedDateTime pair : PAIRS) {
            String dates = keys.string(pair.date, "");
            String times = keys.string(pair.time, "");
            if (dates.contains("-") && times.contains("-")) {
                try {
                    Range<LocalDate> days = Range.ofDates(dates);
                    Range<DicomTime> hours = Range.ofTimes(times);
                    if ((days.from() == null) != (hours.from() == null)
                            || (days.to() == null) != (hours.to() == null)) {
                        continue; // of another form: each key stands for itself
                    }
                    Range<DicomDateTime> range = Range.combined(days, hours, zone);
                    matches.remove(pair.time);
                    matches.put(pair.date, candidate -> {
                        DicomDateTime moment = candidate.dateTime(pair.date, pair.time);
                        return moment != null && range.contains(moment);
                    });
                } catch (ValueException e) {
                    continue; // no ranges: each key stands for itself
                }
            }
        }
    }
}
