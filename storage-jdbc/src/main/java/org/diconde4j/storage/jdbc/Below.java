package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;

/**
 * Looks below the entities of a page for a path on which each level matches its keys: a query for the rows below all of them, and
 * one for each entity only where instances have to be looked through one after the other until one matches.
 */
final class Below {
    private static final int PAGE = 200;

    private final Connection connection;
    private final Clues clues;
    private final QueryPlan plan;
    private final Inside inside;

    /** A look at what may be known. */
    Below(Connection connection, Clues clues, Inside inside) {
        this.connection = connection;
        this.clues = clues;
        this.inside = inside;
        this.plan = clues.plan();
    }

    /** Those of the entities below which there is such a path. */
    Set<Long> matching(Level level, Collection<Long> entities) throws SQLException {
        if (level == plan.lowest()) {
            return new HashSet<>(entities);
        }
        Level next = Level.values()[level.ordinal() + 1];
        List<Condition> known = clues.ofRow(plan.partKeys(next), next);
        Set<Long> matching = new HashSet<>();
        if (next == Level.INSTANCE && known.isEmpty()) {
            for (long entity : entities) {
                look(next, known, List.of(entity), matching);
            }
        } else if (!entities.isEmpty()) {
            look(next, known, List.copyOf(entities), matching);
        }
        return matching;
    }

    private void look(Level at, List<Condition> known, List<Long> parents, Set<Long> matching) throws SQLException {
        String a = Columns.alias(at);
        long last = 0;
        int found;
        do {
            List<Condition> on = new ArrayList<>(known);
            on.add(Condition.in(a + "." + Columns.parent(at), parents));
            on.add(Condition.of(a + ".id > ?", last));
            List<Row> rows = Condition.where(on)
                    .within(
                            "select " + a + ".id, " + a + "." + Columns.parent(at) + ", " + a + ".attributes, " + a
                                    + ".large_attributes from " + Columns.table(at) + " " + a,
                            " order by " + a + ".id fetch first " + PAGE + " rows only")
                    .list(
                            connection,
                            row -> new Row(
                                    row.getLong(1), row.getLong(2), Blobs.decode(row.getBytes(3), row.getBytes(4))));
            found = rows.size();
            Map<Long, Long> fitting = new HashMap<>();
            for (Row row : rows) {
                last = row.id();
                if (!matching.contains(row.parent()) && plan.matchesPart(at, row.attributes())) {
                    fitting.put(row.id(), row.parent());
                }
            }
            if (at == Level.STUDY) { // of a component; what is below a study is inside with it
                fitting.keySet().retainAll(inside.of(connection, at, fitting.keySet()));
            }
            matching(at, fitting.keySet()).forEach(id -> matching.add(fitting.get(id)));
        } while (found == PAGE && !matching.containsAll(parents));
    }

    private record Row(long id, long parent, Dataset attributes) {}
}
