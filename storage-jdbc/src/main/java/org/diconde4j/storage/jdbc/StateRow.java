package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import org.diconde4j.storage.Level;

/**
 * How far the index has come, how it was built, and how much it knows; there is one row. Who writes to the index locks this row
 * first, so that writers of all processes take turns: that is why there is no deadlock, no row twice, and counts are exact.
 */
@Entity
@Table(name = "state")
class StateRow {
    static final long ONLY = 1;

    @Id
    long id = ONLY;

    @Column(name = "applied_sequence")
    long applied;

    /** What has been applied beyond, see {@link Applied}. */
    String ahead = "";

    /** Grows by one with each transaction, so that a writer sees whether somebody else wrote since. */
    long generation;

    String fingerprint = "";

    long components;
    long studies;
    long series;
    long instances;
    long quarantined;
    long bytes;

    /** Locks and reads the row. */
    static StateRow lock(EntityManager em) {
        // Not find(), for which Hibernate answers null where the connection broke.
        StateRow row = em.createQuery("from StateRow s where s.id = :only", StateRow.class)
                .setParameter("only", ONLY)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResult();
        em.detach(row); // saved in one statement at the end, whatever is flushed and cleared before
        return row;
    }

    void save(EntityManager em) {
        em.createQuery("update StateRow s set s.applied = :applied, s.ahead = :ahead, s.generation = :generation,"
                        + " s.components = :components, s.studies = :studies, s.series = :series,"
                        + " s.instances = :instances, s.quarantined = :quarantined, s.bytes = :bytes")
                .setParameter("applied", applied)
                .setParameter("ahead", ahead)
                .setParameter("generation", generation)
                .setParameter("components", components)
                .setParameter("studies", studies)
                .setParameter("series", series)
                .setParameter("instances", instances)
                .setParameter("quarantined", quarantined)
                .setParameter("bytes", bytes)
                .executeUpdate();
    }

    /** One more or less of a level. */
    void count(Level level, int change) {
        switch (level) {
            case COMPONENT -> components += change;
            case STUDY -> studies += change;
            case SERIES -> series += change;
            case INSTANCE -> instances += change;
        }
    }
}
