package org.diconde4j.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.match.MatchRules;
import org.diconde4j.storage.Level;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a search asks for (PS3.18 8.3.4).
 *
 * @param keys what must match, and without a value what is told
 * @param all whether all is told that the index knows
 * @param rules how keys match
 * @param offset how many answers to leave out
 * @param limit how many to give at most
 * @param ignored parameters that are no attributes, and are left out (PS3.18 8.3)
 */
record SearchParameters(Dataset keys, boolean all, MatchRules rules, long offset, long limit, List<String> ignored) {
    private static final Set<String> NO_ATTRIBUTES = Set.of(
            "includefield",
            "fuzzymatching",
            "emptyvaluematching",
            "multiplevaluematching",
            "limit",
            "offset",
            "orderby",
            "accept",
            "charset");

    /** PS3.18 table 10.6.3-3. */
    private static final int[] STUDY = {
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AccessionNumber,
        Tag.ModalitiesInStudy,
        Tag.ReferringPhysicianName,
        Tag.TimezoneOffsetFromUTC,
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.StudyInstanceUID,
        Tag.StudyID,
        Tag.NumberOfStudyRelatedSeries,
        Tag.NumberOfStudyRelatedInstances
    };

    /** PS3.18 table 10.6.3-4. */
    private static final int[] SERIES = {
        Tag.Modality,
        Tag.TimezoneOffsetFromUTC,
        Tag.SeriesDescription,
        Tag.SeriesInstanceUID,
        Tag.SeriesNumber,
        Tag.NumberOfSeriesRelatedInstances,
        Tag.PerformedProcedureStepStartDate,
        Tag.PerformedProcedureStepStartTime,
        Tag.RequestAttributesSequence
    };

    /** PS3.18 table 10.6.3-5. */
    private static final int[] INSTANCE = {
        Tag.SOPClassUID,
        Tag.SOPInstanceUID,
        Tag.TimezoneOffsetFromUTC,
        Tag.InstanceNumber,
        Tag.Rows,
        Tag.Columns,
        Tag.BitsAllocated,
        Tag.NumberOfFrames
    };

    static SearchParameters of(QueryParameters parameters, Resource resource, Level level) {
        Dataset.Builder keys = Dataset.builder();
        told(resource, level, keys);
        SearchParameters read = read(parameters, keys);
        resource(resource, keys);
        return new SearchParameters(keys.build(), read.all, read.rules, read.offset, read.limit, read.ignored);
    }

    /** The same with no more results than that (PS3.18 8.3.4.4.1, maxResults). */
    SearchParameters atMost(long results) {
        return new SearchParameters(keys, all, rules, offset, Math.min(limit, results), ignored);
    }

    /** What a search for workitems asks for (PS3.18 11.9). */
    static SearchParameters ofWorkitems(QueryParameters parameters) {
        return read(parameters, Dataset.builder());
    }

    /**
     * The keys that workitems must match of which a subscriber is told (PS3.18 11.10.1.2): pairs with commas between them in the parameter
     * {@code filter}, or parameters of their own, as they were until 2019.
     */
    static Dataset ofFilter(QueryParameters parameters) {
        Dataset.Builder keys = Dataset.builder();
        for (String filter : parameters.all("filter")) {
            String name = "";
            List<String> values = new ArrayList<>();
            for (String pair : filter.split(",")) {
                int equals = pair.indexOf('=');
                if (equals >= 0) {
                    name = pair.substring(0, equals).trim();
                    values.clear();
                }
                values.add(pair.substring(equals + 1)); // without a name it is one more of a list of UIDs
                set(keys, path(name), 0, name, values);
            }
        }
        parameters.all().forEach((name, values) -> {
            if (!NO_ATTRIBUTES.contains(name) && !name.equals("filter") && !name.equals("deletionlock")) {
                set(keys, path(name), 0, name, values);
            }
        });
        return keys.build();
    }

    private static SearchParameters read(QueryParameters parameters, Dataset.Builder keys) {
        boolean all = false;
        for (String list : parameters.all("includefield")) {
            for (String field : list.split(",")) {
                if (field.trim().equals("all")) {
                    all = true;
                } else if (!field.isBlank()) {
                    int[] path = path(field.trim());
                    if (!keys.build().contains(path[0])) {
                        keys.set(path[0], vr(path[0]));
                    }
                }
            }
        }
        List<String> ignored = new ArrayList<>();
        for (Map.Entry<String, List<String>> parameter : parameters.all().entrySet()) {
            String name = parameter.getKey();
            if (!NO_ATTRIBUTES.contains(name)) {
                int[] path = known(name);
                if (path == null) {
                    ignored.add(name);
                } else {
                    set(keys, path, 0, name, parameter.getValue());
                }
            }
        }
        MatchRules rules = MatchRules.NONE
                .withFuzzyNames(parameters.flag("fuzzymatching"))
                .withEmptyValues(parameters.flag("emptyvaluematching"))
                .withMultipleValues(parameters.flag("multiplevaluematching"));
        return new SearchParameters(
                keys.build(),
                all,
                rules,
                parameters.number("offset", 0),
                parameters.number("limit", Long.MAX_VALUE),
                List.copyOf(ignored));
    }

    /** What is told unasked: of the level, and of those above that the path does not name. */
    private static void told(Resource resource, Level level, Dataset.Builder keys) {
        if (level == Level.STUDY || resource.study() == null) {
            empty(keys, STUDY);
        }
        if (level == Level.SERIES || level == Level.INSTANCE && resource.series() == null) {
            empty(keys, SERIES);
        }
        if (level == Level.INSTANCE) {
            empty(keys, INSTANCE);
        }
        empty(keys, Tag.StudyInstanceUID);
        if (level != Level.STUDY) {
            empty(keys, Tag.SeriesInstanceUID);
        }
    }

    private static void empty(Dataset.Builder keys, int... tags) {
        for (int tag : tags) {
            keys.set(tag, vr(tag));
        }
    }

    private static VR vr(int tag) {
        return Dictionary.standard().vrOf(tag);
    }

    private static void resource(Resource resource, Dataset.Builder keys) {
        if (resource.study() != null) {
            keys.set(Tag.StudyInstanceUID, resource.study());
        }
        if (resource.series() != null) {
            keys.set(Tag.SeriesInstanceUID, resource.series());
        }
    }

    private static int[] path(String name) {
        int[] path = known(name);
        if (path == null) {
            throw HttpProblem.badRequest(
                    "\"" + name + "\" is no attribute that can be searched; expected a keyword, a DICONDE"
                            + " name or eight hexadecimal digits such as PatientID, ComponentIDNumber or 00100020, of those in"
                            + " sequences with the sequences before them");
        }
        return path;
    }

    /** Tags or names of attributes, of those in sequences with the sequences before them, divided by points; null for no attribute. */
    private static int @Nullable [] known(String name) {
        String[] steps = name.split("\\.", -1);
        int[] path = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            OptionalInt tag = Dictionary.standard().tag(steps[i]);
            if (tag.isEmpty() || i < steps.length - 1 && vr(tag.getAsInt()) != VR.SQ) {
                return null;
            }
            path[i] = tag.getAsInt();
        }
        return path;
    }

    private static void set(Dataset.Builder keys, int[] path, int step, String name, List<String> values) {
        int tag = path[step];
        if (step < path.length - 1) {
            List<Dataset> items = keys.build().items(tag);
            Dataset.Builder item = items.isEmpty() ? Dataset.builder() : items.get(0).toBuilder();
            set(item, path, step + 1, name, values);
            keys.setItems(tag, List.of(item.build()));
            return;
        }
        try {
            keys.set(tag, DateKeys.checked(vr(tag), values(vr(tag), values)));
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(
                    400, "the value of " + name + " cannot be one of " + vr(tag) + ": " + e.getMessage(), e);
        }
    }

    /** UIDs may be a list with commas, others with backslashes (PS3.18 8.3.4.1). */
    private static String[] values(VR vr, List<String> given) {
        List<String> values = new ArrayList<>();
        for (String text : given) {
            if (!text.isEmpty()) {
                values.addAll(List.of(text.split(vr == VR.UI ? "[,\\\\]" : "\\\\")));
            }
        }
        return values.toArray(new String[0]);
    }
}
