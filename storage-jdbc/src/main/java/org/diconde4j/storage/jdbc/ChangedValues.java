package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Level;

/**
 * What the rows that a transaction writes say from here on, so that the values of indexed attributes are committed with them.
 * Whoever writes attributes of a row, or takes one out, has to tell it here.
 */
final class ChangedValues {
    private final EntityManager em;
    private final List<Attributes.Definition> definitions;
    private final Map<Level, Map<Long, Attributes.Said>> rows = new EnumMap<>(Level.class);

    /** Needs a transaction that has locked the state, so that no attribute is added beside. */
    ChangedValues(EntityManager em) {
        this.em = em;
        this.definitions = em.<Connection, List<Attributes.Definition>>callWithConnection(Attributes::all);
    }

    /** Takes the attributes of a row; empty ones if there is no such row any more. */
    void put(Level level, long id, long first, Dataset attributes) {
        if (definitions.stream().anyMatch(d -> d.path().level() == level)) {
            rows.computeIfAbsent(level, l -> new HashMap<>()).put(id, new Attributes.Said(first, attributes));
        }
    }

    /** Writes the values of what was put. */
    void flush() {
        if (!rows.isEmpty()) {
            em.<Connection>runWithConnection(connection -> {
                for (Map.Entry<Level, Map<Long, Attributes.Said>> level : rows.entrySet()) {
                    Attributes.put(connection, definitions, level.getKey(), level.getValue());
                }
            });
            rows.clear();
        }
    }
}
