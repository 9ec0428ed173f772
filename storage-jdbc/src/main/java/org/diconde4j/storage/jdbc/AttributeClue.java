package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * To a key whose attribute has values of its own.
 *
 * @param attribute the attribute
 * @param wanted which values
 */
record AttributeClue(Attributes.Definition attribute, Wanted wanted) implements Clue {
    private static final String TABLE = "attribute_value v";

    /** Of values after an attribute in an index, H2 looks up one, and goes through all of the attribute for a list. */
    private static final int MOST_ALONE = 20;

    @Override
    public Level level() {
        return attribute.path().level();
    }

    @Override
    public boolean isOfFew() {
        return false;
    }

    @Override
    public Condition ofRow() {
        return wanted.holdsOf("v.content", true)
                .within(
                        "exists (select 1 from " + TABLE + " where v.row_id = " + Columns.alias(level())
                                + ".id and v.attribute = " + attribute.id() + " and ",
                        ")");
    }

    @Override
    public Condition ofTable() {
        return Clue.anyOf(parts().stream()
                        .map(part -> part.on().within("select v.row_id as id from " + TABLE + " where ", ""))
                        .toList())
                .within(Columns.alias(level()) + ".id in (", ")");
    }

    @Override
    public List<Part> parts() {
        List<String> keys = wanted.keys(true);
        List<Condition> contents = new ArrayList<>();
        if (keys.size() <= MOST_ALONE) {
            keys.forEach(key -> contents.add(Condition.of("v.content = ?", key)));
        } else {
            contents.add(Condition.in("v.content", keys));
        }
        wanted.ranges().forEach(range -> contents.add(range.on("v.content")));
        return contents.stream()
                .map(on -> new Part(TABLE, "v.row_id", ofAttribute(on)))
                .toList();
    }

    private Condition ofAttribute(Condition on) {
        return Condition.of("v.attribute = ? and ", attribute.id()).then(on);
    }

    @Override
    public @Nullable Line line(Connection connection, Level asked) {
        List<String> keys = wanted.keys(true);
        if (asked != level() || !wanted.ranges().isEmpty() || keys.size() > Line.MOST_RUNS) {
            return null;
        }
        return new Line(keys.stream()
                .map(key -> new Line.Run(
                        "v.place",
                        "v.row_id",
                        TABLE,
                        List.of("v.attribute", "v.content"),
                        ofAttribute(Condition.of("v.content = ?", key))))
                .toList());
    }
}
