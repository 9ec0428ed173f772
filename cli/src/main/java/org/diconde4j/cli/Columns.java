package org.diconde4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Level;

/** What a table shows of each level, in the words of DICONDE. */
final class Columns {
    private static final Map<Integer, String> SHORT = Map.of(
            Tag.NumberOfPatientRelatedStudies, "Studies",
            Tag.NumberOfPatientRelatedInstances, "Instances",
            Tag.NumberOfStudyRelatedSeries, "Series",
            Tag.NumberOfStudyRelatedInstances, "Instances",
            Tag.NumberOfSeriesRelatedInstances, "Instances",
            Tag.ModalitiesInStudy, "Modalities",
            Tag.StudyDescription, "Component Study Description");
    private static final int WIDEST = 40;

    private Columns() {}

    /** What people want to see of a level, and what else they asked for. */
    static List<Integer> of(Level level, Dataset keys) {
        Set<Integer> tags = new LinkedHashSet<>(List.of(Tag.PatientID, Tag.PatientName));
        if (level == Level.INSTANCE) {
            tags.add(Tag.Modality);
        }
        tags.addAll(own(level));
        tags.addAll(asked(keys));
        return List.copyOf(tags);
    }

    /** What people want to see of a level that no other has. */
    static List<Integer> own(Level level) {
        return switch (level) {
            case COMPONENT ->
                List.of(
                        Tag.EthnicGroup,
                        Tag.PatientBirthDate,
                        Tag.NumberOfPatientRelatedStudies,
                        Tag.NumberOfPatientRelatedInstances);
            case STUDY ->
                List.of(
                        Tag.StudyDate,
                        Tag.StudyDescription,
                        Tag.ModalitiesInStudy,
                        Tag.NumberOfStudyRelatedInstances,
                        Tag.StudyInstanceUID);
            case SERIES ->
                List.of(
                        Tag.Modality,
                        Tag.SeriesNumber,
                        Tag.SeriesDescription,
                        Tag.NumberOfSeriesRelatedInstances,
                        Tag.SeriesInstanceUID);
            case INSTANCE -> List.of(Tag.SOPClassUID, Tag.InstanceNumber, Tag.SOPInstanceUID);
        };
    }

    /** The keys that can be columns. */
    static List<Integer> asked(Dataset keys) {
        return Keys.tags(keys).stream()
                .filter(tag -> Dictionary.standard().vrOf(tag) != VR.SQ && tag != Tag.SpecificCharacterSet)
                .toList();
    }

    /** The summaries that a level has (PS3.4 C.3.4), to be asked for besides. */
    static List<Integer> summaries(Level level) {
        return switch (level) {
            case COMPONENT ->
                List.of(
                        Tag.NumberOfPatientRelatedStudies,
                        Tag.NumberOfPatientRelatedSeries,
                        Tag.NumberOfPatientRelatedInstances);
            case STUDY ->
                List.of(
                        Tag.ModalitiesInStudy,
                        Tag.SOPClassesInStudy,
                        Tag.NumberOfStudyRelatedSeries,
                        Tag.NumberOfStudyRelatedInstances);
            case SERIES -> List.of(Tag.NumberOfSeriesRelatedInstances);
            case INSTANCE -> List.of();
        };
    }

    static List<String> titles(List<Integer> tags) {
        List<String> titles = new ArrayList<>();
        tags.forEach(tag -> titles.add(title(tag)));
        return titles;
    }

    static List<String> values(List<Integer> tags, Dataset answer) {
        List<String> values = new ArrayList<>();
        tags.forEach(tag -> values.add(value(answer.get(tag))));
        return values;
    }

    private static String title(int tag) {
        String title = SHORT.get(tag);
        if (title != null) {
            return title;
        }
        String diconde = Dictionary.standard().dicondeName(tag);
        if (diconde != null) {
            return diconde.replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ");
        }
        Dictionary.Entry entry = Dictionary.standard().entry(tag);
        return entry == null ? Dictionary.standard().keyword(tag) : entry.name();
    }

    private static String value(@org.jspecify.annotations.Nullable Element element) {
        if (element == null || element.isEmpty()) {
            return "";
        }
        List<String> values = element.strings();
        String text = String.join(", ", values);
        if (element.vr() == VR.UI) {
            Dictionary.UidEntry known =
                    values.size() == 1 ? Dictionary.standard().uid(text) : null;
            return known == null ? text : known.name(); // in full, since people copy it
        }
        if (element.vr() == VR.DA && text.matches("[0-9]{8}")) {
            return text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6);
        }
        return text.codePointCount(0, text.length()) <= WIDEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }
}
