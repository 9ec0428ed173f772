package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Contents;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/** Answers one query, page by page: candidates by what the columns can tell, then the plan's exact matching. */
final class Finder extends Paged<Dataset> {
    private static final int FIRST_PAGE = 50;
    private static final int PAGE = 500;

    private final Database database;
    private final IndexQuery query;
    private final QueryPlan plan;
    private final Conditions conditions;
    private int size = FIRST_PAGE;
    private long skip;
    private long left;
    private long lastFirst;
    private @Nullable String lastKey;

    Finder(Database database, Identity identity, IndexQuery query) {
        this.database = database;
        this.query = query;
        this.plan = QueryPlan.of(query);
        this.skip = query.offset();
        this.left = query.limit();
        this.lastFirst = query.order() == Order.NEWEST_FIRST ? Long.MAX_VALUE : 0;
        this.conditions = conditions(identity);
    }

    private Conditions conditions(Identity identity) {
        Conditions c = new Conditions();
        Dataset keys = plan.entityKeys();
        if (query.level() == Level.INSTANCE) {
            // An instance is matched by its own header, which need not say what the levels above it say; but it says
            // the same
            // UIDs, and the same identity.
            Dataset.Builder safe = Dataset.builder();
            for (Element key : keys) {
                if (isSharedByInstances(identity, key.tag())) {
                    safe.set(key);
                }
            }
            keys = safe.build();
        }
        c.of(plan, keys, "csri").forEach(c::add);
        String below = below(c);
        if (below != null) {
            c.add(below);
        }
        return c;
    }

    private static boolean isSharedByInstances(Identity identity, int tag) {
        return tag == Tag.StudyInstanceUID
                || tag == Tag.SeriesInstanceUID
                || tag == Tag.SOPInstanceUID
                || tag == Tag.SOPClassUID
                || identity.tags().contains(tag);
    }

    /** What columns can tell about the levels below, as a condition on the entity. */
    private @Nullable String below(Conditions c) {
        List<String> on = new ArrayList<>();
        for (Level level : Level.values()) {
            if (level.compareTo(query.level()) > 0) {
                on.addAll(c.of(plan, plan.partKeys(level), "sri"));
            }
        }
        if (query.level() == Level.STUDY) {
            on.addAll(c.of(plan, plan.contentKeys(), "r"));
        }
        if (on.isEmpty()) {
            return null;
        }
        boolean instances = on.stream().anyMatch(s -> s.contains("i."));
        boolean series = instances || on.stream().anyMatch(s -> s.contains("r."));
        String where = " where " + String.join(" and ", on);
        String exists = switch (query.level()) {
            case COMPONENT ->
                "StudyRow s" + (series ? " join SeriesRow r on r.study = s.id" : "")
                        + (instances ? " join InstanceRow i on i.series = r.id" : "") + where
                        + " and s.component = c.id";
            case STUDY ->
                "SeriesRow r" + (instances ? " join InstanceRow i on i.series = r.id" : "") + where
                        + " and r.study = s.id";
            case SERIES -> "InstanceRow i" + where + " and i.series = r.id";
            case INSTANCE -> "";
        };
        return "exists (select 1 from " + exists + ")";
    }

    @Override
    boolean fetch(List<Dataset> into) {
        if (left == 0) {
            return false;
        }
        try (EntityManager em = database.persistence().createEntityManager()) {
            List<Candidate> page = candidates(em);
            List<Candidate> fitting = page.stream()
                    .filter(c -> plan.matchesEntity(c.attributes()))
                    .filter(c -> plan.lowest() == query.level() || containsMatch(em, c.id()))
                    .toList();
            Map<Long, Contents> contents = plan.contentKeys().isEmpty()
                    ? Map.of()
                    : new Aggregates(em, query.level(), plan.contentKeys())
                            .of(fitting.stream().map(Candidate::id).toList());
            for (Candidate c : fitting) {
                Dataset answer = plan.answer(c.attributes(), contents.get(c.id()));
                if (answer != null && skip > 0) {
                    skip--;
                } else if (answer != null && left > 0) {
                    left--;
                    into.add(answer);
                }
            }
            boolean full = page.size() == size;
            size = PAGE;
            return full && left > 0;
        }
    }

    /** A row of the level asked for. */
    private record Candidate(long id, Dataset attributes) {}

    private List<Candidate> candidates(EntityManager em) {
        String a = Columns.alias(query.level());
        String first = query.level() == Level.INSTANCE ? "i.id" : a + ".first";
        String key = query.level() == Level.COMPONENT ? "c.sortKey" : a + ".uid";
        StringBuilder attributes = new StringBuilder();
        for (Level level : query.level() == Level.INSTANCE ? List.of(Level.INSTANCE) : upFrom(query.level())) {
            String l = Columns.alias(level);
            attributes.append(", ").append(l).append(".attributes, ").append(l).append(".largeAttributes");
        }
        TypedQuery<Object[]> q = em.createQuery(
                        "select " + a + ".id, " + first + ", " + key + attributes + from(query.level())
                                + conditions.where() + (conditions.isEmpty() ? " where " : " and ") + after(first, key)
                                + orderBy(first, key),
                        Object[].class)
                .setMaxResults(size);
        conditions.bind(q);
        q.setParameter("lastFirst", lastFirst);
        if (lastKey != null) {
            q.setParameter("lastKey", lastKey);
        }
        List<Object[]> rows = q.getResultList();
        if (!rows.isEmpty()) {
            Object[] last = rows.get(rows.size() - 1);
            lastFirst = (Long) last[1];
            lastKey = query.order() == Order.BY_KEY ? (String) last[2] : null;
        }
        return rows.stream().map(Finder::candidate).toList();
    }

    private static Candidate candidate(Object[] row) {
        Dataset own = Blobs.decode((byte[]) row[3], (byte[]) row[4]);
        if (row.length == 5) {
            return new Candidate((Long) row[0], own);
        }
        Dataset.Builder all = Dataset.builder();
        for (int i = row.length - 2; i >= 5; i -= 2) {
            all.setAll(Blobs.decode((byte[]) row[i], (byte[]) row[i + 1]));
        }
        return new Candidate((Long) row[0], all.setAll(own).build());
    }

    private static List<Level> upFrom(Level level) {
        List<Level> levels = new ArrayList<>();
        for (int i = level.ordinal(); i >= 0; i--) {
            levels.add(Level.values()[i]);
        }
        return levels;
    }

    private static String from(Level level) {
        return " from "
                + switch (level) {
                    case COMPONENT -> "ComponentRow c";
                    case STUDY -> "StudyRow s join ComponentRow c on c.id = s.component";
                    case SERIES ->
                        "SeriesRow r join StudyRow s on s.id = r.study" + " join ComponentRow c on c.id = s.component";
                    case INSTANCE ->
                        "InstanceRow i join SeriesRow r on r.id = i.series"
                                + " join StudyRow s on s.id = r.study join ComponentRow c on c.id = s.component";
                };
    }

    private String after(String first, String key) {
        return switch (query.order()) {
            case OLDEST_FIRST -> first + " > :lastFirst";
            case NEWEST_FIRST -> first + " < :lastFirst";
            case BY_KEY ->
                lastKey == null
                        ? first + " > :lastFirst"
                        : "(" + key + " > :lastKey or (" + key + " = :lastKey and " + first + " > :lastFirst))";
        };
    }

    private String orderBy(String first, String key) {
        return " order by "
                + switch (query.order()) {
                    case OLDEST_FIRST -> first;
                    case NEWEST_FIRST -> first + " desc";
                    case BY_KEY -> key + ", " + first;
                };
    }

    /** Whether a path downwards matches the keys of the levels below. */
    private boolean containsMatch(EntityManager em, long id) {
        List<Level> path = new ArrayList<>();
        for (Level l : Level.values()) {
            if (l.compareTo(query.level()) > 0 && l.compareTo(plan.lowest()) <= 0) {
                path.add(l);
            }
        }
        return new Below(em, plan, path).hasMatch(query.level(), id);
    }

    /** How many answers there are. */
    long count() {
        boolean allMatch = plan.entityKeys().isEmpty()
                && plan.lowest() == query.level()
                && plan.contentKeys().isEmpty();
        if (allMatch) {
            try (EntityManager em = database.persistence().createEntityManager()) {
                return em.createQuery("select count(*)" + from(query.level()), Long.class)
                        .getSingleResult();
            }
        }
        long count = 0;
        while (hasNext()) {
            next();
            count++;
        }
        return count;
    }
}
