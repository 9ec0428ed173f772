package org.diconde4j.storage.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be told about a key.
 *
 * @param id its id
 * @param created when it was made, in seconds
 * @param current whether new things are encrypted with it; the others only serve to read
 * @param wrappedBy the id of the key that wraps it, or null if it is a master key
 */
public record KeyInfo(
        String id,
        Instant created,
        boolean current,
        @Nullable String wrappedBy) {}
