package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * as ids alone, many at once; their attributes are read for as many as are asked for.
 *
 * <p>In the order of arrival, candidates are found step by step along indexes that have them in this order, so that a large answer begins as
 * soon as a small one; few of them are looked up and sorted. Others are sorted by the database.
 */
final class Finder extends Paged<Dataset> {
    private static final int FIRST_PAGE = 50;
    private static final int PAGE = 500;
    private static final int FEWEST_IDS = 16;
    private static final int FIRST_IDS = 256;
    private static final int IDS = 8192;

    /** After so many entries of indexes without a match, all that match are looked up instead. */
    static final int MOST_IN_VAIN = 5_000;

    private final Database database;
    private final IndexQuery query;
    private final QueryPlan plan;
    private final String alias;
    private final Identity identity;
    private final Inside inside;
    private Clues clues;
    private final Queue<Long> ids = new ArrayDeque<>();
    private int page;
    private int most;
    private final int mostInVain;
    private int inVain;
    private boolean begun;
    private boolean moreIds = true;
    private long skip;
    private long left;
    private long lastFirst;
    private @Nullable String lastKey;

    Finder(Database database, Identity identity, IndexQuery query, int mostInVain) {
        this.database = database;
        this.query = query;
        this.mostInVain = mostInVain;
        this.plan = QueryPlan.of(query);
        this.alias = Columns.alias(query.level());
        this.identity = identity;
        this.clues = new Clues(plan, database.read(Attributes::all));
        this.inside = new Inside(query.restriction());
        long wanted = Math.min(FIRST_IDS, query.limit()) + Math.min(FIRST_IDS, query.offset());
        this.skip = query.offset();
        this.left = query.limit();
        this.page = (int) Math.max(1, Math.min(FIRST_PAGE, wanted));
        this.most = (int) Math.max(FEWEST_IDS, Math.min(FIRST_IDS, Long.highestOneBit(Math.max(1, 2 * wanted - 1))));
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
        while (!clues.hold(connection)) {
            clues = new Clues(plan, Attributes.all(connection));
            result = step.take();
        }
        return result;
    }

    private void findIds(Connection connection) throws SQLException {
        boolean byArrival = query.order() != Order.BY_KEY && query.level() != Level.INSTANCE;
        if (byArrival && !begun) {
            begun = true;
            Optional<List<Place>> few =
                    holding(connection, () -> walk(connection).few());
            if (few.isPresent()) {
                few.get().forEach(place -> ids.add(place.id()));
                moreIds = false;
                return;
            }
        }
        if (byArrival && inVain < mostInVain) {
            Walk.Step step = holding(connection, () -> walk(connection).after(lastFirst, most));
            step.places().forEach(place -> ids.add(place.id()));
            lastFirst = step.last();
            moreIds = !step.isEnd();
            inVain = step.places().isEmpty() ? inVain + step.looked() : 0;
            most = Math.min(IDS, 2 * most);
        } else {
            List<Keyed> found = holding(connection, () -> sorted(connection));
            found.forEach(row -> ids.add(row.place().id()));
            if (!found.isEmpty()) {
                lastFirst = found.get(found.size() - 1).place().first();
                lastKey = found.get(found.size() - 1).key();
            }
            moreIds = found.size() == most;
            most = IDS; // each time all are sorted
        }
    }

    private Candidates candidates() {
        return new Candidates(clues, query.level(), identity);
    }

    private Walk walk(Connection connection) {
        return new Walk(connection, candidates(), inside, query.order() == Order.NEWEST_FIRST);
    }

    /** A row with what it is sorted by. */
    private record Keyed(Place place, @Nullable String key) {}

    /** The next of all that match, which are sorted first. */
    private List<Keyed> sorted(Connection connection) throws SQLException {
        String first = query.level() == Level.INSTANCE ? "i.id" : alias + ".first_sequence";
        String key = query.level() == Level.COMPONENT ? "c.sort_key" : alias + ".uid";
        boolean byKey = query.order() == Order.BY_KEY;
        List<Condition> all = new ArrayList<>(candidates().ofTable());
        all.addAll(inside.conditions(query.level(), false));
        all.add(after(first, key));
        return Condition.where(all)
                .within(
                        "select " + first + ", " + alias + ".id" + (byKey ? ", " + key : "") + " from "
                                + Columns.table(query.level()) + " " + alias,
                        " order by "
                                + switch (query.order()) {
                                    case OLDEST_FIRST -> first;
                                    case NEWEST_FIRST -> first + " desc";
                                    case BY_KEY -> key + ", " + first;
                                }
                                + " fetch first " + most + " rows only")
                .list(
                        connection,
                        row -> new Keyed(new Place(row.getLong(1), row.getLong(2)), byKey ? row.getString(3) : null));
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
                        connection, () -> new Below(connection, clues, inside).matching(query.level(), rows.keySet()));
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
