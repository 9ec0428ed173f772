package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * What columns can tell about the keys of a query. The conditions leave out what surely does not match, and never anything that
 * does; the matcher has the last word.
 *
 * <p>Databases use an index for a list of values, and for a range, but H2 not for one or the other; so what needs both is a union
 * of ids.
 */
final class Conditions {
    /** Sorts after every continuation of a prefix. */
    private static final String LAST = "\uFFFF";

    /** Of values after an attribute in an index, H2 looks up one, and goes through all of the attribute for a list. */
    private static final int MOST_ALONE = 20;

    static final String NO_VALUE = "\"\"";

    private final QueryPlan plan;
    private final List<Attributes.Definition> attributes;

    /**
     * Makes conditions for a query.
     *
     * @param plan the query
     * @param attributes those that have an index of their own
     */
    Conditions(QueryPlan plan, List<Attributes.Definition> attributes) {
        this.plan = plan;
        this.attributes =
                attributes.stream().filter(Attributes.Definition::ready).toList();
    }

    QueryPlan plan() {
        return plan;
    }

    /** Whether what they say still holds: the values of an attribute are removed after it is. */
    boolean hold(Connection connection) throws SQLException {
        return attributes.isEmpty()
                || Attributes.all(connection).stream()
                        .map(Attributes.Definition::id)
                        .toList()
                        .containsAll(attributes.stream()
                                .map(Attributes.Definition::id)
                                .toList());
    }

    /** The conditions on the rows of a level that follow from those keys whose attributes have a column or values there. */
    List<Condition> of(Dataset keys, Level level) {
        return of(keys, level, 0);
    }

    /** The same for rows with ids above one. */
    List<Condition> of(Dataset keys, Level level, long after) {
        List<Condition> conditions = new ArrayList<>();
        for (Element key : keys) {
            Columns.Column column = Columns.of(key.tag());
            if (column != null && column.level() == level) {
                Condition condition = of(plan, key, column, after);
                if (condition != null) {
                    conditions.add(condition);
                }
            }
        }
        for (Attributes.Definition attribute : attributes) {
            Element key = attribute.path().level() == level ? attribute.path().keyIn(keys) : null;
            Wanted wanted = key == null ? null : AttributeValues.wanted(plan, attribute.path(), key);
            if (wanted != null) {
                conditions.add(of(attribute, wanted, level, after));
            }
        }
        return conditions;
    }

    private static Condition of(Attributes.Definition attribute, Wanted wanted, Level level, long after) {
        List<String> exact = new ArrayList<>(wanted.exact());
        exact.add(Columns.ODD);
        List<String> keys = exact.stream().map(Text::key).toList();
        List<Condition> ids = new ArrayList<>();
        if (keys.size() <= MOST_ALONE) {
            keys.forEach(key -> ids.add(Condition.of("v.content = ?", key)));
        } else {
            ids.add(Condition.in("v.content", keys));
        }
        wanted.ranges().forEach(range -> ids.add(range.on("v.content")));
        return anyOf(ids.stream()
                        .map(c -> Condition.of(
                                        "select v.row_id as id from attribute_value v where v.attribute = ? and ",
                                        attribute.id())
                                .then(c)
                                .then(above("v.row_id", after)))
                        .toList())
                .within(Columns.alias(level) + ".id in (", ")");
    }

    private static Condition above(String id, long after) {
        return after == 0 ? Condition.of("") : Condition.of(" and " + id + " > ?", after);
    }

    /** H2 asks a union again for each row that is compared with it, unless that is a table of its own. */
    private static Condition anyOf(List<Condition> ids) {
        return ids.size() == 1 ? ids.get(0) : Condition.join(" union all ", ids).within("select u.id from (", ") u");
    }

    private static @Nullable Condition of(QueryPlan plan, Element key, Columns.Column column, long after) {
        VR vr = Dictionary.standard().vrOf(key.tag());
        List<String> values = key.strings();
        if (key.isSequence() || key.vr() != vr) {
            return null;
        }
        if (plan.rules().emptyValues() && values.equals(List.of(NO_VALUE))) {
            return Condition.of("(" + column.path() + " is null or " + column.path() + " = ?)", Columns.ODD);
        }
        Wanted wanted = Wanted.of(plan, vr, values);
        if (wanted == null) {
            return null;
        }
        List<String> exact = new ArrayList<>(wanted.exact());
        if (!column.isExact()) {
            exact.add(Columns.ODD);
        }
        if (wanted.ranges().isEmpty()) {
            return Condition.in(column.path(), exact.stream().map(Text::key).toList());
        }
        List<Condition> ids = ids(wanted, exact, column);
        ids.replaceAll(c -> c.then(above("x.id", after)));
        return anyOf(ids).within(Columns.alias(column.level()) + ".id in (", ")");
    }

    /** The ids of the rows whose column has one of some values or is in a range, parts of a union. */
    private static List<Condition> ids(Wanted wanted, List<String> exact, Columns.Column column) {
        String from = "select x.id from " + Columns.table(column.level()) + " x where ";
        String path = "x." + column.name();
        List<Condition> ids = new ArrayList<>();
        wanted.ranges().forEach(range -> ids.add(range.on(path).within(from, "")));
        if (!exact.isEmpty()) {
            ids.add(Condition.in(path, exact.stream().map(Text::key).toList()).within(from, ""));
        }
        return ids;
    }

    /** Asks for the highest id of those rows that may match a range of dates, of which an index knows without a look at them. */
    @Nullable
    Condition highest(Element dates) {
        Columns.Column column = Columns.of(dates.tag());
        if (column == null || dates.vr() != VR.DA) {
            return null;
        }
        Wanted wanted = Wanted.of(plan, VR.DA, dates.strings());
        return wanted == null
                ? null
                : Condition.join(" union all ", ids(wanted, List.of(Columns.ODD), column))
                        .within("select max(u.id) from (", ") u");
    }

    /**
     * The values that can match a key, as columns hold them.
     *
     * @param exact single ones
     * @param ranges whole ranges
     */
    record Wanted(List<String> exact, List<Range> ranges) {
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
    }

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
