package org.diconde4j.storage.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * The values that can match a key, as columns hold them.
 *
 * @param exact single ones
 * @param ranges whole ranges
 */
record Wanted(List<String> exact, List<Range> ranges) {
    /** Sorts after every continuation of a prefix. */
    private static final String LAST = "\uFFFF";

    /**
     * From one value to another, in the order of code units.
     *
     * @param from the first
     * @param to what is after the last
     */
    record Range(String from, String to) {
        Condition on(String path) {
            return Condition.of(path + " >= ? and " + path + " < ?", Text.plain(from), Text.plain(to));
        }
    }

    /** Null if it is nothing that a column could tell. */
    static @Nullable Wanted of(QueryPlan plan, VR vr, List<String> values) {
        if (values.isEmpty() || values.stream().allMatch(String::isEmpty)) {
            return null;
        }
        if (vr == VR.PN && plan.rules().fuzzyNames() || vr == VR.DA && plan.movesDates()) {
            return null; // matches what is written otherwise
        }
        List<String> exact = new ArrayList<>();
        List<Range> ranges = new ArrayList<>();
        for (String value : values) {
            String normal = Columns.normal(vr, value);
            int wild = wildcard(vr, normal);
            if (vr == VR.PN && normal.indexOf('=') >= 0) {
                return null; // matches group by group
            }
            if (vr == VR.DA) {
                Range range = dates(value);
                if (range == null) {
                    return null;
                }
                ranges.add(range);
            } else if (wild < 0 && !normal.isEmpty()) {
                exact.add(normal);
            } else if (wild > 0) {
                String prefix = normal.substring(0, wild);
                ranges.add(new Range(prefix, prefix + LAST));
            } else {
                return null;
            }
        }
        return new Wanted(exact, ranges);
    }

    /** The single values as columns with an index hold them, and that of what has the last word elsewhere. */
    List<String> keys(boolean withOdd) {
        List<String> keys = new ArrayList<>(exact.stream().map(Text::key).toList());
        if (withOdd) {
            keys.add(Columns.ODD);
        }
        return keys;
    }

    /**
     * What must hold of a row that is at hand. Its column is hidden from the planners, of which H2's would rather go through all rows with such
     * a value than look at this one.
     */
    Condition holdsOf(String column, boolean withOdd) {
        String path = "coalesce(" + column + ", '')";
        List<Condition> any = new ArrayList<>();
        ranges.forEach(range -> any.add(range.on(path).within("(", ")")));
        List<String> keys = keys(withOdd);
        if (!keys.isEmpty()) {
            any.add(Condition.in(path, keys));
        }
        return any.size() == 1 ? any.get(0) : Condition.join(" or ", any).within("(", ")");
    }

    private static int wildcard(VR vr, String value) {
        if (vr == VR.UI) {
            return -1;
        }
        int star = value.indexOf('*');
        int mark = value.indexOf('?');
        return star < 0 ? mark : mark < 0 ? star : Math.min(star, mark);
    }

    /** A range of dates (PS3.4 C.2.2.2.5) over values of eight digits; null for one that is not made of digits alone. */
    private static @Nullable Range dates(String value) {
        int hyphen = value.indexOf('-');
        String from = hyphen < 0 ? value : value.substring(0, hyphen);
        String to = hyphen < 0 ? value : value.substring(hyphen + 1);
        boolean digits = from.matches("[0-9]{0,8}") && to.matches("[0-9]{0,8}");
        return digits ? new Range(from, to + "99999999" + LAST) : null;
    }
}
