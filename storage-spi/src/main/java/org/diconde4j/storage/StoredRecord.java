package org.diconde4j.storage;

import java.time.Instant;

/**
 * A version of a small document in {@link Records}.
 *
 * @param kind what kind of document it is
 * @param id what tells it from others of its kind
 * @param version the version, from 1
 * @param modified when this version was written, by the clock of the writer, in whole milliseconds
 * @param content what it says
 */
public record StoredRecord(String kind, String id, long version, Instant modified, RecordContent content) {
    /**
     * Checks names and version.
     *
     * @param kind what kind of document it is
     * @param id what tells it from others of its kind
     * @param version the version, from 1
     * @param modified when this version was written, by the clock of the writer, in whole milliseconds
     * @param content what it says
     * @throws IllegalArgumentException if a name is not of the form that {@link RecordNames} describes, or the version is not
     *     positive
     */
    public StoredRecord {
        RecordNames.requireKind(kind);
        RecordNames.requireId(id);
        if (version < 1) {
            throw new IllegalArgumentException("a stored record has a version from 1, found " + version);
        }
    }
}
