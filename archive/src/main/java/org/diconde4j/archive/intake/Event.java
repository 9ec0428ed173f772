package org.diconde4j.archive.intake;

import org.diconde4j.storage.Source;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to what is kept, and why.
 *
 * @param source who
 * @param reason why, or null
 */
public record Event(Source source, @Nullable String reason) {}
