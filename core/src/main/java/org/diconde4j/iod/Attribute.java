package org.diconde4j.iod;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a module table.
 *
 * @param tag the attribute; that of group 6000 stands for all its repeating groups
 * @param type how much it is needed
 * @param single whether the sequence has one item at most
 * @param terms what its values may be, none if anything
 * @param condition when types 1C and 2C are needed, or null if that cannot be decided from the data set
 * @param onlyThen whether it must be absent when the condition does not hold
 * @param instead the module whose line for the attribute it replaces, or null if none
 * @param items what the items of a sequence hold, or null if it is none
 * @param source the module or macro that the line is from
 */
record Attribute(
        int tag,
        Type type,
        boolean single,
        List<Terms> terms,
        @Nullable Condition condition,
        boolean onlyThen,
        @Nullable String instead,
        @Nullable Rules items,
        Definition source) {

    boolean isRepeating() {
        return tag >>> 16 == 0x6000;
    }
}
