package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;

/** Looks below an entity for a path on which each level matches its keys. */
final class Below {
    private static final int PAGE = 100;

    private final EntityManager em;
    private final QueryPlan plan;
    private final List<Level> path;

    Below(EntityManager em, QueryPlan plan, List<Level> path) {
        this.em = em;
        this.plan = plan;
        this.path = path;
    }

    boolean hasMatch(Level level, long id) {
        if (path.isEmpty() || level == path.get(path.size() - 1)) {
            return true;
        }
        Level next = Level.values()[level.ordinal() + 1];
        String parent = switch (next) {
            case STUDY -> "component";
            case SERIES -> "study";
            case COMPONENT, INSTANCE -> "series";
        };
        String entity = switch (next) {
            case STUDY -> "StudyRow ";
            case SERIES -> "SeriesRow ";
            case COMPONENT, INSTANCE -> "InstanceRow ";
        };
        String a = Columns.alias(next);
        long last = 0;
        List<Object[]> page;
        do {
            Conditions conditions = new Conditions();
            conditions.of(plan, plan.partKeys(next), a).forEach(conditions::add);
            conditions.add(a + "." + parent + " = " + conditions.parameter(id));
            conditions.add(a + ".id > " + conditions.parameter(last));
            TypedQuery<Object[]> query = em.createQuery(
                            "select " + a + ".id, " + a + ".attributes, " + a + ".largeAttributes from " + entity + a
                                    + conditions.where() + " order by " + a + ".id",
                            Object[].class)
                    .setMaxResults(PAGE);
            conditions.bind(query);
            page = query.getResultList();
            for (Object[] row : page) {
                last = (Long) row[0];
                Dataset attributes = Blobs.decode((byte[]) row[1], (byte[]) row[2]);
                if (plan.matchesPart(next, attributes) && hasMatch(next, last)) {
                    return true;
                }
            }
        } while (page.size() == PAGE);
        return false;
    }
}
