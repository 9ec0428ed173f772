package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/** What differs between the rows of components, studies and series. */
final class Rows {
    private Rows() {}

    static Class<? extends LevelRow> type(Level level) {
        return switch (level) {
            case COMPONENT -> ComponentRow.class;
            case STUDY -> StudyRow.class;
            case SERIES -> SeriesRow.class;
            case INSTANCE -> throw new IllegalArgumentException("an instance has no rows below it");
        };
    }

    static LevelRow make(Level level, long parent, String key, Known from) {
        LevelRow row = switch (level) {
            case COMPONENT -> {
                ComponentRow c = new ComponentRow();
                c.identityKey = key;
                yield c;
            }
            case STUDY -> {
                StudyRow s = new StudyRow();
                s.component = parent;
                s.uid = key;
                yield s;
            }
            case SERIES -> {
                SeriesRow r = new SeriesRow();
                r.study = parent;
                r.uid = key;
                yield r;
            }
            case INSTANCE -> throw new IllegalArgumentException("an instance has no rows below it");
        };
        row.id = from.id;
        row.first = from.first;
        row.describe(from.attributes);
        return row;
    }

    static @Nullable Known find(EntityManager em, Level level, long parent, String key) {
        String from = switch (level) {
            case COMPONENT -> "ComponentRow e where e.identityKey = :key and 0 = :parent";
            case STUDY -> "StudyRow e where e.uid = :key and e.component = :parent";
            case SERIES -> "SeriesRow e where e.uid = :key and e.study = :parent";
            case INSTANCE -> throw new IllegalArgumentException("an instance has no rows below it");
        };
        List<Object[]> rows = em.createQuery(
                        "select e.id, e.first, e.attributes, e.largeAttributes from " + from, Object[].class)
                .setParameter("key", key)
                .setParameter("parent", parent)
                .getResultList();
        if (rows.isEmpty()) {
            return null;
        }
        Object[] row = rows.get(0);
        return new Known((Long) row[0], (Long) row[1], Known.UNKNOWN, Blobs.decode((byte[]) row[2], (byte[]) row[3]));
    }

    /** From an instance upwards as far as the level, so that a condition on its id can follow. */
    static String instancesBelow(Level level) {
        return switch (level) {
            case SERIES -> " from InstanceRow i where i.series = :id";
            case STUDY -> " from InstanceRow i join SeriesRow r on r.id = i.series where r.study = :id";
            case COMPONENT ->
                " from InstanceRow i join SeriesRow r on r.id = i.series"
                        + " join StudyRow s on s.id = r.study where s.component = :id";
            case INSTANCE -> throw new IllegalArgumentException("an instance has no rows below it");
        };
    }

    static long lastSequence(EntityManager em, Level level, long id) {
        Long last = em.createQuery("select max(i.id)" + instancesBelow(level), Long.class)
                .setParameter("id", id)
                .getSingleResult();
        return last == null ? 0 : last;
    }
}
