package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of SQL with the values of its parameters, in their order.
 *
 * @param text the SQL
 * @param values a value for each question mark in it
 */
record Condition(String text, List<Object> values) {
    static Condition of(String text, Object... values) {
        return new Condition(text, List.of(values));
    }

    /** PostgreSQL takes 65,535 parameters, and there may be others. */
    private static final int LONGEST_PADDED = 1 << 14;

    /** One of some values; lists of about the same length have the same text, so that the database knows it already, but for long ones. */
    static Condition in(String what, List<?> values) {
        int room = values.size() > LONGEST_PADDED
                ? values.size()
                : Integer.highestOneBit(Math.max(1, 2 * values.size() - 1));
        List<Object> padded = new ArrayList<>(values);
        while (padded.size() < room) {
            padded.add(padded.get(0));
        }
        return new Condition(what + " in (" + marks(room) + ")", padded);
    }

    private static String marks(int count) {
        String[] marks = new String[count];
        Arrays.fill(marks, "?");
        return String.join(", ", marks);
    }

    static Condition join(String separator, List<Condition> all) {
        return new Condition(
                all.stream().map(Condition::text).collect(Collectors.joining(separator)),
                all.stream().flatMap(c -> c.values.stream()).toList());
    }

    static Condition where(List<Condition> all) {
        return all.isEmpty() ? of("") : join(" and ", all).within(" where ", "");
    }

    Condition within(String before, String after) {
        return new Condition(before + text + after, values);
    }

    Condition then(Condition more) {
        return new Condition(
                text + more.text,
                Stream.concat(values.stream(), more.values.stream()).toList());
    }

    /** What to make of a row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Runs this as a query. */
    <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(row.of(rows));
                }
            }
            return all;
        }
    }
}
