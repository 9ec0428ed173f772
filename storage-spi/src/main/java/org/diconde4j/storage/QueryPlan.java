package org.diconde4j.storage;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.MatchRules;
import org.diconde4j.match.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The part of answering an {@link IndexQuery} that is the same for every index. For providers: fetch candidates (all entities
 * of the level, or by whatever is known to leave out no match), and keep those that pass here.
 */
public final class QueryPlan {
    /** Keys that steer a query (PS3.4 C.2.2.2, C.4.1.1.3) and describe no entity. */
    private static final Set<Integer> STEERING = Set.of(
            Tag.SpecificCharacterSet,
            Tag.TimezoneOffsetFromUTC,
            Tag.QueryRetrieveLevel,
            Tag.RetrieveAETitle,
            Tag.InstanceAvailability);

    private static final Set<Integer> OF_COMPONENT = Set.of(
            Tag.NumberOfPatientRelatedStudies, Tag.NumberOfPatientRelatedSeries, Tag.NumberOfPatientRelatedInstances);
    private static final Set<Integer> OF_STUDY = Set.of(
            Tag.NumberOfStudyRelatedSeries,
            Tag.NumberOfStudyRelatedInstances,
            Tag.ModalitiesInStudy,
            Tag.SOPClassesInStudy);
    private static final Set<Integer> OF_SERIES = Set.of(Tag.NumberOfSeriesRelatedInstances);

    private final Level level;
    private final MatchRules rules;
    private final boolean zoned;
    private final Dataset entityKeys;
    private final Map<Level, Dataset> partKeys;
    private final Dataset contentKeys;
    private final Matcher entity;
    private final Map<Level, Matcher> parts = new EnumMap<>(Level.class);
    private final Matcher contents;

    private QueryPlan(IndexQuery query, Dataset entityKeys, Map<Level, Dataset> partKeys, Dataset contentKeys) {
        this.level = query.level();
        this.rules = query.rules();
        this.zoned = rules.timezone() && query.keys().timezone() != null;
        this.entityKeys = entityKeys;
        this.partKeys = partKeys;
        this.contentKeys = contentKeys;
        this.entity = matcher(entityKeys, query);
        partKeys.forEach((below, keys) -> parts.put(below, matcher(keys, query)));
        this.contents = matcher(contentKeys, query);
    }

    private static Matcher matcher(Dataset keys, IndexQuery query) {
        Element zone = query.keys().get(Tag.TimezoneOffsetFromUTC);
        Dataset zoned = zone == null ? keys : keys.toBuilder().set(zone).build();
        return Matcher.of(zoned, query.rules());
    }

    /**
     * Sorts the keys of a query.
     *
     * @param query the question
     * @return the plan
     */
    public static QueryPlan of(IndexQuery query) {
        Dataset.Builder entity = Dataset.builder();
        Map<Level, Dataset> parts = new EnumMap<>(Level.class);
        Dataset.Builder contents = Dataset.builder();
        for (Element key : query.keys()) {
            int tag = key.tag();
            if (STEERING.contains(tag) || (tag & 0xFFFF) == 0) {
                continue;
            }
            if (query.level() == Level.COMPONENT && query.restriction().dividesComponents() && isAggregate(tag)) {
                continue; // it would tell of studies that are outside
            }
            if (aggregates(query.level()).contains(tag)) {
                contents.set(key);
            } else if (isAggregate(tag)) {
                continue; // of another level: nothing to say about it here
            } else if (Projection.levelOf(tag).compareTo(query.level()) <= 0) {
                entity.set(key);
            } else if (!key.isEmpty()) {
                Level below = Projection.levelOf(tag);
                Dataset others = parts.getOrDefault(below, Dataset.empty());
                parts.put(below, others.toBuilder().set(key).build());
            }
        }
        return new QueryPlan(query, entity.build(), parts, contents.build());
    }

    /**
     * Returns what {@link Order#BY_KEY} sorts by, in the order of UTF-16 code units.
     *
     * @param level the level of an entity
     * @param attributes its attributes
     * @return its unique key, shortened if it is not a reasonable one
     */
    public static String sortKey(Level level, Dataset attributes) {
        int tag = switch (level) {
            case COMPONENT -> Tag.PatientID;
            case STUDY -> Tag.StudyInstanceUID;
            case SERIES -> Tag.SeriesInstanceUID;
            case INSTANCE -> Tag.SOPInstanceUID;
        };
        String key = attributes.string(tag, "");
        return key.length() <= 128 ? key : key.substring(0, 128);
    }

    /**
     * Returns the rules that hold beside those that always do.
     *
     * @return the rules of the query
     */
    public MatchRules rules() {
        return rules;
    }

    /**
     * Tells whether dates and times may match that would not as they are written.
     *
     * @return true if they are compared in the zone of the query
     */
    public boolean movesDates() {
        return zoned;
    }

    /**
     * Returns the keys that are matched against the entity.
     *
     * @return the keys of the level asked for and of those above
     */
    public Dataset entityKeys() {
        return entityKeys;
    }

    /**
     * Returns the keys of a level below the one asked for. The entity has to contain a path downwards on which each level
     * matches its keys.
     *
     * @param below the level
     * @return its keys; empty if there are none
     */
    public Dataset partKeys(Level below) {
        return partKeys.getOrDefault(below, Dataset.empty());
    }

    /**
     * Returns how far down a match has to be looked for.
     *
     * @return the lowest level with {@link #partKeys}; the level asked for if there are none
     */
    public Level lowest() {
        return partKeys.keySet().stream().max(Level::compareTo).orElse(level);
    }

    /**
     * Returns the keys that are about what is below the entity; if there are any, {@link #answer} wants {@link Contents}.
     *
     * @return the aggregates among the keys
     */
    public Dataset contentKeys() {
        return contentKeys;
    }

    /**
     * Tells whether an entity matches.
     *
     * @param attributes the attributes of the entity and of those above it
     * @return true if it matches the {@link #entityKeys()}
     */
    public boolean matchesEntity(Dataset attributes) {
        return entity.matches(attributes);
    }

    /**
     * Tells whether something below the entity matches.
     *
     * @param below its level
     * @param attributes its attributes
     * @return true if it matches the {@link #partKeys} of that level
     */
    public boolean matchesPart(Level below, Dataset attributes) {
        Matcher part = parts.get(below);
        return part == null || part.matches(attributes);
    }

    /**
     * Makes the answer for an entity that matches so far.
     *
     * @param attributes the attributes of the entity and of those above it
     * @param below what is below it; only looked at if there are {@link #contentKeys()}
     * @return the answer, or null if it does not match the {@link #contentKeys()}
     */
    public @Nullable Dataset answer(Dataset attributes, @Nullable Contents below) {
        if (contentKeys.isEmpty() || below == null) {
            return attributes;
        }
        Dataset.Builder b = Dataset.builder();
        switch (level) {
            case COMPONENT ->
                b.set(Tag.NumberOfPatientRelatedStudies, Long.toString(below.studies()))
                        .set(Tag.NumberOfPatientRelatedSeries, Long.toString(below.series()))
                        .set(Tag.NumberOfPatientRelatedInstances, Long.toString(below.instances()));
            case STUDY ->
                b.set(Tag.NumberOfStudyRelatedSeries, Long.toString(below.series()))
                        .set(Tag.NumberOfStudyRelatedInstances, Long.toString(below.instances()))
                        .set(Tag.ModalitiesInStudy, below.modalities().toArray(String[]::new))
                        .set(Tag.SOPClassesInStudy, below.sopClasses().toArray(String[]::new));
            case SERIES -> b.set(Tag.NumberOfSeriesRelatedInstances, Long.toString(below.instances()));
            case INSTANCE -> {}
        }
        Dataset aggregates = b.build();
        if (!contents.matches(aggregates)) {
            return null;
        }
        Dataset.Builder answer = attributes.toBuilder();
        for (Element key : contentKeys) {
            Element value = aggregates.get(key.tag());
            if (value != null) {
                answer.set(value);
            }
        }
        return answer.build();
    }

    private static boolean isAggregate(int tag) {
        return OF_COMPONENT.contains(tag) || OF_STUDY.contains(tag) || OF_SERIES.contains(tag);
    }

    private static Set<Integer> aggregates(Level level) {
        return switch (level) {
            case COMPONENT -> OF_COMPONENT;
            case STUDY -> OF_STUDY;
            case SERIES -> OF_SERIES;
            case INSTANCE -> Set.of();
        };
    }
}
