package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.diconde4j.data.Dataset;
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

    /** Makes a row; {@code parent} is the one above it, null for a component. */
    static LevelRow make(Level level, Known.Key at, Known from, @Nullable Known parent) {
        LevelRow row = switch (level) {
            case COMPONENT -> {
                ComponentRow c = new ComponentRow();
                c.identityKey = at.key();
                yield c;
            }
            case STUDY -> {
                StudyRow s = new StudyRow();
                s.component = at.parent();
                s.uid = at.key();
                s.copy(parent == null ? Dataset.empty() : parent.attributes);
                yield s;
            }
            case SERIES -> {
                SeriesRow r = new SeriesRow();
                r.study = at.parent();
                r.uid = at.key();
                r.studyFirst = parent == null ? 0 : parent.first;
                yield r;
            }
            case INSTANCE -> throw new IllegalArgumentException("an instance has no rows below it");
        };
        row.id = from.id;
        row.first = from.first;
        row.describe(from.attributes);
        return row;
    }

    /** Those of some rows that there are. */
    static Map<Known.Key, Known> find(EntityManager em, Level level, Set<Known.Key> asked) {
        String from = switch (level) {
            case COMPONENT ->
                "0L, e.identityKey, e.id, e.first, e.attributes, e.largeAttributes"
                        + " from ComponentRow e where e.identityKey in :keys";
            case STUDY ->
                "e.component, e.uid, e.id, e.first, e.attributes, e.largeAttributes"
                        + " from StudyRow e where e.uid in :keys and e.component in :parents";
            case SERIES ->
                "e.study, e.uid, e.id, e.first, e.attributes, e.largeAttributes"
                        + " from SeriesRow e where e.uid in :keys and e.study in :parents";
            case INSTANCE -> throw new IllegalArgumentException("an instance has no rows below it");
        };
        TypedQuery<Object[]> query = em.createQuery("select " + from, Object[].class)
                .setParameter(
                        "keys", asked.stream().map(Known.Key::key).distinct().toList());
        if (level != Level.COMPONENT) {
            query.setParameter(
                    "parents", asked.stream().map(Known.Key::parent).distinct().toList());
        }
        Map<Known.Key, Known> found = new HashMap<>();
        for (Object[] row : query.getResultList()) {
            Known.Key key = new Known.Key((Long) row[0], (String) row[1]);
            if (asked.contains(key)) {
                found.put(key, new Known((Long) row[2], (Long) row[3], Blobs.decode((byte[]) row[4], (byte[]) row[5])));
            }
        }
        return found;
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
