package org.diconde4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Level;

/** Reads {@code key=value} words as query keys. */
final class Keys {
    /** A date as tables print it and people type it. */
    private static final Pattern ISO_DATE = Pattern.compile("\\b(\\d{4})-(\\d{2})-(\\d{2})\\b");

    private static final String DAY = "\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])";
    private static final String DAYS = "(?:\\*|" + DAY + "(?:-(?:" + DAY + ")?)?|-" + DAY + ")";
    private static final Pattern DATES = Pattern.compile(DAYS + "(?:\\\\" + DAYS + ")*");

    /** Counts and summaries, and the one level that they can be asked at (PS3.4 C.3.4). */
    private static final Map<Integer, Level> SUMMARIES = Map.of(
            Tag.NumberOfPatientRelatedStudies, Level.COMPONENT,
            Tag.NumberOfPatientRelatedSeries, Level.COMPONENT,
            Tag.NumberOfPatientRelatedInstances, Level.COMPONENT,
            Tag.NumberOfStudyRelatedSeries, Level.STUDY,
            Tag.NumberOfStudyRelatedInstances, Level.STUDY,
            Tag.ModalitiesInStudy, Level.STUDY,
            Tag.SOPClassesInStudy, Level.STUDY,
            Tag.NumberOfSeriesRelatedInstances, Level.SERIES);

    /** About the query or the answer, not about what is stored. */
    private static final Set<Integer> NO_KEYS = Set.of(
            Tag.SpecificCharacterSet,
            Tag.TimezoneOffsetFromUTC,
            Tag.QueryRetrieveLevel,
            Tag.QueryRetrieveView,
            Tag.RetrieveAETitle,
            Tag.InstanceAvailability);

    private final Map<Integer, String> values = new LinkedHashMap<>();
    private final Map<Integer, Keys> items = new LinkedHashMap<>();

    private Keys() {}

    /**
     * Reads keys.
     *
     * @param words such as {@code PatientID=SN-17*} or {@code EvaluatorSequence.IndicationSequence.IndicationType=CRACK}
     * @param level the level that is asked for
     * @return the keys
     * @throws WrongUsage if a word is no key
     */
    static Dataset parse(List<String> words, Level level) {
        Keys keys = new Keys();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new WrongUsage("\"" + word + "\" is no key: expected key=value, such as PatientID=SN-17*");
            }
            keys.put(word.substring(0, equals), word.substring(equals + 1), level);
        }
        return keys.build();
    }

    /** The keys of the outermost level, in the order they were given. */
    static List<Integer> tags(Dataset keys) {
        List<Integer> tags = new java.util.ArrayList<>();
        keys.forEach(element -> tags.add(element.tag()));
        return tags;
    }

    private void put(String name, String value, Level level) {
        int dot = name.indexOf('.');
        int tag = tag(dot < 0 ? name : name.substring(0, dot));
        if (NO_KEYS.contains(tag)) {
            throw new WrongUsage(name + " is no key: it says nothing about what is stored");
        }
        Level only = SUMMARIES.get(tag);
        if (only != null && only != level) {
            throw new WrongUsage(name + " can be asked with --level " + name(only) + " only, not with " + name(level));
        }
        if (dot >= 0) {
            items.computeIfAbsent(tag, t -> new Keys()).put(name.substring(dot + 1), value, level);
        } else if (values.putIfAbsent(tag, value) != null) {
            throw new WrongUsage("the key " + name + " is given twice; several values for one key are written a\\b");
        }
    }

    private static int tag(String name) {
        OptionalInt tag = Dictionary.standard().tag(name);
        if (tag.isEmpty()) {
            throw new WrongUsage("\"" + name + "\" is no attribute: expected a DICOM keyword, a DICONDE name or a tag,"
                    + " such as PatientID, ComponentIDNumber or 00100020");
        }
        return tag.getAsInt();
    }

    private Dataset build() {
        Dataset.Builder keys = Dataset.builder();
        values.forEach((tag, value) -> set(keys, tag, value));
        items.forEach((tag, item) -> keys.setItems(tag, item.build()));
        return keys.build();
    }

    private static void set(Dataset.Builder keys, int tag, String value) {
        Dictionary dictionary = Dictionary.standard();
        VR vr = dictionary.vrOf(tag);
        if (value.isEmpty()) {
            keys.setEmpty(tag);
            return;
        }
        if (vr == VR.SQ) {
            throw new WrongUsage(dictionary.keyword(tag) + " is a sequence: ask for what is in it, "
                    + dictionary.keyword(tag) + ".KEY=value");
        }
        try {
            if (vr == VR.DA) {
                keys.set(tag, dates(dictionary.keyword(tag), value));
            } else if (vr.isString()) {
                keys.set(tag, value);
            } else {
                keys.set(tag, value.split("\\\\"));
            }
        } catch (NumberFormatException e) {
            throw new WrongUsage(
                    dictionary.keyword(tag) + " is a number: expected one such as 512, found \"" + value + "\"");
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(dictionary.keyword(tag) + " cannot be asked for: it has no values of text or number");
        }
    }

    /** Dates and ranges of them as DICOM has them (PS3.5 6.2, PS3.4 C.2.2.2.5), from those that may have hyphens. */
    static String dates(String name, String value) {
        String plain = ISO_DATE.matcher(value).replaceAll("$1$2$3");
        if (!DATES.matcher(plain).matches()) {
            throw new WrongUsage(name + ": expected a date such as 2026-03-01, or a range such as 20260301-20260331,"
                    + " 20260301- or -20260331, found \"" + value + "\"");
        }
        return plain;
    }

    static String name(Level level) {
        return level.name().toLowerCase(java.util.Locale.ROOT);
    }
}
