package org.diconde4j.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows in the order of arrival step by step: those on the lines of all clues that have one, or among all if none has. A step takes as
 * long in a large index as in a small one.
 */
final class Walk {
    /** Fewer than these are looked up and sorted. */
    private static final int FEW = 500;

    private static final int MOST_PARENTS = 16;

    private final Connection connection;
    private final Candidates candidates;
    private final Inside inside;
    private final boolean newest;
    private final Level level;
    private final List<Clue> clues;

    Walk(Connection connection, Candidates candidates, Inside inside, boolean newest) {
        this.connection = connection;
        this.candidates = candidates;
        this.inside = inside;
        this.newest = newest;
        this.level = candidates.level();
        this.clues = candidates.clues();
    }

    /**
     * What was found.
     *
     * @param places the rows
     * @param last from where to go on
     * @param isEnd whether none come after it
     * @param looked how many entries of indexes it took
     */
    record Step(List<Place> places, long last, boolean isEnd, int looked) {}

    /** The rows after a place. */
    Step after(long place, int most) throws SQLException {
        List<Line> told = lines();
        List<Line> lines = told.isEmpty() ? List.of(Line.all(level)) : told;
        List<Line.Entries> read = new ArrayList<>();
        int looked = 0;
        for (Line line : lines) {
            Line.Entries entries = line.after(connection, newest, place, most);
            if (entries.places().isEmpty()) {
                return new Step(List.of(), place, true, looked);
            }
            read.add(entries);
            looked += entries.places().size();
        }
        Comparator<Place> order =
                Comparator.comparing(Place::first, newest ? Comparator.reverseOrder() : Comparator.naturalOrder());
        Place begin = read.stream().map(Line.Entries::first).max(order).orElseThrow();
        for (Line.Entries entries : read) {
            if (order.compare(entries.last(), begin) < 0) { // it may go on where the others begin
                return new Step(List.of(), begin.first() + (newest ? 1 : -1), entries.isEnd(), looked);
            }
        }
        // The one that ends, or else the one that comes furthest with as many entries.
        Line.Entries fewest = read.stream()
                .max(Comparator.comparing(Line.Entries::isEnd).thenComparing(Line.Entries::last, order))
                .orElseThrow();
        List<Place> places = new ArrayList<>(fewest.places());
        for (Line.Entries entries : read) {
            Set<Place> there = new HashSet<>(entries.places());
            places.removeIf(p -> !there.contains(p) && (entries.isEnd() || order.compare(p, entries.last()) <= 0));
        }
        boolean isAll = clues.size() <= 1 && told.size() == clues.size() && inside.leavesNothingOut();
        return new Step(isAll ? places : holding(places), fewest.last().first(), fewest.isEnd(), looked);
    }

    private List<Line> lines() throws SQLException {
        List<Line> lines = new ArrayList<>();
        for (Clue clue : clues) {
            Line line = clue.line(connection, level);
            if (line == null && level == Level.STUDY && clue.level() == Level.COMPONENT && clue.isOfFew()) {
                line = ofComponents(clue);
            }
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The studies of few components. */
    private @Nullable Line ofComponents(Clue clue) throws SQLException {
        List<Clue.Part> parts = clue.parts();
        if (parts == null) {
            return null;
        }
        List<Long> components = union(
                        parts.stream()
                                .map(part -> part.on()
                                        .within("select " + part.id() + " as id from " + part.from() + " where ", ""))
                                .toList(),
                        MOST_PARENTS)
                .list(connection, row -> row.getLong(1));
        return components.size() >= MOST_PARENTS
                ? null
                : new Line(components.stream()
                        .distinct()
                        .map(id -> new Line.Run(
                                "s.first_sequence",
                                "s.id",
                                "study s",
                                List.of("s.component"),
                                Condition.of("s.component = ?", id)))
                        .toList());
    }

    private static Condition union(List<Condition> parts, int most) {
        return Condition.join(
                " union all ",
                parts.stream()
                        .map(part -> part.within("(", " fetch first " + most + " rows only)"))
                        .toList());
    }

    /** All rows, in their order, if some clue leaves only a few and an index does not have them in this order. */
    Optional<List<Place>> few() throws SQLException {
        for (Clue clue : clues) {
            List<Clue.Part> parts = clue.line(connection, level) == null ? clue.parts() : null;
            if (parts == null) {
                continue;
            }
            List<Place> found = union(
                            parts.stream()
                                    .map(part -> part.on().within(joined(part, clue.level()), ""))
                                    .toList(),
                            FEW)
                    .list(connection, row -> new Place(row.getLong(1), row.getLong(2)));
            if (found.size() < FEW) {
                boolean isAll = clues.size() == 1 && inside.leavesNothingOut();
                List<Place> once = new ArrayList<>(new HashSet<>(found));
                List<Place> places = new ArrayList<>(isAll ? once : holding(once));
                Comparator<Place> order = Comparator.comparing(Place::first);
                places.sort(newest ? order.reversed() : order);
                return Optional.of(places);
            }
        }
        return Optional.empty();
    }

    /** From the rows of one level to those asked for. */
    private String joined(Clue.Part part, Level at) {
        StringBuilder from = new StringBuilder(part.from());
        String id = part.id();
        String own = Columns.alias(at) + ".id";
        if (at.compareTo(level) >= 0 && !id.equals(own)) {
            from.append(join(at)).append(own).append(" = ").append(id);
        }
        for (int i = at.ordinal() + 1; i <= level.ordinal(); i++) {
            Level below = Level.values()[i];
            String a = Columns.alias(below);
            from.append(join(below))
                    .append(a)
                    .append('.')
                    .append(Columns.parent(below))
                    .append(" = ")
                    .append(id);
            id = a + ".id";
        }
        for (int i = at.ordinal(); i > level.ordinal(); i--) {
            Level below = Level.values()[i];
            Level above = Level.values()[i - 1];
            from.append(join(above)).append(Columns.alias(above)).append(".id = ");
            from.append(Columns.alias(below)).append('.').append(Columns.parent(below));
        }
        String a = Columns.alias(level);
        return "select " + a + ".first_sequence, " + a + ".id from " + from + " where ";
    }

    private static String join(Level level) {
        return " join " + Columns.table(level) + " " + Columns.alias(level) + " on ";
    }

    /** Those of some rows of which all clues hold. */
    private List<Place> holding(List<Place> places) throws SQLException {
        if (places.isEmpty()) {
            return places;
        }
        String a = Columns.alias(level);
        Set<Long> ids = new HashSet<>();
        for (int from = 0; from < places.size(); from += FEW) {
            List<Condition> on = new ArrayList<>();
            on.add(Condition.in(
                    a + ".id",
                    places.subList(from, Math.min(places.size(), from + FEW)).stream()
                            .map(Place::id)
                            .toList()));
            on.addAll(candidates.ofRow());
            on.addAll(inside.conditions(level, true));
            Condition.where(on)
                    .within("select " + a + ".id from " + Columns.table(level) + " " + a, "")
                    .list(connection, row -> ids.add(row.getLong(1)));
        }
        return places.stream().filter(p -> ids.contains(p.id())).toList();
    }
}
