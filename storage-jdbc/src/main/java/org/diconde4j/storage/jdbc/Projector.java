package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.GroupCommit;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projected;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.jspecify.annotations.Nullable;

/** Brings entries into the tables: one batch at a time, one transaction a batch, whatever threads the entries come from. */
final class Projector {
    private static final int AT_ONCE = 500;
    private static final int SAVE_AFTER = 256;

    private final Database database;
    private final GroupCommit<List<Prepared>, Answer> group = new GroupCommit<>(this::commit);
    private final Map<Level, Known.Memory> memory = Map.of(
            Level.COMPONENT, new Known.Memory(), Level.STUDY, new Known.Memory(), Level.SERIES, new Known.Memory());

    /** Applied sequences above {@link #applied}, which wait for the gap to be closed. */
    private TreeSet<Long> ahead = new TreeSet<>();

    private volatile long applied;

    /** What the database says of {@link #applied}; it lags a little, at the price of replaying as much after a crash. */
    private long saved;

    /** The highest sequence of an instance from before the opening; up to there, entries may be a replay of what is known. */
    private long replayUpTo = Known.UNKNOWN;

    Projector(Database database) {
        this.database = database;
        this.applied = database.appliedAtOpen();
        this.saved = applied;
    }

    long applied() {
        return applied;
    }

    void apply(List<Prepared> entries) {
        Answer answer = group.commit(entries);
        if (answer.failure().isPresent()) {
            throw answer.failure().get();
        }
    }

    void replayedTo(long sequence) {
        group.idle(() -> {
            if (sequence > applied) {
                TreeSet<Long> rest = new TreeSet<>(ahead.tailSet(sequence, false));
                long to = advance(sequence, rest);
                inTransaction(em -> save(em, to));
                saved = to;
                ahead = rest;
                applied = to;
            }
        });
    }

    void clear(String fingerprint) {
        group.idle(() -> {
            database.clearAll(fingerprint);
            forget();
            ahead.clear();
            applied = 0;
            saved = 0;
            replayUpTo = 0;
        });
    }

    /** Saves how far it has come, and closes the database. */
    void close() {
        group.idle(() -> {
            try {
                if (!database.isClosed() && applied > saved) {
                    inTransaction(em -> save(em, applied));
                }
            } finally {
                database.close();
            }
        });
    }

    private void forget() {
        memory.values().forEach(Map::clear);
    }

    /** One transaction for all; if that fails, one for each, so that nobody fails because of somebody else. */
    private List<Answer> commit(List<List<Prepared>> items) {
        // First without asking whether the instances are known already, which an archive has asked before; the tables
        // refuse them if so.
        RuntimeException failure = tryCommit(items, false);
        if (failure != null) {
            failure = tryCommit(items, true);
        }
        if (failure == null) {
            return items.stream().map(i -> Answer.FINE).toList();
        }
        if (items.size() == 1) {
            return List.of(Answer.failed(failure));
        }
        return items.stream()
                .map(i -> Answer.failed(tryCommit(List.of(i), true)))
                .toList();
    }

    private @Nullable RuntimeException tryCommit(List<List<Prepared>> items, boolean lookUp) {
        List<Prepared> entries = new ArrayList<>();
        items.forEach(entries::addAll);
        entries.removeIf(e -> e.sequence() <= applied || ahead.contains(e.sequence()));
        if (entries.isEmpty()) {
            return null;
        }
        entries.sort(Comparator.comparingLong(Prepared::sequence));
        TreeSet<Long> rest = new TreeSet<>(ahead);
        entries.forEach(e -> rest.add(e.sequence()));
        long to = advance(applied, rest);
        boolean save = to - saved >= SAVE_AFTER;
        try {
            inTransaction(em -> {
                new Batch(em).run(entries, lookUp);
                if (save) {
                    save(em, to);
                }
            });
        } catch (RuntimeException e) {
            forget();
            return e;
        }
        saved = save ? to : saved;
        ahead = rest;
        applied = to;
        return null;
    }

    private static long advance(long from, TreeSet<Long> rest) {
        long to = from;
        while (rest.remove(to + 1)) {
            to++;
        }
        return to;
    }

    private static void save(EntityManager em, long sequence) {
        em.createQuery("update StateRow s set s.applied = :to")
                .setParameter("to", sequence)
                .executeUpdate();
    }

    private interface Work {
        void run(EntityManager em);
    }

    private void inTransaction(Work work) {
        try (EntityManager em = database.persistence().createEntityManager()) {
            em.getTransaction().begin();
            try {
                work.run(em);
                em.getTransaction().commit();
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
            }
        }
    }

    /** One transaction. */
    private final class Batch {
        private final EntityManager em;
        private final Map<String, Long> uids = new HashMap<>();
        private final Map<Known, Level> toSettle = new HashMap<>();

        Batch(EntityManager em) {
            this.em = em;
        }

        void run(List<Prepared> entries, boolean lookUp) {
            if (replayUpTo == Known.UNKNOWN) {
                Long highest = em.createQuery("select max(i.id) from InstanceRow i", Long.class)
                        .getSingleResult();
                replayUpTo = highest == null ? 0 : highest;
            }
            if (lookUp || entries.get(0).sequence() <= replayUpTo) {
                lookUpUids(entries);
            }
            for (Prepared e : entries) {
                quarantine(e.receipt());
                Projected p = e.projected();
                if (p != null && isNews(e, p)) {
                    add(e, p);
                }
            }
            em.flush();
            toSettle.forEach((known, level) -> new Settlement(em).settle(level, known.id));
            if (!toSettle.isEmpty()) {
                forget();
            }
        }

        private void lookUpUids(List<Prepared> entries) {
            List<String> asked = entries.stream()
                    .map(Prepared::projected)
                    .filter(p -> p != null)
                    .map(Projected::sopInstanceUid)
                    .toList();
            for (int i = 0; i < asked.size(); i += AT_ONCE) {
                em.createQuery("select i.uid, i.id from InstanceRow i where i.uid in :uids", Object[].class)
                        .setParameter("uids", asked.subList(i, Math.min(asked.size(), i + AT_ONCE)))
                        .getResultList()
                        .forEach(row -> uids.put((String) row[0], (Long) row[1]));
            }
        }

        /** Whether an instance is to be added; one with the same UID that came later gives way. */
        private boolean isNews(Prepared e, Projected p) {
            Long known = uids.get(p.sopInstanceUid());
            if (known == null) {
                return true;
            }
            if (known <= e.sequence()) {
                return false;
            }
            em.flush();
            new Settlement(em).remove(known);
            forget();
            return true;
        }

        private void add(Prepared e, Projected p) {
            long sequence = e.sequence();
            Known component = row(Level.COMPONENT, 0, p.componentKey(), sequence, p.component());
            Known study = row(Level.STUDY, component.id, p.studyUid(), sequence, p.study());
            Known series = row(Level.SERIES, study.id, p.seriesUid(), sequence, p.series());
            InstanceRow row = new InstanceRow();
            row.describe(InstanceRef.of(e.receipt(), p));
            row.series = series.id;
            row.attributes(e.blob());
            em.persist(row);
            uids.put(p.sopInstanceUid(), sequence);
        }

        private Known row(Level level, long parent, String key, long sequence, Dataset said) {
            Known.Memory known = java.util.Objects.requireNonNull(memory.get(level));
            Known.Key at = new Known.Key(parent, key);
            Known row = known.get(at);
            if (row == null) {
                row = Rows.find(em, level, parent, key);
            }
            if (row == null) {
                row = new Known(sequence, sequence, sequence, said);
                em.persist(Rows.make(level, parent, key, row));
            } else {
                learn(level, row, sequence, said);
            }
            known.put(at, row);
            return row;
        }

        private void learn(Level level, Known row, long sequence, Dataset said) {
            if (row.last == Known.UNKNOWN) {
                row.last = Rows.lastSequence(em, level, row.id);
            }
            if (sequence < row.last && Projection.disagree(row.attributes, said)) {
                toSettle.put(row, level); // it matters that this one came first, so all are asked again
                return;
            }
            Dataset merged = Projection.merge(row.attributes, said);
            boolean earlier = sequence < row.first;
            if (merged != row.attributes || earlier) {
                row.attributes = merged;
                row.first = Math.min(row.first, sequence);
                LevelRow stored = em.find(Rows.type(level), row.id);
                stored.describe(merged);
                stored.first = row.first;
            }
            row.last = Math.max(row.last, sequence);
        }

        private void quarantine(Receipt r) {
            Long about = r.refersTo();
            if (r.kind() == Receipt.Kind.QUARANTINED) {
                QuarantineRow row = quarantineRow(r.sequence());
                row.receipt = ReceiptText.format(r);
            } else if (about != null && r.kind() != Receipt.Kind.STORED) {
                quarantineRow(about).ended = true;
            }
        }

        private QuarantineRow quarantineRow(long sequence) {
            QuarantineRow row = em.find(QuarantineRow.class, sequence);
            if (row == null) {
                row = new QuarantineRow();
                row.id = sequence;
                em.persist(row);
            }
            return row;
        }
    }
}
