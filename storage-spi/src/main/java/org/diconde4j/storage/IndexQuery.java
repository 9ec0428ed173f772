package org.diconde4j.storage;

import org.diconde4j.data.Dataset;
import org.diconde4j.match.MatchRules;

/**
 * A question to an index.
 *
 * <p>The keys are matched as PS3.4 C.2.2.2 says. Any attribute can be a key: one of the asked level or above is matched
 * against the entity; one of a level below asks for entities that contain a match. The aggregates of PS3.4 C.3.4 and C.6.1
 * (Modalities in Study, SOP Classes in Study, Number of … Related …) can be keys too, and are answered if they are among the
 * keys.
 *
 * <p>Where a restriction {@linkplain Restriction#dividesComponents() divides components}, a component is found if one of its studies is
 * inside, keys of levels below are matched with such studies alone, and the aggregates of a component are neither keys nor answered.
 *
 * @param level what to find
 * @param keys the keys; those without a value match everything
 * @param rules which rules hold beside those that always do; by {@link MatchRules#timezone} answers are told in the zone of the keys
 * @param order the order of the answers
 * @param offset how many answers to leave out at the beginning
 * @param limit how many answers to give at most
 * @param restriction what is answered from; the rest of the index is as if it were not there
 */
public record IndexQuery(
        Level level, Dataset keys, MatchRules rules, Order order, long offset, long limit, Restriction restriction) {
    /**
     * Checks the numbers.
     *
     * @param level what to find
     * @param keys the keys; those without a value match everything
     * @param rules which rules hold beside those that always do
     * @param order the order of the answers
     * @param offset how many answers to leave out at the beginning
     * @param limit how many answers to give at most
     * @param restriction what is answered from
     * @throws IllegalArgumentException if one of them is negative
     */
    public IndexQuery {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException(
                    "offset and limit of a query are not negative, found offset " + offset + ", limit " + limit);
        }
    }

    /**
     * All entities of a level that match, in the order of arrival.
     *
     * @param level what to find
     * @param keys the keys
     * @return the query
     */
    public static IndexQuery of(Level level, Dataset keys) {
        return new IndexQuery(level, keys, MatchRules.NONE, Order.OLDEST_FIRST, 0, Long.MAX_VALUE, Restriction.NONE);
    }

    /**
     * Returns this query in another order.
     *
     * @param other the order
     * @return the changed query
     */
    public IndexQuery in(Order other) {
        return new IndexQuery(level, keys, rules, other, offset, limit, restriction);
    }

    /**
     * Returns this query with other rules of matching.
     *
     * @param others the rules
     * @return the changed query
     */
    public IndexQuery by(MatchRules others) {
        return new IndexQuery(level, keys, others, order, offset, limit, restriction);
    }

    /**
     * Returns this query for one page.
     *
     * @param first how many answers to leave out
     * @param most how many to give at most
     * @return the changed query
     */
    public IndexQuery page(long first, long most) {
        return new IndexQuery(level, keys, rules, order, first, most, restriction);
    }

    /**
     * Returns this query for somebody who may not know of all.
     *
     * @param other what is answered from
     * @return the changed query
     */
    public IndexQuery within(Restriction other) {
        return new IndexQuery(level, keys, rules, order, offset, limit, other);
    }
}
