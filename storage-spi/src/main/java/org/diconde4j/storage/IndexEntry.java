package org.diconde4j.storage;

import org.diconde4j.data.Dataset;

/**
 * What an index is told about one event.
 *
 * @param receipt the receipt of the event
 * @param attributes all elements of the object, those of bulk values maybe without a way to read them ({@link BulkPlace#of}); empty for an
 *     event that puts no instance into the archive
 */
public record IndexEntry(Receipt receipt, Dataset attributes) {}
