package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.storage.Level;

/**
 * Rows of a level in the order of arrival, without a look at others: runs that are put together. To read the next ones takes as long in a
 * large index as in a small one.
 *
 * @param runs the runs, each of which an index has in one piece
 */
record Line(List<Run> runs) {
    /** So many runs are worth it. */
    static final int MOST_RUNS = 100;

    /**
     * Entries of an index that say the same in all columns before the place, and so are in the order of arrival.
     *
     * @param place the column with the place
     * @param id the column with the id of the row
     * @param from the table, with an alias
     * @param before the columns of the index before the place
     * @param on what those columns say, and maybe what else shall hold
     */
    record Run(String place, String id, String from, List<String> before, Condition on) {
        private Condition next(boolean newest, long after, int most) {
            StringBuilder order = new StringBuilder(" order by ");
            // H2 takes an index for the order only if that names all of its columns.
            before.forEach(column -> order.append(column).append(newest ? " desc, " : ", "));
            return Condition.join(" and ", List.of(on, Condition.of(place + (newest ? " < ?" : " > ?"), after)))
                    .within(
                            "select " + place + " as place, " + id + " as id from " + from + " where ",
                            order + place + (newest ? " desc" : "") + " fetch first " + most + " rows only");
        }
    }

    /** All rows of a level. */
    static Line all(Level level) {
        String a = Columns.alias(level);
        return new Line(List.of(new Run(
                a + ".first_sequence",
                a + ".id",
                Columns.table(level) + " " + a,
                List.of(),
                Condition.of(a + ".first_sequence > 0"))));
    }

    /**
     * The rows after a place, in their order; each once.
     *
     * @param most so many entries are read
     */
    Entries after(Connection connection, boolean newest, long place, int most) throws SQLException {
        List<Condition> parts =
                runs.stream().map(run -> run.next(newest, place, most)).toList();
        Condition question = parts.size() == 1
                ? parts.get(0)
                : Condition.join(
                                " union all ",
                                parts.stream().map(p -> p.within("(", ")")).toList())
                        .within(
                                "select u.place, u.id from (",
                                ") u order by u.place" + (newest ? " desc" : "") + " fetch first " + most
                                        + " rows only");
        List<Place> read = question.list(connection, row -> new Place(row.getLong(1), row.getLong(2)));
        Map<Long, Place> once = new LinkedHashMap<>();
        read.forEach(p -> once.put(p.first(), p));
        return new Entries(new ArrayList<>(once.values()), read.size() < most);
    }

    /**
     * A piece of a line.
     *
     * @param places the rows
     * @param isEnd whether none come after them
     */
    record Entries(List<Place> places, boolean isEnd) {
        Place first() {
            return places.get(0);
        }

        Place last() {
            return places.get(places.size() - 1);
        }
    }
}
