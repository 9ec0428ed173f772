package org.diconde4j.storage.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** Columns that hold UIDs without a normal form; they can be compared with every value. */
    private static final Set<String> EXACT = Set.of("s.uid", "r.uid", "i.uid", "i.sopClass");

    private static final Map<Integer, String> PATHS = Map.ofEntries(
            Map.entry(Tag.PatientID, "c.componentId"),
            Map.entry(Tag.IssuerOfPatientID, "c.issuer"),
            Map.entry(Tag.PatientName, "c.name"),
            Map.entry(Tag.EthnicGroup, "c.material"),
            Map.entry(Tag.StudyInstanceUID, "s.uid"),
            Map.entry(Tag.StudyDate, "s.date"),
            Map.entry(Tag.AccessionNumber, "s.accession"),
            Map.entry(Tag.StudyID, "s.studyId"),
            Map.entry(Tag.StudyDescription, "s.description"),
            Map.entry(Tag.ReferringPhysicianName, "s.owner"),
            Map.entry(Tag.SeriesInstanceUID, "r.uid"),
            Map.entry(Tag.Modality, "r.modality"),
            Map.entry(Tag.ModalitiesInStudy, "r.modality"),
            Map.entry(Tag.PerformingPhysicianName, "r.inspector"),
            Map.entry(Tag.StationName, "r.station"),
            Map.entry(Tag.SOPInstanceUID, "i.uid"),
            Map.entry(Tag.SOPClassUID, "i.sopClass"));

    private Columns() {}

    /** The path in a query, or null if the attribute has no column. */
    static @Nullable String path(int tag) {
        return PATHS.get(tag);
    }

    static boolean isExact(String path) {
        return EXACT.contains(path);
    }

    static String alias(Level level) {
        return switch (level) {
            case COMPONENT -> "c";
            case STUDY -> "s";
            case SERIES -> "r";
            case INSTANCE -> "i";
        };
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
        boolean odd = value.length() > LONGEST
                || (vr == VR.DA && !value.matches("[0-9]{8}"))
                || (vr == VR.PN && value.indexOf('=') >= 0); // a key may match any of its component groups
        return odd ? ODD : value;
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
