package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Studies whose date is in a range, in the order of arrival: those of whole years, of whole months, and at the ends of months of which only
 * some days count. For a single day there is an index as well.
 */
final class Dates {
    /** A range over more of them begins and ends where there are any. */
    private static final int MANY_YEARS = 10;

    private Dates() {}

    /** Null if it has more pieces than are worth it. */
    static @Nullable List<Line.Run> runs(Connection connection, Wanted.Range range) throws SQLException {
        int from = Integer.parseInt((range.from() + "00000000").substring(0, 8));
        int to = Integer.parseInt(range.to().substring(0, 8));
        if (to / 10000 - from / 10000 > MANY_YEARS) {
            from = Math.max(from, 10000 * year(connection, "study_year >= ''", "study_year", 10000));
            to = Math.min(
                    to, 10000 * year(connection, "study_year < '" + Columns.ODD + "'", "study_year desc", -1) + 9999);
        }
        List<Line.Run> runs = new ArrayList<>();
        if (from == to) {
            runs.add(run("study_date", "%08d", from));
            return runs;
        }
        int last = month(to);
        for (int month = month(from); month <= last && runs.size() <= Line.MOST_RUNS; ) {
            int year = month / 12;
            if (month % 12 == 0 && from <= 10000 * year + 101 && to >= 10000 * year + 1231) {
                runs.add(run("study_year", "%04d", year));
                month += 12;
            } else {
                runs.add(inMonth(100 * year + month % 12 + 1, from, to));
                month++;
            }
        }
        return runs.size() <= Line.MOST_RUNS ? runs : null;
    }

    /** The first or last year of a study. */
    private static int year(Connection connection, String among, String order, int none) throws SQLException {
        List<Integer> years = Condition.of("select study_year from study where " + among + " order by " + order
                        + " fetch first 1 row only")
                .list(
                        connection,
                        row -> row.getString(1).equals(Columns.ODD) ? none : Integer.parseInt(row.getString(1)));
        return years.isEmpty() ? none : years.get(0);
    }

    /** A month since year 0; columns have no dates of others than twelve. */
    private static int month(int date) {
        int month = date / 100 % 100;
        return 12 * (date / 10000) + Math.max(0, Math.min(11, month - 1));
    }

    private static Line.Run inMonth(int month, int from, int to) {
        Line.Run whole = run("study_month", "%06d", month);
        if (from <= 100 * month + 1 && to >= 100 * month + 31) {
            return whole;
        }
        return new Line.Run(
                whole.place(),
                whole.id(),
                whole.from(),
                whole.before(),
                whole.on()
                        .then(Condition.of(
                                " and s.study_date >= ? and s.study_date <= ?", text("%08d", from), text("%08d", to))));
    }

    private static Line.Run run(String column, String format, int value) {
        return new Line.Run(
                "s.first_sequence",
                "s.id",
                "study s",
                List.of("s." + column),
                Condition.of("s." + column + " = ?", text(format, value)));
    }

    private static String text(String format, int value) {
        return String.format(Locale.ROOT, format, value);
    }
}
