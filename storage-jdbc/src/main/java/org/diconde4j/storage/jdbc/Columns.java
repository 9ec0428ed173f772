package org.diconde4j.storage.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * Attributes with a column of their own. A column holds the value as {@link org.diconde4j.match.Matcher} compares it: names in
 * lower case and without delimiters at the end, dates of eight digits, everything else as it is; null without a value. What
 * does not fit that (several values, long or odd ones) is {@link #ODD}, which every condition lets pass to the matcher.
 */
final class Columns {
    /** Can't be a value: a backslash parts values (PS3.5 6.4). */
    static final String ODD = "\\";

    private static final int LONGEST = 255;

    /** Of one of the twelve months. */
    private static final Pattern DATE = Pattern.compile("[0-9]{4}(0[1-9]|1[0-2])[0-9]{2}");

    /** Without an index: there are as many as instances. */
    private static final String SOP_CLASS = "sop_class";

    private static final Map<Integer, Column> COLUMNS = Map.ofEntries(
            Map.entry(Tag.PatientID, new Column(Level.COMPONENT, "component_id")),
            Map.entry(Tag.IssuerOfPatientID, new Column(Level.COMPONENT, "issuer")),
            Map.entry(Tag.PatientName, new Column(Level.COMPONENT, "name")),
            Map.entry(Tag.EthnicGroup, new Column(Level.COMPONENT, "material")),
            Map.entry(Tag.StudyInstanceUID, new Column(Level.STUDY, "uid")),
            Map.entry(Tag.StudyDate, new Column(Level.STUDY, "study_date")),
            Map.entry(Tag.AccessionNumber, new Column(Level.STUDY, "accession")),
            Map.entry(Tag.StudyID, new Column(Level.STUDY, "study_id")),
            Map.entry(Tag.StudyDescription, new Column(Level.STUDY, "description")),
            Map.entry(Tag.ReferringPhysicianName, new Column(Level.STUDY, "owner")),
            Map.entry(Tag.SeriesInstanceUID, new Column(Level.SERIES, "uid")),
            Map.entry(Tag.Modality, new Column(Level.SERIES, "modality")),
            Map.entry(Tag.ModalitiesInStudy, new Column(Level.SERIES, "modality")),
            Map.entry(Tag.PerformingPhysicianName, new Column(Level.SERIES, "inspector")),
            Map.entry(Tag.StationName, new Column(Level.SERIES, "station")),
            Map.entry(Tag.SOPInstanceUID, new Column(Level.INSTANCE, "uid")),
            Map.entry(Tag.SOPClassUID, new Column(Level.INSTANCE, SOP_CLASS)));

    /** Columns whose indexes end in the place of their own row. */
    private static final Set<String> ORDERED =
            Set.of("c.material", "c.issuer", "s.study_date", "s.accession", "s.study_id", "s.description", "s.owner");

    /** Columns of components that studies have as well. */
    private static final Set<String> COPIED = Set.of("c.material", "c.issuer");

    /** Columns of series whose indexes end in the place of the study. */
    private static final Set<String> OF_STUDIES = Set.of("r.modality", "r.inspector", "r.station");

    private Columns() {}

    /**
     * A column with the normalised value of an attribute.
     *
     * @param level whose table it is in
     * @param name its name there
     */
    record Column(Level level, String name) {
        /** Whether it holds UIDs without a normal form, which can be compared with every value. */
        boolean isExact() {
            return name.equals("uid") || name.equals(SOP_CLASS);
        }

        boolean isIndexed() {
            return !name.equals(SOP_CLASS);
        }

        String path() {
            return alias(level) + "." + name;
        }

        /** The index that has rows of another level, or of this one, for each value in the order of arrival; null if there is none. */
        @Nullable
        Ordered orderedFor(Level asked) {
            if (asked == level && ORDERED.contains(path())) {
                String a = alias(level);
                return new Ordered(path(), a + ".first_sequence", a + ".id", table(level) + " " + a);
            }
            if (asked == Level.STUDY && COPIED.contains(path())) {
                return new Ordered("s." + name, "s.first_sequence", "s.id", "study s");
            }
            if (asked == Level.STUDY && OF_STUDIES.contains(path())) {
                return new Ordered(path(), "r.study_first", "r.study", "series r");
            }
            return null;
        }
    }

    /**
     * Where rows are for each value in the order of arrival.
     *
     * @param path the column with the value
     * @param place that with the place of the row
     * @param id that with its id
     * @param from the table
     */
    record Ordered(String path, String place, String id, String from) {}

    /** Null if the attribute has no column. */
    static @Nullable Column of(int tag) {
        return COLUMNS.get(tag);
    }

    static String alias(Level level) {
        return switch (level) {
            case COMPONENT -> "c";
            case STUDY -> "s";
            case SERIES -> "r";
            case INSTANCE -> "i";
        };
    }

    static String table(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** The column with the id of the row above. */
    static String parent(Level level) {
        return table(Level.values()[level.ordinal() - 1]);
    }

    static @Nullable String normal(Dataset attributes, int tag) {
        List<String> values = attributes.strings(tag);
        if (values.size() > 1) {
            return ODD;
        }
        if (values.isEmpty() || values.get(0).isEmpty()) {
            return null;
        }
        VR vr = Dictionary.standard().vrOf(tag);
        String value = normal(vr, values.get(0));
        return isOdd(vr, value) ? ODD : value;
    }

    /** Whether a value has no form that could be compared with those of keys. */
    static boolean isOdd(VR vr, String value) {
        return value.length() > LONGEST
                || (vr == VR.DA && !DATE.matcher(value).matches())
                || (vr == VR.PN && value.indexOf('=') >= 0) // a key may match any of its component groups
                || isUnfit(value);
    }

    /** Whether columns can't hold it, or not at its place in the order. */
    static boolean isUnfit(String value) {
        return value.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c)) || Text.isReplaced(value);
    }

    static String normal(VR vr, String value) {
        if (vr != VR.PN) {
            return value;
        }
        int end = value.length();
        while (end > 0 && "^= ".indexOf(value.charAt(end - 1)) >= 0) {
            end--;
        }
        return value.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
