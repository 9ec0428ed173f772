package org.diconde4j.archive.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one destination in the records: a kind for each state that is kept, so that those who wait are found at the head of
 * their list whatever became of the others. An entry changes its state by being written under the new kind and then deleted under
 * the old one; after a crash between the two it is in both, and the earlier state counts, which only means that a step is done
 * twice.
 */
final class Queue {
    private static final Map<State, String> KINDS =
            Map.of(State.QUEUED, "outbox.queued.", State.SENT, "outbox.sent.", State.FAILED, "outbox.failed.");

    private final Records records;
    private final String destination;

    Queue(Records records, String title) {
        this.records = records;
        this.destination = RecordNames.id(title);
    }

    private String kind(State state) {
        return KINDS.get(state) + destination;
    }

    /** Adds an entry; says whether its id was free. */
    boolean add(OutboxEntry entry) {
        return records.put(kind(State.QUEUED), entry.id(), Records.NEW, entry.content())
                .done();
    }

    /** Writes an entry that stays in its state. */
    void update(OutboxEntry entry) {
        records.update(kind(entry.state()), entry.id(), now -> now == null ? null : entry.content());
    }

    /**
     * Moves an entry into another state that is kept. Only the version that was there at the beginning is deleted: by then the entry
     * may have come back, for instance when one that was retried has failed again.
     *
     * @return false if it was not in the state that it is to leave
     */
    boolean move(OutboxEntry entry, State from) {
        StoredRecord before = records.get(kind(from), entry.id());
        if (before == null) {
            return false;
        }
        RecordContent content = entry.content();
        records.update(kind(entry.state()), entry.id(), now -> content);
        records.delete(kind(from), entry.id(), before.version());
        return true;
    }

    /** Removes an entry; says whether it was there. */
    boolean remove(String id, State state) {
        return records.delete(kind(state), id);
    }

    /** Removes entries at the price of one. */
    void removeAll(List<OutboxEntry> entries, State state) {
        Map<String, Long> versions = new HashMap<>();
        for (OutboxEntry entry : entries) {
            StoredRecord record = records.get(kind(state), entry.id());
            if (record != null) {
                versions.put(entry.id(), record.version());
            }
        }
        if (!versions.isEmpty()) {
            records.delete(kind(state), versions);
        }
    }

    @Nullable
    OutboxEntry get(String id, State state) {
        StoredRecord record = records.get(kind(state), id);
        return record == null ? null : OutboxEntry.of(record, state);
    }

    Cursor<OutboxEntry> list(State state) {
        Cursor<StoredRecord> cursor = records.list(kind(state));
        return new Cursor<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public OutboxEntry next() {
                return OutboxEntry.of(cursor.next(), state);
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    boolean isEmpty(State state) {
        return records.isEmpty(kind(state));
    }

    long count(State state) {
        return records.count(kind(state));
    }
}
