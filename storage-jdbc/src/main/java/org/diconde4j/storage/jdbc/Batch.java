package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projected;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.jspecify.annotations.Nullable;

/** Entries on their way into the tables, within one transaction that has locked the state. */
final class Batch {
    private static final int AT_ONCE = 500;

    private final EntityManager em;
    private final StateRow state;
    private final Map<Level, Known.Memory> memory;
    private final Applied applied;
    private final ChangedValues values;
    private final Tallies tallies = new Tallies();
    private final Copies copies = new Copies();
    private final Projection projection;

    /** The instance that holds for each SOP Instance UID in question. */
    private final Map<String, Current> uids = new HashMap<>();

    /** First versions of what was deleted, as far as they are in question. */
    private final Set<Long> deleted = new HashSet<>();

    private final Map<Known, Level> toSettle = new HashMap<>();

    /** Whether all rows that the part needs and that there are, are remembered. */
    private boolean complete;

    private record Current(long id, long firstVersion) {}

    Batch(EntityManager em, StateRow state, Map<Level, Known.Memory> memory, Projection projection) {
        this.em = em;
        this.state = state;
        this.memory = memory;
        this.projection = projection;
        this.applied = new Applied(state.applied, state.ahead);
        this.values = new ChangedValues(em);
    }

    void run(List<Prepared> entries) {
        TreeMap<Long, Prepared> news = new TreeMap<>(); // two threads may bring the same one
        for (Prepared e : entries) {
            if (!applied.contains(e.sequence())) {
                news.put(e.sequence(), e);
            }
        }
        List<Prepared> inOrder = List.copyOf(news.values());
        for (int i = 0; i < inOrder.size(); i += AT_ONCE) {
            List<Prepared> part = inOrder.subList(i, Math.min(inOrder.size(), i + AT_ONCE));
            lookUp(part);
            part.forEach(this::take);
            flush();
        }
        toSettle.forEach((known, level) -> new Settlement(em, state, values, tallies, copies).settle(level, known.id));
        if (!toSettle.isEmpty()) {
            flush();
            forget();
        }
        tallies.flush(em);
        state.applied = applied.mark();
        state.ahead = applied.ahead();
    }

    private void flush() {
        em.flush();
        em.clear();
        copies.flush(em);
        values.flush();
    }

    private void forget() {
        memory.values().forEach(Map::clear);
        complete = false;
    }

    private Known.Memory memory(Level level) {
        return Objects.requireNonNull(memory.get(level));
    }

    // ---- what is there already, in one question for each kind of row ----

    private void lookUp(List<Prepared> part) {
        List<Projected> projected =
                part.stream().map(Prepared::projected).filter(Objects::nonNull).toList();
        Set<String> asked = new LinkedHashSet<>();
        projected.forEach(p -> asked.add(Text.key(p.sopInstanceUid())));
        part.stream().map(Prepared::receipt).filter(Batch::isDeletion).forEach(r -> asked.add(uid(r)));
        if (!asked.isEmpty()) {
            ask(
                    Condition.in("uid", List.copyOf(asked))
                            .within("select uid, id, first_version from instance where ", ""),
                    row -> uids.put(row.getString(1), new Current(row.getLong(2), row.getLong(3))));
        }
        List<Long> older = part.stream() // only what came after it can have deleted it
                .map(e -> e.receipt().firstVersion())
                .filter(first -> first < applied.highest())
                .toList();
        if (!older.isEmpty()) {
            ask(
                    Condition.in("first_version", older)
                            .within("select first_version from deleted_instance where ", ""),
                    row -> deleted.add(row.getLong(1)));
        }
        lookUp(Level.COMPONENT, projected, p -> new Known.Key(0, Text.key(p.componentKey())));
        lookUp(Level.STUDY, projected, this::studyKey);
        lookUp(Level.SERIES, projected, p -> {
            Known.Key study = studyKey(p);
            Known known = study == null ? null : memory(Level.STUDY).get(study);
            return known == null ? null : new Known.Key(known.id, Text.key(p.seriesUid()));
        });
        complete = true;
    }

    /** In plain SQL, which the database knows already: with Hibernate it is made anew for each number of values. */
    private void ask(Condition question, Condition.Row<?> row) {
        em.<Connection>runWithConnection(connection -> question.list(connection, row));
    }

    private Known.@Nullable Key studyKey(Projected p) {
        Known component = memory(Level.COMPONENT).get(new Known.Key(0, Text.key(p.componentKey())));
        return component == null ? null : new Known.Key(component.id, Text.key(p.studyUid()));
    }

    private void lookUp(Level level, Collection<Projected> all, Function<Projected, Known.@Nullable Key> key) {
        Known.Memory known = memory(level);
        Set<Known.Key> asked = new LinkedHashSet<>();
        for (Projected p : all) {
            Known.Key k = key.apply(p);
            if (k != null && known.get(k) == null) {
                asked.add(k);
            }
        }
        if (!asked.isEmpty()) {
            known.putAll(Rows.find(em, level, asked));
        }
    }

    // ---- one entry ----

    private void take(Prepared e) {
        quarantine(e.receipt());
        Projected p = e.projected();
        if (isDeletion(e.receipt())) {
            delete(e.receipt());
        } else if (p != null && !deleted.contains(e.receipt().firstVersion())) {
            place(e, p);
        }
        applied.add(e.sequence());
    }

    private static boolean isDeletion(Receipt receipt) {
        return receipt.kind() == Receipt.Kind.DELETED;
    }

    private static String uid(Receipt receipt) {
        return Text.key(String.valueOf(receipt.sopInstanceUid()));
    }

    /** Of the versions of an instance the latest holds, of others with the same UID the one that came first. */
    private void place(Prepared e, Projected p) {
        Current known = uids.get(Text.key(p.sopInstanceUid()));
        long first = e.receipt().firstVersion();
        if (known == null) {
            add(e, p);
        } else if (first == known.firstVersion ? e.sequence() > known.id : first < known.firstVersion) {
            em.flush();
            VersionRow before = new VersionRow();
            before.copy(em.find(InstanceRow.class, known.id));
            new Settlement(em, state, values, tallies, copies).remove(known.id);
            em.persist(before);
            forget();
            add(e, p);
        } else {
            VersionRow other = new VersionRow();
            other.describe(InstanceRef.of(e.receipt(), p), first);
            other.attributes(e.blob());
            em.persist(other);
        }
    }

    private void delete(Receipt receipt) {
        Long first = receipt.refersTo();
        if (first == null) {
            return;
        }
        DeletedRow row = new DeletedRow();
        row.id = receipt.sequence();
        row.uid = uid(receipt);
        row.firstVersion = first;
        em.persist(row);
        em.flush();
        deleted.add(first);
        em.createQuery("delete from VersionRow v where v.firstVersion = :first")
                .setParameter("first", first)
                .executeUpdate();
        Current known = uids.get(row.uid);
        if (known != null && known.firstVersion == first) {
            new Settlement(em, state, values, tallies, copies).remove(known.id);
            forget();
            uids.remove(row.uid);
            promote(row.uid);
        }
    }

    /** Lets the instance hold that a deleted one with the same UID stood against, if there is one. */
    private void promote(String uid) {
        List<VersionRow> others = em.createQuery(
                        "from VersionRow v where v.uid = :uid order by v.firstVersion, v.id desc", VersionRow.class)
                .setParameter("uid", uid)
                .setMaxResults(1)
                .getResultList();
        for (VersionRow other : others) {
            Dataset attributes = Blobs.whole(other.attributes, other.largeAttributes);
            Prepared again;
            try (Blobs.Encoder encoder = new Blobs.Encoder()) {
                again = Prepared.of(new IndexEntry(other.receipt(attributes), attributes), projection, encoder);
            }
            em.remove(other);
            em.flush();
            add(again, Objects.requireNonNull(again.projected()));
        }
    }

    private void add(Prepared e, Projected p) {
        long sequence = e.sequence();
        Known component = row(Level.COMPONENT, null, p.componentKey(), sequence, p.component());
        Known study = row(Level.STUDY, component, p.studyUid(), sequence, p.study());
        Known series = row(Level.SERIES, study, p.seriesUid(), sequence, p.series());
        InstanceRow row = new InstanceRow();
        row.describe(InstanceRef.of(e.receipt(), p), e.receipt().firstVersion());
        row.series = series.id;
        row.attributes(e.blob());
        em.persist(row);
        values.put(Level.INSTANCE, row.id, row.id, p.instance());
        uids.put(row.uid, new Current(sequence, row.firstVersion));
        state.count(Level.INSTANCE, 1);
        state.bytes += row.length;
        tallies.add(series.attributes, row.sopClass, 1, row.length);
    }

    private Known row(Level level, @Nullable Known parent, String key, long sequence, Dataset said) {
        Known.Key at = new Known.Key(parent == null ? 0 : parent.id, Text.key(key));
        Known row = memory(level).get(at);
        if (row == null && !complete) {
            em.flush();
            row = Rows.find(em, level, Set.of(at)).get(at);
        }
        if (row == null) {
            row = new Known(sequence, sequence, said);
            em.persist(Rows.make(level, at, row, parent));
            values.put(level, row.id, row.first, said);
            state.count(level, 1);
        } else {
            learn(level, row, sequence, said);
        }
        memory(level).put(at, row);
        return row;
    }

    private void learn(Level level, Known row, long sequence, Dataset said) {
        if (sequence < applied.highest()
                && Projection.disagree(row.attributes, said)
                && sequence < Rows.lastSequence(em, level, row.id)) {
            toSettle.put(row, level); // it matters that this one came first, so all are asked again
            return;
        }
        Dataset merged = Projection.merge(row.attributes, said);
        boolean earlier = sequence < row.first;
        if (merged != row.attributes || earlier) {
            if (level == Level.SERIES) {
                tallies.learned(em, row.id, row.attributes, merged);
            }
            row.attributes = merged;
            row.first = Math.min(row.first, sequence);
            LevelRow stored = em.find(Rows.type(level), row.id);
            stored.describe(merged);
            stored.first = row.first;
            values.put(level, row.id, row.first, merged);
            copies.changed(level, row.id);
        }
    }

    private void quarantine(Receipt r) {
        Long about = r.refersTo();
        if (r.kind() == Receipt.Kind.QUARANTINED) {
            QuarantineRow row = quarantineRow(r.sequence());
            row.receipt = Text.plain(ReceiptText.format(r));
            state.quarantined += row.ended ? 0 : 1;
        } else if (about != null && (r.kind() == Receipt.Kind.RELEASED || r.kind() == Receipt.Kind.DISCARDED)) {
            QuarantineRow row = quarantineRow(about);
            state.quarantined -= row.ended || row.receipt == null ? 0 : 1;
            row.ended = true;
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
