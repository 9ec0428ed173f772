package org.diconde4j.net.service;

import java.util.Arrays;
import org.diconde4j.match.MatchRules;
import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;

/**
 * What SOP class extended negotiation can agree on for C-FIND (PS3.4 C.5.1.1), and of it the first for C-MOVE and C-GET
 * (PS3.4 C.5.2.1, C.5.3.1). Enhanced multi-frame image conversion is never asked for and always answered with no. Immutable;
 * change a value with its {@code with…} method.
 *
 * @param relational keys of any level may be given, and unique keys of the levels above left out
 * @param combinedDateTime a date range and a time range are one range of moments
 * @param fuzzyNames names match by what they mean
 * @param timezone dates and times are in the zone that the request names, in responses too
 * @param emptyValues a key of two quotation marks matches attributes without a value
 * @param multipleValues a key of several values wants all of them
 */
public record QueryOptions(
        boolean relational,
        boolean combinedDateTime,
        boolean fuzzyNames,
        boolean timezone,
        boolean emptyValues,
        boolean multipleValues) {
    /** Nothing beyond the plain service. */
    public static final QueryOptions NONE = new QueryOptions(false, false, false, false, false, false);

    /** Every option. */
    public static final QueryOptions ALL = new QueryOptions(true, true, true, true, true, true);

    /** Relational queries and retrieval only. */
    public static final QueryOptions RELATIONAL = NONE.withRelational(true);

    /** Bytes of the field, of which the fifth is about enhanced multi-frame image conversion. */
    private static final int LENGTH = 7;

    /**
     * Reads the field service-class-application-information.
     *
     * @param information its bytes; those that are left out mean no
     * @return the options
     */
    public static QueryOptions of(Octets information) {
        return new QueryOptions(
                isSet(information, 0),
                isSet(information, 1),
                isSet(information, 2),
                isSet(information, 3),
                isSet(information, 5),
                isSet(information, 6));
    }

    private static boolean isSet(Octets information, int index) {
        return index < information.length() && information.at(index) == 1;
    }

    /**
     * Writes the field service-class-application-information.
     *
     * @param length how many bytes of it, as a requestor of an older edition knows no more; 1 to 7
     * @return its bytes
     */
    public Octets information(int length) {
        byte[] all = {
            bit(relational),
            bit(combinedDateTime),
            bit(fuzzyNames),
            bit(timezone),
            0,
            bit(emptyValues),
            bit(multipleValues)
        };
        return Octets.of(Arrays.copyOf(all, Math.max(1, Math.min(length, LENGTH))));
    }

    private static byte bit(boolean option) {
        return (byte) (option ? 1 : 0);
    }

    /**
     * Asks for these options.
     *
     * @param sopClassUid the class of a C-FIND, C-MOVE or C-GET; of the latter two only {@link #relational} is sent
     * @return the item of an association request
     */
    public ExtendedNegotiation of(String sopClassUid) {
        boolean retrieve = InformationModel.ofMove(sopClassUid) != null || InformationModel.ofGet(sopClassUid) != null;
        return new ExtendedNegotiation(sopClassUid, information(retrieve ? 1 : LENGTH));
    }

    /**
     * The rules of matching among the options.
     *
     * @return all options but relational queries
     */
    public MatchRules rules() {
        return new MatchRules(combinedDateTime, fuzzyNames, timezone, emptyValues, multipleValues);
    }

    /**
     * What both sides want.
     *
     * @param other the options of the other side
     * @return the options that are in both
     */
    public QueryOptions and(QueryOptions other) {
        return new QueryOptions(
                relational && other.relational,
                combinedDateTime && other.combinedDateTime,
                fuzzyNames && other.fuzzyNames,
                timezone && other.timezone,
                emptyValues && other.emptyValues,
                multipleValues && other.multipleValues);
    }

    /**
     * With or without relational queries.
     *
     * @param value whether they are in
     * @return a copy
     */
    public QueryOptions withRelational(boolean value) {
        return new QueryOptions(value, combinedDateTime, fuzzyNames, timezone, emptyValues, multipleValues);
    }

    /**
     * With or without combined matching of date and time.
     *
     * @param value whether it is in
     * @return a copy
     */
    public QueryOptions withCombinedDateTime(boolean value) {
        return new QueryOptions(relational, value, fuzzyNames, timezone, emptyValues, multipleValues);
    }

    /**
     * With or without fuzzy matching of names.
     *
     * @param value whether it is in
     * @return a copy
     */
    public QueryOptions withFuzzyNames(boolean value) {
        return new QueryOptions(relational, combinedDateTime, value, timezone, emptyValues, multipleValues);
    }

    /**
     * With or without adjustment to a timezone.
     *
     * @param value whether it is in
     * @return a copy
     */
    public QueryOptions withTimezone(boolean value) {
        return new QueryOptions(relational, combinedDateTime, fuzzyNames, value, emptyValues, multipleValues);
    }

    /**
     * With or without empty value matching.
     *
     * @param value whether it is in
     * @return a copy
     */
    public QueryOptions withEmptyValues(boolean value) {
        return new QueryOptions(relational, combinedDateTime, fuzzyNames, timezone, value, multipleValues);
    }

    /**
     * With or without multiple value matching.
     *
     * @param value whether it is in
     * @return a copy
     */
    public QueryOptions withMultipleValues(boolean value) {
        return new QueryOptions(relational, combinedDateTime, fuzzyNames, timezone, emptyValues, value);
    }
}
