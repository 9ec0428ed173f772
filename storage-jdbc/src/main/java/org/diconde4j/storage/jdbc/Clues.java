package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/** What columns and the values of indexed attributes can tell about the keys of a query. */
final class Clues {
    static final String NO_VALUE = "\"\"";

    private final QueryPlan plan;
    private final List<Attributes.Definition> attributes;

    /** Those that clues were found by. */
    private final Set<Long> used = new HashSet<>();

    /**
     * Looks for clues to a query.
     *
     * @param plan the query
     * @param attributes those that have an index of their own
     */
    Clues(QueryPlan plan, List<Attributes.Definition> attributes) {
        this.plan = plan;
        this.attributes =
                attributes.stream().filter(Attributes.Definition::ready).toList();
    }

    QueryPlan plan() {
        return plan;
    }

    /** Whether what they say still holds: the values of an attribute are removed after it is. */
    boolean hold(Connection connection) throws SQLException {
        return used.isEmpty()
                || Attributes.all(connection).stream()
                        .map(Attributes.Definition::id)
                        .collect(Collectors.toSet())
                        .containsAll(used);
    }

    /** Those that follow from the keys whose attributes have a column or values at a level. */
    List<Clue> of(Dataset keys, Level level) {
        List<Clue> clues = new ArrayList<>();
        for (Element key : keys) {
            Columns.Column column = Columns.of(key.tag());
            Clue clue = column == null || column.level() != level ? null : of(key, column);
            if (clue != null) {
                clues.add(clue);
            }
        }
        for (Attributes.Definition attribute : attributes) {
            Element key = attribute.path().level() == level ? attribute.path().keyIn(keys) : null;
            Wanted wanted = key == null ? null : AttributeValues.wanted(plan, attribute.path(), key);
            if (wanted != null) {
                used.add(attribute.id());
                clues.add(new AttributeClue(attribute, wanted));
            }
        }
        return clues;
    }

    /** What must hold of rows of a level that are at hand. */
    List<Condition> ofRow(Dataset keys, Level level) {
        return of(keys, level).stream().map(Clue::ofRow).toList();
    }

    /** What must hold of all rows of a level. */
    List<Condition> ofTable(Dataset keys, Level level) {
        return of(keys, level).stream().map(Clue::ofTable).toList();
    }

    private @Nullable Clue of(Element key, Columns.Column column) {
        VR vr = Dictionary.standard().vrOf(key.tag());
        List<String> values = key.strings();
        if (key.isSequence() || key.vr() != vr) {
            return null;
        }
        if (plan.rules().emptyValues() && values.equals(List.of(NO_VALUE))) {
            return new NoValueClue(column);
        }
        Wanted wanted = Wanted.of(plan, vr, values);
        return wanted == null ? null : new ColumnClue(key.tag(), column, wanted);
    }
}
