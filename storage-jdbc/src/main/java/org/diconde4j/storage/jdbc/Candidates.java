package org.diconde4j.storage.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;

/** Which rows of a level may match a query, by the clues of all levels. */
final class Candidates {
    private static final Set<Integer> UIDS =
            Set.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID, Tag.SOPClassUID);

    private final Clues clues;
    private final QueryPlan plan;
    private final Level level;
    private final Dataset entityKeys;

    Candidates(Clues clues, Level level, Identity identity) {
        this.clues = clues;
        this.plan = clues.plan();
        this.level = level;
        this.entityKeys = level == Level.INSTANCE ? sharedByInstances(plan.entityKeys(), identity) : plan.entityKeys();
    }

    /**
     * An instance is matched by its own header, which need not say what the levels above it say; but it says the same UIDs, and the
     * same identity.
     */
    private static Dataset sharedByInstances(Dataset keys, Identity identity) {
        Dataset.Builder shared = Dataset.builder();
        for (Element key : keys) {
            if (UIDS.contains(key.tag()) || identity.tags().contains(key.tag())) {
                shared.set(key);
            }
        }
        return shared.build();
    }

    Level level() {
        return level;
    }

    /** All clues; those that leave few rows before others. */
    List<Clue> clues() {
        List<Clue> all = new ArrayList<>();
        for (Level at : Level.values()) {
            if (at.compareTo(level) <= 0) {
                all.addAll(clues.of(entityKeys, at));
            } else {
                all.addAll(clues.of(plan.partKeys(at), at));
                all.addAll(clues.of(contentKeys(), at));
            }
        }
        all.sort(Comparator.comparing(clue -> !clue.isOfFew()));
        return all;
    }

    /** Modalities and SOP classes in a study are those of series and instances, which need not be the ones that other keys are about. */
    private Dataset contentKeys() {
        return level == Level.STUDY ? plan.contentKeys() : Dataset.empty();
    }

    /** What must hold of rows that are at hand: databases go from each of them to what belongs to it. */
    List<Condition> ofRow() {
        return all(true);
    }

    /**
     * What must hold of all rows. A condition on another level is the set of ids that it leaves: databases find that once by an index, where
     * a join may be turned round into a walk through all rows in order.
     */
    List<Condition> ofTable() {
        return all(false);
    }

    private List<Condition> all(boolean atHand) {
        List<Condition> all = new ArrayList<>(on(entityKeys, level, atHand));
        above(atHand).ifPresent(all::add);
        below(plan::partKeys, atHand).ifPresent(all::add);
        below(at -> contentKeys(), atHand).ifPresent(all::add);
        return all;
    }

    private List<Condition> on(Dataset keys, Level at, boolean atHand) {
        return new ArrayList<>(atHand ? clues.ofRow(keys, at) : clues.ofTable(keys, at));
    }

    private Optional<Condition> above(boolean atHand) {
        Optional<Condition> narrower = Optional.empty();
        for (Level at : Level.values()) {
            if (at == level) {
                break;
            }
            List<Condition> on = on(entityKeys, at, atHand);
            narrower.ifPresent(on::add);
            Level child = Level.values()[at.ordinal() + 1];
            String up = Columns.alias(child) + "." + Columns.parent(child);
            narrower = on.isEmpty() ? Optional.empty() : Optional.of(linked(up, at, "id", on, atHand));
        }
        return narrower;
    }

    private Optional<Condition> below(Function<Level, Dataset> keys, boolean atHand) {
        Optional<Condition> narrower = Optional.empty();
        for (int i = Level.INSTANCE.ordinal(); i > level.ordinal(); i--) {
            Level at = Level.values()[i];
            List<Condition> on = on(keys.apply(at), at, atHand);
            narrower.ifPresent(on::add);
            String id = Columns.alias(Level.values()[i - 1]) + ".id";
            narrower = on.isEmpty() ? Optional.empty() : Optional.of(linked(id, at, Columns.parent(at), on, atHand));
        }
        return narrower;
    }

    /** What must hold of rows of another level that a column leads to. */
    static Condition linked(String column, Level other, String theirs, List<Condition> on, boolean atHand) {
        String a = Columns.alias(other);
        String from = " from " + Columns.table(other) + " " + a + " where ";
        Condition all = Condition.join(" and ", on);
        return atHand
                ? all.within("exists (select 1" + from + a + "." + theirs + " = " + column + " and ", ")")
                : all.within(column + " in (select " + a + "." + theirs + from, ")");
    }
}
