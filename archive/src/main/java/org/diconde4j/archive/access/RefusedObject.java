package org.diconde4j.archive.access;

/**
 * An object that somebody may not store, by the names that it came with.
 *
 * @param sopClassUid its SOP Class UID
 * @param sopInstanceUid its SOP Instance UID
 */
public record RefusedObject(String sopClassUid, String sopInstanceUid) {}
