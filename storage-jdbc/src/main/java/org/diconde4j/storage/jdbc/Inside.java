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
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.diconde4j.storage.Restriction;

/**
 * Which rows are inside a restriction. As with keys, columns leave out what surely is not, and what rows say has the last word: each study
 * is judged once, together with its component.
 */
final class Inside {
    /** So many verdicts are kept, of the studies that were judged last. */
    private static final int MOST = 100_000;

    private final Restriction restriction;
    private final Map<Long, Boolean> verdicts = new HashMap<>();

    Inside(Restriction restriction) {
        this.restriction = restriction;
    }

    /** The conditions by which columns leave out rows of a level that are outside, see {@link Candidates}. */
    List<Condition> conditions(Level level, boolean atHand) {
        if (restriction.isNone()) {
            return List.of();
        }
        List<Condition> studies = new ArrayList<>();
        for (Dataset keys : restriction.alternatives()) {
            Clues clues = new Clues(QueryPlan.of(IndexQuery.of(Level.STUDY, keys)), List.of());
            List<Condition> on = new ArrayList<>(on(clues, keys, Level.STUDY, atHand));
            List<Condition> component = on(clues, keys, Level.COMPONENT, atHand);
            if (!component.isEmpty()) {
                on.add(Candidates.linked("s.component", Level.COMPONENT, "id", component, atHand));
            }
            if (on.isEmpty()) {
                return List.of(); // columns leave nothing out
            }
            studies.add(Condition.join(" and ", on).within("(", ")"));
        }
        Condition study = studies.isEmpty()
                ? Condition.of("1 = 0")
                : Condition.join(" or ", studies).within("(", ")");
        return List.of(
                switch (level) {
                    case COMPONENT -> Candidates.linked("c.id", Level.STUDY, "component", List.of(study), atHand);
                    case STUDY -> study;
                    case SERIES -> ofSeries(study, atHand);
                    case INSTANCE ->
                        Candidates.linked("i.series", Level.SERIES, "id", List.of(ofSeries(study, atHand)), atHand);
                });
    }

    private static List<Condition> on(Clues clues, Dataset keys, Level level, boolean atHand) {
        return atHand ? clues.ofRow(keys, level) : clues.ofTable(keys, level);
    }

    private static Condition ofSeries(Condition study, boolean atHand) {
        return Candidates.linked("r.study", Level.STUDY, "id", List.of(study), atHand);
    }

    boolean leavesNothingOut() {
        return restriction.isNone();
    }

    /** Those of some rows that are inside; of components those with a study that is. */
    Set<Long> of(Connection connection, Level level, Collection<Long> rows) throws SQLException {
        if (restriction.isNone() || rows.isEmpty()) {
            return new HashSet<>(rows);
        }
        List<Long> asked = List.copyOf(rows);
        String studies = switch (level) {
            case COMPONENT -> "select s.component, s.id from study s where ";
            case STUDY -> "select s.id, s.id from study s where ";
            case SERIES -> "select r.id, r.study from series r where ";
            case INSTANCE -> "select i.id, r.study from instance i join series r on r.id = i.series where ";
        };
        String id = level == Level.COMPONENT ? "s.component" : Columns.alias(level) + ".id";
        List<Place> places = Condition.in(id, asked)
                .within(studies, "")
                .list(connection, row -> new Place(row.getLong(1), row.getLong(2)));
        judge(connection, places.stream().map(Place::study).distinct().toList());
        Set<Long> inside = new HashSet<>();
        for (Place place : places) {
            if (verdicts.getOrDefault(place.study(), false)) {
                inside.add(place.row());
            }
        }
        return inside;
    }

    /** A row and its study. */
    private record Place(long row, long study) {}

    private void judge(Connection connection, List<Long> studies) throws SQLException {
        if (verdicts.size() > MOST) {
            verdicts.clear();
        }
        List<Long> unknown =
                studies.stream().filter(study -> !verdicts.containsKey(study)).toList();
        for (int from = 0; from < unknown.size(); from += 500) {
            List<Long> some = unknown.subList(from, Math.min(unknown.size(), from + 500));
            Condition.in("s.id", some)
                    .within(
                            "select s.id, c.attributes, c.large_attributes, s.attributes, s.large_attributes"
                                    + " from study s join component c on c.id = s.component where ",
                            "")
                    .list(
                            connection,
                            row -> verdicts.put(
                                    row.getLong(1),
                                    restriction.allows(Blobs.decode(row.getBytes(2), row.getBytes(3)).toBuilder()
                                            .setAll(Blobs.decode(row.getBytes(4), row.getBytes(5)))
                                            .build())));
        }
    }
}
