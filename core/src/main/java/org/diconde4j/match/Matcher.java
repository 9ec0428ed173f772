package org.diconde4j.match;

import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Attribute matching of a query (PS3.4 C.2.2.2): single value, list of UIDs, universal, wild card, range and sequence
 * matching, by the representation of each key, and by {@link MatchRules} what a query can agree on beside those.
 *
 * <p>Fuzzy matching of names takes what the other rules take, and also names that have, in one component group, a word for each
 * word of the key: in any order and component, without regard to letter case and accents, the same or with the same Soundex
 * code. Words with digits, as part numbers are, are never taken for similar ones.
 *
 * <p>Immutable and thread-safe.
 */
public final class Matcher {
    private final Dataset keys;
    private final MatchRules rules;
    private final @Nullable ZoneOffset zone;
    private final Map<Integer, KeyMatch> matches;

    private Matcher(Dataset keys, MatchRules rules) {
        this.keys = keys;
        this.rules = rules;
        this.zone = rules.timezone() ? keys.timezone() : null;
        this.matches = new TreeMap<>(Integer::compareUnsigned);
        for (Element key : keys) {
            if (!isAboutTheQuery(key.tag())) {
                matches.put(key.tag(), KeyMatch.of(key, keys, rules));
            }
        }
        if (rules.combinedDateTime()) {
            CombinedDateTime.addTo(matches, keys, zone);
        }
    }

    /**
     * Prepares the keys of a query. Query/Retrieve Level, Specific Character Set, Retrieve AE Title and group lengths
     * are no keys.
     *
     * @param keys the identifier of the query; empty values match everything
     * @return a matcher
     * @throws java.io.UncheckedIOException if a key's value stands elsewhere and cannot be read
     */
    public static Matcher of(Dataset keys) {
        return of(keys, MatchRules.NONE);
    }

    /**
     * Prepares the keys of a query, to be matched by more rules.
     *
     * @param keys the identifier of the query; empty values match everything
     * @param rules those that hold beside the others
     * @return a matcher
     * @throws java.io.UncheckedIOException if a key's value stands elsewhere and cannot be read
     */
    public static Matcher of(Dataset keys, MatchRules rules) {
        return new Matcher(keys, rules);
    }

    private static boolean isAboutTheQuery(int tag) {
        return tag == Tag.QueryRetrieveLevel
                || tag == Tag.QueryRetrieveView
                || tag == Tag.SpecificCharacterSet
                || tag == Tag.RetrieveAETitle
                || tag == Tag.TimezoneOffsetFromUTC
                || (tag & 0xFFFF) == 0
                || isPrivateCreator(tag);
    }

    /** It only says whose the keys of its block are; in the candidate they may stand in another block. */
    private static boolean isPrivateCreator(int tag) {
        return (tag >>> 16 & 1) != 0 && (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF;
    }

    /**
     * Takes a range of dates and one of times together as one range of moments, as the extended negotiation of a query
     * may ask for (PS3.4 C.2.2.2.5.4): from 10 o'clock on the first day until noon on the last, instead of between 10 and
     * noon on each day.
     *
     * @return a matcher of the same keys
     */
    public Matcher combiningDateAndTime() {
        return of(keys, rules.withCombinedDateTime(true));
    }

    /**
     * Whether a candidate satisfies all keys.
     *
     * @param candidate attributes of an entity
     * @return true if all keys match
     * @throws java.io.UncheckedIOException if a value stands elsewhere and cannot be read
     */
    public boolean matches(Dataset candidate) {
        Dataset local = zone == null ? candidate : Timezones.in(zone, candidate);
        for (KeyMatch match : matches.values()) {
            if (!match.test(local)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Gives what the query asks to return: each key with the candidate's value, empty where it has none (PS3.4
     * C.4.1.1.3.2). Where the query's timezone counts, dates and times are in that, which is named, or as they are if the
     * candidate names none.
     *
     * @param candidate attributes of an entity
     * @return the keys with values
     */
    public Dataset project(Dataset candidate) {
        if (zone == null || candidate.timezone() == null) {
            return project(keys, candidate);
        }
        Dataset local = Timezones.in(zone, candidate);
        return project(keys, local).toBuilder()
                .set(Tag.TimezoneOffsetFromUTC, local.string(Tag.TimezoneOffsetFromUTC, ""))
                .build();
    }

    private static Dataset project(Dataset keys, Dataset candidate) {
        Dataset.Builder result = Dataset.builder();
        if (candidate.contains(Tag.SpecificCharacterSet)) {
            set(result, candidate.get(Tag.SpecificCharacterSet));
        }
        for (Element key : keys) {
            if (isPrivateCreator(key.tag())) {
                result.set(key);
            }
            if (isAboutTheQuery(key.tag())) {
                continue;
            }
            Element value = KeyMatch.find(candidate, key.tag(), keys);
            if (value == null) {
                result.setEmpty(key.tag(), key.vr());
            } else if (value.isSequence()
                    && !key.items().isEmpty()
                    && !key.items().get(0).isEmpty()) {
                Dataset inner = key.items().get(0);
                result.setItems(
                        key.tag(),
                        value.items().stream().map(item -> project(inner, item)).toList());
            } else {
                result.set(key.tag(), value);
            }
        }
        return result.build();
    }

    private static void set(Dataset.Builder builder, @Nullable Element element) {
        if (element != null) {
            builder.set(element);
        }
    }
}
