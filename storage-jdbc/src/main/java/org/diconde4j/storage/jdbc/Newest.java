package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the newest rows of a level among the newest, so that a first page need not look up and sort all rows that match, which
 * of an inspector or a year are many.
 *
 * <p>A row has the id of the entry that made it and the place of its earliest one, so what arrived after some sequence has a higher
 * id as well, and ids are what indexes of other keys hold. Only a row whose first instance was taken out may have a place above its id;
 * the state remembers the highest such place, and below it this does not look.
 */
final class Newest {
    /** So many rows are looked through first, and then. */
    private static final int[] AMONG = {500, 5000};

    private Newest() {}

    /** Finds rows. */
    @FunctionalInterface
    interface Search<T> {
        /** All that match and arrived after a sequence, or as many of the newest as are wanted. */
        List<T> after(long sequence) throws SQLException;
    }

    /**
     * Looks for the first page.
     *
     * @param highest asks for an id above which none match; null if any may
     * @param atLeast so many are needed
     * @return at least so many that are the newest of all that match; none if there are not so many among the newest rows
     */
    static <T> List<T> find(
            Connection connection, Level level, @Nullable Condition highest, long atLeast, Search<T> search)
            throws SQLException {
        long top = Long.MAX_VALUE;
        if (highest != null) {
            top = highest.list(connection, row -> row.getLong(1)).get(0);
        }
        for (int among : AMONG) {
            List<Long> floor = Condition.of(
                            "select first_sequence from " + Columns.table(level)
                                    + " where first_sequence <= ? order by first_sequence desc offset " + among
                                    + " rows fetch first 1 row only",
                            top)
                    .list(connection, row -> row.getLong(1));
            if (floor.isEmpty()) {
                return List.of();
            }
            List<T> found = search.after(floor.get(0));
            if (found.size() >= atLeast) {
                return raised(connection) <= floor.get(0) ? found : List.of();
            }
        }
        return List.of();
    }

    /** Asked for after the search, as somebody may take out an instance meanwhile. */
    private static long raised(Connection connection) throws SQLException {
        return Condition.of("select raised from state")
                .list(connection, row -> row.getLong(1))
                .get(0);
    }
}
