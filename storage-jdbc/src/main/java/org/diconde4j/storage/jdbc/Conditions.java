package org.diconde4j.storage.jdbc;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a query in JPQL, with their parameters. They leave out what surely does not match, and never anything that
 * does; the matcher has the last word.
 */
final class Conditions {
    /** Sorts after every continuation of a prefix. */
    private static final String LAST = "\uFFFF";

    private static final String NO_VALUE = "\"\"";

    private final List<String> all = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    void add(String condition) {
        all.add(condition);
    }

    /** Gives a value a name that a condition can use. */
    String parameter(Object value) {
        String name = "p" + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    String where() {
        return all.isEmpty() ? "" : " where " + String.join(" and ", all);
    }

    void bind(Query query) {
        parameters.forEach(query::setParameter);
    }

    /** The conditions that follow from keys whose attributes have a column that is in reach. */
    List<String> of(QueryPlan plan, Dataset keys, String aliases) {
        List<String> conditions = new ArrayList<>();
        for (Element key : keys) {
            String path = Columns.path(key.tag());
            if (path != null && aliases.indexOf(path.charAt(0)) >= 0) {
                String condition = of(plan, key, path);
                if (condition != null) {
                    conditions.add(condition);
                }
            }
        }
        return conditions;
    }

    private @Nullable String of(QueryPlan plan, Element key, String path) {
        VR vr = Dictionary.standard().vrOf(key.tag());
        List<String> values = key.strings();
        if (key.isEmpty() || key.isSequence() || values.stream().allMatch(String::isEmpty) || key.vr() != vr) {
            return null;
        }
        if (vr == VR.PN && plan.rules().fuzzyNames() || vr == VR.DA && plan.movesDates()) {
            return null; // matches what is written otherwise
        }
        if (plan.rules().emptyValues() && values.equals(List.of(NO_VALUE))) {
            return "(" + path + " is null or " + path + " = " + parameter(Columns.ODD) + ")";
        }
        List<String> exact = new ArrayList<>();
        List<String> ranges = new ArrayList<>();
        for (String value : values) {
            String normal = Columns.normal(vr, value);
            int wild = wildcard(vr, normal);
            if (vr == VR.PN && normal.indexOf('=') >= 0) {
                return null; // matches group by group
            }
            if (vr == VR.DA) {
                String range = dates(path, value);
                if (range == null) {
                    return null;
                }
                ranges.add(range);
            } else if (wild < 0 && !normal.isEmpty()) {
                exact.add(normal);
            } else if (wild > 0) {
                String prefix = normal.substring(0, wild);
                ranges.add("(" + path + " >= " + parameter(prefix) + " and " + path + " < " + parameter(prefix + LAST)
                        + ")");
            } else {
                return null; // nothing that a column could tell
            }
        }
        if (!Columns.isExact(path)) {
            exact.add(Columns.ODD);
        }
        if (!exact.isEmpty()) {
            ranges.add(path + " in " + parameter(exact));
        }
        return "(" + String.join(" or ", ranges) + ")";
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
    private @Nullable String dates(String path, String value) {
        int hyphen = value.indexOf('-');
        String from = hyphen < 0 ? value : value.substring(0, hyphen);
        String to = hyphen < 0 ? value : value.substring(hyphen + 1);
        if (!from.matches("[0-9]{0,8}") || !to.matches("[0-9]{0,8}")) {
            return null;
        }
        return "(" + path + " >= " + parameter(from) + " and " + path + " <= " + parameter(to + "99999999") + ")";
    }
}
