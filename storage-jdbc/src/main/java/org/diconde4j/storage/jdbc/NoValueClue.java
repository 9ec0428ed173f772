package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.util.List;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * To a key that asks for rows without a value.
 *
 * @param column the column that has none
 */
record NoValueClue(Columns.Column column) implements Clue {
    @Override
    public Level level() {
        return column.level();
    }

    @Override
    public boolean isOfFew() {
        return false;
    }

    @Override
    public Condition ofRow() {
        return Condition.of("(" + column.path() + " is null or " + column.path() + " = ?)", Columns.ODD);
    }

    @Override
    public Condition ofTable() {
        return ofRow();
    }

    @Override
    public @Nullable List<Part> parts() {
        return null;
    }

    @Override
    public @Nullable Line line(Connection connection, Level asked) {
        return null;
    }
}
