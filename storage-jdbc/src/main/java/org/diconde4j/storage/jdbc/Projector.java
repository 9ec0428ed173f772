package org.diconde4j.storage.jdbc;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.diconde4j.storage.GroupCommit;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Brings entries into the tables: one batch at a time, one transaction a batch, whatever threads the entries come from. What it
 * remembers between batches holds only as long as nobody else wrote, which the state tells.
 */
final class Projector {
    private static final long NOTHING_SEEN = -1;

    private final Database database;
    private final Projection projection;
    private final String fingerprint;
    private final GroupCommit<List<Prepared>, Answer> group = new GroupCommit<>(this::commit);
    private final Map<Level, Known.Memory> memory = Map.of(
            Level.COMPONENT, new Known.Memory(), Level.STUDY, new Known.Memory(), Level.SERIES, new Known.Memory());

    /** The state that the memory belongs to. */
    private long seen = NOTHING_SEEN;

    /** The mark of the last transaction from here. */
    private volatile long applied;

    Projector(Database database, Projection projection) {
        this.database = database;
        this.projection = projection;
        this.fingerprint = projection.fingerprint();
        this.applied = database.appliedAtOpen();
    }

    long applied() {
        return database.dialect().isShared() ? database.applied() : applied;
    }

    void apply(List<Prepared> entries) {
        Answer answer = group.commit(entries);
        if (answer.failure().isPresent()) {
            throw answer.failure().get();
        }
    }

    void replayedTo(long sequence) {
        group.idle(() -> write((em, state) -> {
            Applied all = new Applied(state.applied, state.ahead);
            all.moveTo(sequence);
            state.applied = all.mark();
            state.ahead = all.ahead();
        }));
    }

    void clear() {
        group.idle(() -> {
            database.clearAll(fingerprint);
            seen = NOTHING_SEEN;
            applied = 0;
        });
    }

    void close() {
        group.idle(database::close);
    }

    /** One transaction for all; if that fails, one for each, so that nobody fails because of somebody else. */
    private List<Answer> commit(List<List<Prepared>> items) {
        RuntimeException failure =
                tryCommit(items.stream().flatMap(List::stream).toList());
        if (failure == null) {
            return items.stream().map(i -> Answer.FINE).toList();
        }
        if (items.size() == 1 || Database.isOutOfReach(failure)) {
            return items.stream().map(i -> Answer.failed(failure)).toList();
        }
        return items.stream().map(i -> Answer.failed(tryCommit(i))).toList();
    }

    private @Nullable RuntimeException tryCommit(List<Prepared> entries) {
        try {
            write((em, state) -> new Batch(em, state, memory, projection).run(entries));
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private interface Work {
        void run(EntityManager em, StateRow state);
    }

    private void write(Work work) {
        long before = seen;
        seen = NOTHING_SEEN; // if this fails, what is remembered may have been rolled back
        StateRow done = database.inTransaction(em -> {
            StateRow state = StateRow.lock(em);
            if (!state.fingerprint.equals(fingerprint)) {
                throw new StorageException("the index at " + database.dialect().place()
                        + " is being built for another identity of components (\"" + state.fingerprint
                        + "\"; here it is \"" + fingerprint
                        + "\"): give all that open it the same one, and open it again");
            }
            if (state.generation != before) {
                memory.values().forEach(Map::clear);
            }
            work.run(em, state);
            state.generation++;
            state.save(em);
            return state;
        });
        seen = done.generation;
        applied = done.applied;
    }
}
