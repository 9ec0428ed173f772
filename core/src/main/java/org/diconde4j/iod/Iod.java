package org.diconde4j.iod;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An information object definition (PS3.3 annex A).
 *
 * @param title its name
 * @param paragraph its section in PS3.3, {@code -} if it has none
 * @param secondHand whether its text is not open, so that it gives warnings only
 * @param modules in the order of the standard
 * @param groups its functional groups, none if it has no frames
 */
record Iod(String title, String paragraph, boolean secondHand, List<Use> modules, List<Use> groups) {

    /**
     * How a module or functional group is used.
     *
     * @param definition which
     * @param rules its attributes
     * @param usage {@code M} mandatory, {@code C} conditional, {@code U} user option
     * @param condition when it is needed, or null if that cannot be decided
     */
    record Use(
            Definition definition,
            Rules rules,
            char usage,
            @Nullable Condition condition) {}

    String reference() {
        return paragraph.equals("-") ? "second-hand" : "PS3.3 " + paragraph;
    }
}
