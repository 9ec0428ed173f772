package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Contents;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * Answers one query, page by page: candidates by what the columns can tell, then the plan's exact matching. Candidates are found
 * and sorted as ids alone, many at once; their attributes are read for as many as are asked for.
 */
final class Finder extends Paged<Dataset> {
    private static final int FIRST_PAGE = 50;
    private static final int PAGE = 500;
    private static final int FIRST_IDS = 200;
    private static final int IDS = 10_000;

    private final Database database;
    private final IndexQuery query;
    private final QueryPlan plan;
    private final String alias;
    private final Identity identity;
    private final Inside inside;
    private Conditions conditions;
    private final Queue<Long> ids = new ArrayDeque<>();
    private int page = FIRST_PAGE;
    private int most = FIRST_IDS;
    private boolean moreIds = true;
    private long skip;
    private long left;
    private long lastFirst;
    private @Nullable String lastKey;

    Finder(Database database, Identity identity, IndexQuery query) {
        this.database = database;
        this.query = query;
        this.plan = QueryPlan.of(query);
        this.alias = Columns.alias(query.level());
        this.identity = identity;
        this.conditions = new Conditions(plan, database.read(Attributes::all));
        this.inside = new Inside(query.restriction());
        this.skip = query.offset();
        this.left = query.limit();
        this.lastFirst = query.order() == Order.NEWEST_FIRST ? Long.MAX_VALUE : 0;
    }

    @Override
    boolean fetch(List<Dataset> into) {
        if (left == 0) {
            return false;
        }
        return database.read(connection -> {
            if (ids.isEmpty() && moreIds) {
                findIds(connection);
            }
            List<Long> next = new ArrayList<>();
            while (next.size() < page && !ids.isEmpty()) {
                next.add(ids.remove());
            }
            page = PAGE;
            answer(connection, next, into);
            return left > 0 && (moreIds || !ids.isEmpty());
        });
    }

    /** A step of answering. */
    private interface Step<T> {
        T take() throws SQLException;
    }

    /** Takes a step again if an attribute was removed meanwhile, whose values it may have missed. */
    private <T> T holding(Connection connection, Step<T> step) throws SQLException {
        T result = step.take();
        while (!conditions.hold(connection)) {
            conditions = new Conditions(plan, Attributes.all(connection));
            result = step.take();
        }
        return result;
    }

    /** A row with what it is sorted by. */
    private record Place(long id, long first, @Nullable String key) {}

    private void findIds(Connection connection) throws SQLException {
        List<Place> found = holding(connection, () -> newest(connection));
        boolean amongNewest = !found.isEmpty();
        if (!amongNewest) {
            found = holding(connection, () -> places(connection, 0));
        }
        found.forEach(place -> ids.add(place.id()));
        if (!found.isEmpty()) {
            lastFirst = found.get(found.size() - 1).first();
            lastKey = found.get(found.size() - 1).key();
        }
        moreIds = amongNewest || found.size() == most;
        most = IDS;
    }

    /** The first page, if it can be had without all that match. */
    private List<Place> newest(Connection connection) throws SQLException {
        Candidates candidates = new Candidates(conditions, query.level(), identity);
        boolean firstPage = lastFirst == Long.MAX_VALUE && skip + left <= FIRST_PAGE;
        if (query.order() != Order.NEWEST_FIRST || !firstPage || !candidates.areMany()) {
            return List.of();
        }
        return Newest.find(
                connection, query.level(), candidates.highest(), skip + left, floor -> places(connection, floor));
    }

    private List<Place> places(Connection connection, long floor) throws SQLException {
        String first = query.level() == Level.INSTANCE ? "i.id" : alias + ".first_sequence";
        String key = query.level() == Level.COMPONENT ? "c.sort_key" : alias + ".uid";
        boolean byKey = query.order() == Order.BY_KEY;
        List<Condition> all = new ArrayList<>(new Candidates(conditions, query.level(), identity).after(floor));
        all.addAll(inside.conditions(query.level()));
        all.add(after(first, key));
        if (floor > 0) {
            all.add(Condition.of(first + " > ?", floor));
        }
        return Condition.where(all)
                .within(
                        "select " + alias + ".id, " + first + (byKey ? ", " + key : "") + " from "
                                + Columns.table(query.level()) + " " + alias,
                        " order by "
                                + switch (query.order()) {
                                    case OLDEST_FIRST -> first;
                                    case NEWEST_FIRST -> first + " desc";
                                    case BY_KEY -> key + ", " + first;
                                }
                                + " fetch first " + most + " rows only")
                .list(connection, row -> new Place(row.getLong(1), row.getLong(2), byKey ? row.getString(3) : null));
    }

    private Condition after(String first, String key) {
        return switch (query.order()) {
            case OLDEST_FIRST -> Condition.of(first + " > ?", lastFirst);
            case NEWEST_FIRST -> Condition.of(first + " < ?", lastFirst);
            case BY_KEY ->
                lastKey == null
                        ? Condition.of(first + " > ?", lastFirst)
                        : Condition.of(
                                "(" + key + " > ? or (" + key + " = ? and " + first + " > ?))",
                                lastKey,
                                lastKey,
                                lastFirst);
        };
    }

    private void answer(Connection connection, List<Long> next, List<Dataset> into) throws SQLException {
        if (next.isEmpty()) {
            return;
        }
        Map<Long, Dataset> rows = rows(connection, next);
        rows.values().removeIf(attributes -> !plan.matchesEntity(attributes));
        rows.keySet().retainAll(inside.of(connection, query.level(), rows.keySet()));
        Set<Long> fitting = plan.lowest() == query.level()
                ? rows.keySet()
                : holding(
                        connection,
                        () -> new Below(connection, conditions, inside).matching(query.level(), rows.keySet()));
        Map<Long, Contents> contents = plan.contentKeys().isEmpty()
                ? Map.of()
                : new Aggregates(connection, query.level(), plan.contentKeys()).of(List.copyOf(fitting));
        for (long id : next) {
            Dataset attributes = fitting.contains(id) ? rows.get(id) : null;
            Dataset answer = attributes == null ? null : plan.answer(attributes, contents.get(id));
            if (answer != null && skip > 0) {
                skip--;
            } else if (answer != null && left > 0) {
                left--;
                into.add(answer);
            }
        }
    }

    /** What rows say together with those above them; a row that was taken out since its id was found is missing. */
    private Map<Long, Dataset> rows(Connection connection, List<Long> next) throws SQLException {
        StringBuilder select = new StringBuilder("select " + alias + ".id");
        StringBuilder from = new StringBuilder(" from ")
                .append(Columns.table(query.level()))
                .append(' ')
                .append(alias);
        int levels = query.level() == Level.INSTANCE ? 1 : query.level().ordinal() + 1;
        for (int i = 0; i < levels; i++) {
            Level level = Level.values()[query.level().ordinal() - i];
            String a = Columns.alias(level);
            select.append(", ").append(a).append(".attributes, ").append(a).append(".large_attributes");
            if (i > 0) {
                Level below = Level.values()[level.ordinal() + 1];
                from.append(" join ").append(Columns.table(level)).append(' ').append(a);
                from.append(" on ").append(a).append(".id = ").append(Columns.alias(below));
                from.append('.').append(Columns.parent(below));
            }
        }
        Map<Long, Dataset> rows = new HashMap<>();
        Condition.in(alias + ".id", next)
                .within(select + from.toString() + " where ", "")
                .list(connection, row -> rows.put(row.getLong(1), joined(row, levels)));
        return rows;
    }

    private static Dataset joined(ResultSet row, int levels) throws SQLException {
        Dataset own = Blobs.decode(row.getBytes(2), row.getBytes(3));
        if (levels == 1) {
            return own;
        }
        Dataset.Builder all = Dataset.builder();
        for (int i = levels; i > 1; i--) {
            all.setAll(Blobs.decode(row.getBytes(2 * i), row.getBytes(2 * i + 1)));
        }
        return all.setAll(own).build();
    }

    /** How many answers there are. */
    long count() {
        boolean allMatch = query.restriction().isNone()
                && plan.entityKeys().isEmpty()
                && plan.lowest() == query.level()
                && plan.contentKeys().isEmpty();
        if (allMatch) {
            return database.read(connection -> Condition.of("select count(*) from " + Columns.table(query.level()))
                    .list(connection, row -> row.getLong(1))
                    .get(0));
        }
        long count = 0;
        while (hasNext()) {
            next();
            count++;
        }
        return count;
    }
}
