package org.diconde4j.storage;

/**
 * The order of answers. Arrival is the order of the receipts; that of a component, study or series is the arrival of the
 * first of its objects. Every order is total, so the same question gives the same sequence of answers.
 */
public enum Order {
    /** In the order of arrival; the default. */
    OLDEST_FIRST,
    /** Against the order of arrival. */
    NEWEST_FIRST,
    /** By the unique key of the level (Component ID, then the UIDs), then by arrival. */
    BY_KEY
}
