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

    List<Condition> all() {
        List<Condition> all = new ArrayList<>(conditions.of(entityKeys, level));
        Condition above = above();
        if (above != null) {
            all.add(above);
        }
        Condition below = below();
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

    private @Nullable Condition below() {
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
