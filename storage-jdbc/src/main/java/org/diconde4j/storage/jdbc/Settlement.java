package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projection;

/** The rare cases in which entries came out of order and it matters: rows are made anew from the instances below them. */
final class Settlement {
    private static final int PAGE = 200;

    /** So many mostly say all that is said. */
    private static final int FEW = 4;

    private final EntityManager em;
    private final StateRow state;
    private final ChangedValues values;
    private final Tallies tallies;
    private final Copies copies;

    Settlement(EntityManager em, StateRow state, ChangedValues values, Tallies tallies, Copies copies) {
        this.em = em;
        this.state = state;
        this.values = values;
        this.tallies = tallies;
        this.copies = copies;
    }

    /** Takes an instance out, and what then has none left above it. */
    void remove(long instance) {
        InstanceRow row = em.find(InstanceRow.class, instance);
        SeriesRow series = em.find(SeriesRow.class, row.series);
        StudyRow study = em.find(StudyRow.class, series.study);
        long component = study.component;
        em.remove(row);
        em.flush();
        values.put(Level.INSTANCE, instance, instance, Dataset.empty());
        state.count(Level.INSTANCE, -1);
        state.bytes -= row.length;
        tallies.add(series.attributes(), row.sopClass, -1, -row.length);
        settle(Level.SERIES, series.id, true);
        settle(Level.STUDY, study.id, true);
        settle(Level.COMPONENT, component, true);
        em.flush();
        em.clear();
    }

    /** Joins anew what all instances below a row say, in their order. */
    void settle(Level level, long id) {
        settle(level, id, false);
    }

    /** After a removal nothing is said that was not said before: when all of that is found, the rest need not be looked at. */
    private void settle(Level level, long id, boolean afterRemoval) {
        em.flush();
        LevelRow row = em.find(Rows.type(level), id);
        if (row == null) {
            return; // its last instance was taken out in the same batch
        }
        Dataset before = row.attributes();
        Dataset all = null;
        boolean done = false;
        long last = 0;
        int most;
        List<Object[]> page;
        do {
            most = afterRemoval && all == null ? FEW : PAGE;
            page = em.createQuery(
                            "select i.id, i.attributes, i.largeAttributes" + Rows.instancesBelow(level)
                                    + " and i.id > :last order by i.id",
                            Object[].class)
                    .setParameter("id", id)
                    .setParameter("last", last)
                    .setMaxResults(most)
                    .getResultList();
            for (Object[] instance : page) {
                last = (Long) instance[0];
                Dataset said = Projection.part(Blobs.decode((byte[]) instance[1], (byte[]) instance[2]), level);
                if (all == null) {
                    row.first = last;
                    all = said;
                } else {
                    all = Projection.merge(all, said);
                }
                done = afterRemoval && Projection.merge(all, before) == all;
                if (done) {
                    break;
                }
            }
        } while (page.size() == most && !done);
        if (all == null) {
            em.remove(row);
            state.count(level, -1);
        } else {
            if (level == Level.SERIES) {
                tallies.learned(em, id, row.attributes(), all);
            }
            row.describe(all);
            copies.changed(level, id);
        }
        values.put(level, id, row.first, all == null ? Dataset.empty() : all);
        em.flush();
    }
}
