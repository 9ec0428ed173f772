package org.diconde4j.storage;

/**
 * An attribute that an index has an index of its own for.
 *
 * @param path which attribute
 * @param ready whether queries use it; before, the values of what was there already are still being taken in
 * @param done how far that has come, in sequences of receipts
 * @param total how far it has to come; not less than {@code done}
 */
public record IndexedAttribute(AttributePath path, boolean ready, long done, long total) {}
