package org.diconde4j.io;

import java.util.Locale;

/**
 * Something in the input that breaks a rule but leaves the meaning clear.
 *
 * @param problem what was expected and what was found
 * @param tag the element, 0 if none
 * @param offset bytes from the beginning of the input, -1 if it is no matter of a place
 * @param cutOff whether the input ends here before it should, so that more may have belonged to it
 */
public record Deviation(String problem, int tag, long offset, boolean cutOff) {
    /**
     * A deviation of an input that is all there.
     *
     * @param problem what was expected and what was found
     * @param tag the element, 0 if none
     * @param offset bytes from the beginning of the input, -1 if it is no matter of a place
     */
    public Deviation(String problem, int tag, long offset) {
        this(problem, tag, offset, false);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s (element (%04X,%04X)%s)",
                problem,
                tag >>> 16,
                tag & 0xFFFF,
                offset < 0 ? "" : ", offset " + offset);
    }
}
