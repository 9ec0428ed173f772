package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * What an index tells about a key of a query. It leaves out what surely does not match, and never anything that does; the matcher has the
 * last word.
 */
interface Clue {
    /** The level whose rows have the attribute. */
    Level level();

    /** Whether hardly more than a few rows have the same value. */
    boolean isOfFew();

    /** What must hold of a row that is at hand already. */
    Condition ofRow();

    /**
     * The same for all rows of the table: a list of values or a set of ids. Databases use an index for a list of values, and for a range, but
     * H2 not for one or the other; so what needs both is a union of ids.
     */
    Condition ofTable();

    /**
     * The rows for which it holds, in parts of which each is a piece of an index.
     *
     * @return null if no index has them
     */
    @Nullable
    List<Part> parts();

    /**
     * The rows of the level asked for, in the order of arrival, that it may leave.
     *
     * @return null if no index has them in this order
     */
    @Nullable
    Line line(Connection connection, Level asked) throws SQLException;

    /**
     * Rows that an index finds.
     *
     * @param from the table, with the alias
     * @param id the column with the id of the row
     * @param on what has to hold
     */
    record Part(String from, String id, Condition on) {}

    /** H2 asks a union again for each row that is compared with it, unless that is a table of its own. */
    static Condition anyOf(List<Condition> ids) {
        return ids.size() == 1 ? ids.get(0) : Condition.join(" union all ", ids).within("select u.id from (", ") u");
    }
}
