package org.diconde4j.storage;

/**
 * The room of a store.
 *
 * @param usable how many bytes can still be written, at a guess: others may write as well
 * @param total how many bytes there are in all, those in use included
 */
public record Space(long usable, long total) {
    /**
     * Checks the numbers.
     *
     * @param usable how many bytes can still be written
     * @param total how many bytes there are in all
     * @throws IllegalArgumentException if one is negative
     */
    public Space {
        if (usable < 0 || total < 0) {
            throw new IllegalArgumentException("space must not be negative: usable " + usable + ", total " + total);
        }
    }
}
