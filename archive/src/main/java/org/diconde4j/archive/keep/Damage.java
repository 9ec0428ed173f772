package org.diconde4j.archive.keep;

import org.diconde4j.storage.Receipt;

/**
 * An object that is not as it was received.
 *
 * @param receipt what was recorded
 * @param problem what was expected and found
 * @param missing whether the object is not there at all
 */
public record Damage(Receipt receipt, String problem, boolean missing) {}
