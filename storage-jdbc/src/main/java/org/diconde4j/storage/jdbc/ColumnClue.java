package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * To a key whose attribute has a column.
 *
 * @param tag the attribute
 * @param column its column
 * @param wanted what the column may say
 */
record ColumnClue(int tag, Columns.Column column, Wanted wanted) implements Clue {
    private static final Set<Integer> OF_FEW = Set.of(
            Tag.PatientID,
            Tag.PatientName,
            Tag.StudyInstanceUID,
            Tag.SeriesInstanceUID,
            Tag.SOPInstanceUID,
            Tag.AccessionNumber,
            Tag.StudyID);

    @Override
    public Level level() {
        return column.level();
    }

    @Override
    public boolean isOfFew() {
        return OF_FEW.contains(tag);
    }

    private boolean hasOdd() {
        return !column.isExact();
    }

    @Override
    public Condition ofRow() {
        return wanted.holdsOf(column.path(), hasOdd());
    }

    @Override
    public Condition ofTable() {
        if (wanted.ranges().isEmpty()) {
            return Condition.in(column.path(), wanted.keys(hasOdd()));
        }
        List<Condition> ids = alternatives("x." + column.name()).stream()
                .map(on -> on.within("select x.id from " + Columns.table(level()) + " x where ", ""))
                .toList();
        return Clue.anyOf(ids).within(Columns.alias(level()) + ".id in (", ")");
    }

    private List<Condition> alternatives(String path) {
        List<Condition> all = new ArrayList<>();
        wanted.ranges().forEach(range -> all.add(range.on(path)));
        List<String> keys = wanted.keys(hasOdd());
        if (!keys.isEmpty()) {
            all.add(Condition.in(path, keys));
        }
        return all;
    }

    @Override
    public @Nullable List<Part> parts() {
        if (!column.isIndexed()) {
            return null;
        }
        String a = Columns.alias(level());
        return alternatives(column.path()).stream()
                .map(on -> new Part(Columns.table(level()) + " " + a, a + ".id", on))
                .toList();
    }

    @Override
    public @Nullable Line line(Connection connection, Level asked) throws SQLException {
        Columns.Ordered ordered = column.orderedFor(asked);
        if (ordered == null) {
            return null;
        }
        List<Line.Run> runs = new ArrayList<>();
        for (Wanted.Range range : wanted.ranges()) {
            List<Line.Run> dates = tag == Tag.StudyDate ? Dates.runs(connection, range) : null;
            if (dates == null) {
                return null;
            }
            runs.addAll(dates);
        }
        for (String key : wanted.keys(hasOdd())) {
            String path = ordered.path();
            runs.add(new Line.Run(
                    ordered.place(), ordered.id(), ordered.from(), List.of(path), Condition.of(path + " = ?", key)));
        }
        return runs.size() > Line.MOST_RUNS ? null : new Line(runs);
    }
}
