package org.diconde4j.archive.outbox;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in an outbox, for a user interface or a log.
 *
 * @param destination the title of the destination
 * @param entry the object in its new state; null if the destination could not be reached or asked, which concerns them all
 * @param problem what went wrong, null if nothing did
 */
public record OutboxEvent(
        String destination,
        @Nullable OutboxEntry entry,
        @Nullable String problem) {}
