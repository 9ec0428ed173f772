package org.diconde4j.storage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a level may match a query, by the columns of all levels. A condition on another level is the set of ids that it
 * leaves: databases find that once by an index, where a join may be turned round into a walk through all rows in order.
 */
final class Candidates {
    private static final Set<Integer> UIDS =
            Set.of(Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID, Tag.SOPClassUID);

    private static final Set<Integer> FEW =
            Set.of(Tag.PatientID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.AccessionNumber, Tag.StudyID);

    private final Conditions conditions;
    private final QueryPlan plan;
    private final Level level;
    private final Dataset entityKeys;

    Candidates(Conditions conditions, Level level, Identity identity) {
        this.conditions = conditions;
        this.plan = conditions.plan();
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

    /** Whether very many rows may match, of which the newest can be found among the newest rows. */
    boolean areMany() {
        if (level == Level.INSTANCE
                || above() != null
                || !conditions.of(few(), level).isEmpty()) {
            return false;
        }
        return !conditions.of(entityKeys, level).isEmpty() || below(0) != null;
    }

    /** The keys of which a value is that of a few rows. */
    private Dataset few() {
        Dataset.Builder few = Dataset.builder();
        for (Element key : entityKeys) {
            if (FEW.contains(key.tag()) || (key.tag() == Tag.StudyDate && isShort(key.string()))) {
                few.set(key);
            }
        }
        return few.build();
    }

    /** Asks for an id above which none match, if that is soon told; null if none can be told. */
    @Nullable
    Condition highest() {
        Element dates = level == Level.STUDY ? entityKeys.get(Tag.StudyDate) : null;
        return dates == null ? null : conditions.highest(dates);
    }

    /** A day, or a range within a month. */
    private static boolean isShort(@Nullable String dates) {
        return dates != null && dates.matches("([0-9]{6})[0-9]{2}(-\\1[0-9]{2})?");
    }

    /** What must hold, with nothing but ids above one where an index can make use of that; 0 for all. */
    List<Condition> after(long id) {
        List<Condition> all = new ArrayList<>(conditions.of(entityKeys, level, id));
        Condition above = above();
        if (above != null) {
            all.add(above);
        }
        Condition below = below(id);
        if (below != null) {
            all.add(below);
        }
        return all;
    }

    private @Nullable Condition above() {
        Condition narrower = null;
        for (Level at : Level.values()) {
            if (at == level) {
                return narrower;
            }
            List<Condition> on = new ArrayList<>(conditions.of(entityKeys, at));
            if (narrower != null) {
                on.add(narrower);
            }
            if (!on.isEmpty()) {
                Level child = Level.values()[at.ordinal() + 1];
                narrower = Condition.where(on)
                        .within(
                                Columns.alias(child) + "." + Columns.parent(child) + " in (select " + Columns.alias(at)
                                        + ".id from " + Columns.table(at) + " " + Columns.alias(at),
                                ")");
            }
        }
        return narrower;
    }

    private @Nullable Condition below(long after) {
        Condition narrower = null;
        for (int i = Level.INSTANCE.ordinal(); i > level.ordinal(); i--) {
            Level at = Level.values()[i];
            List<Condition> on = new ArrayList<>(conditions.of(plan.partKeys(at), at));
            if (level == Level.STUDY) {
                on.addAll(conditions.of(plan.contentKeys(), at));
            }
            if (narrower != null) {
                on.add(narrower);
            }
            if (!on.isEmpty()) {
                if (after > 0 && i == level.ordinal() + 1) {
                    on.add(Condition.of(Columns.alias(at) + "." + Columns.parent(at) + " > ?", after));
                }
                narrower = Condition.where(on)
                        .within(
                                Columns.alias(Level.values()[i - 1]) + ".id in (select " + Columns.alias(at) + "."
                                        + Columns.parent(at) + " from " + Columns.table(at) + " "
                                        + Columns.alias(at),
                                ")");
            }
        }
        return narrower;
    }
}
