package org.diconde4j.match;

/**
 * Which rules hold beside those that always do, as the extended negotiation of a query agrees on (PS3.4 C.5.1.1). Immutable;
 * change a value with its {@code with…} method.
 *
 * @param combinedDateTime a range of dates and one of times, of the same form, are one range of moments (PS3.4 C.2.2.2.5)
 * @param fuzzyNames names also match by their words, in any order, without accents, and by sound: see {@link Matcher}
 * @param timezone dates and times are compared, and given back, in the zone of the query's Timezone Offset From UTC
 * @param emptyValues a key of two quotation marks matches what has no value (PS3.4 C.2.2.2.7)
 * @param multipleValues a key of several values matches what has all of them, instead of one (PS3.4 C.2.2.2.8)
 */
public record MatchRules(
        boolean combinedDateTime, boolean fuzzyNames, boolean timezone, boolean emptyValues, boolean multipleValues) {
    /** None of them. */
    public static final MatchRules NONE = new MatchRules(false, false, false, false, false);

    /**
     * With or without combined matching of date and time.
     *
     * @param value whether it holds
     * @return a copy
     */
    public MatchRules withCombinedDateTime(boolean value) {
        return new MatchRules(value, fuzzyNames, timezone, emptyValues, multipleValues);
    }

    /**
     * With or without fuzzy matching of names.
     *
     * @param value whether it holds
     * @return a copy
     */
    public MatchRules withFuzzyNames(boolean value) {
        return new MatchRules(combinedDateTime, value, timezone, emptyValues, multipleValues);
    }

    /**
     * With or without adjustment to the query's timezone.
     *
     * @param value whether it holds
     * @return a copy
     */
    public MatchRules withTimezone(boolean value) {
        return new MatchRules(combinedDateTime, fuzzyNames, value, emptyValues, multipleValues);
    }

    /**
     * With or without empty value matching.
     *
     * @param value whether it holds
     * @return a copy
     */
    public MatchRules withEmptyValues(boolean value) {
        return new MatchRules(combinedDateTime, fuzzyNames, timezone, value, multipleValues);
    }

    /**
     * With or without multiple value matching.
     *
     * @param value whether it holds
     * @return a copy
     */
    public MatchRules withMultipleValues(boolean value) {
        return new MatchRules(combinedDateTime, fuzzyNames, timezone, emptyValues, value);
    }
}
