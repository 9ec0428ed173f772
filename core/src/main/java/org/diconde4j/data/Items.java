package org.diconde4j.data;

import java.util.List;

/**
 * The items of a sequence with the manner in which they were encoded, so that writing gives the same bytes
 * (PS3.5 7.5).
 *
 * @param datasets the items in order
 * @param undefinedLength whether the sequence ends with a delimiter
 * @param itemsUndefined for each item whether it ends with a delimiter, the last standing for all that follow; empty if
 *     none does
 */
record Items(List<Dataset> datasets, boolean undefinedLength, boolean[] itemsUndefined) {
    static final boolean[] NONE = {};
    static final boolean[] ALL = {true};

    /** The same texts where another character set holds around the items. */
    Items within(CharacterSet around) {
        List<Dataset> within = datasets.stream().map(d -> d.within(around)).toList();
        boolean same = true;
        for (int i = 0; i < within.size(); i++) {
            same &= within.get(i) == datasets.get(i);
        }
        return same ? this : new Items(within, undefinedLength, itemsUndefined);
    }

    boolean itemUndefined(int index) {
        return itemsUndefined.length > 0 && itemsUndefined[Math.min(index, itemsUndefined.length - 1)];
    }
}
