package org.diconde4j.archive.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way to a destination.
 *
 * @param id what tells it from others of the destination; rises in the order of queueing
 * @param state how far it is
 * @param object which object of the archive
 * @param queued when it was queued
 * @param failures how often it, or its commitment, was refused
 * @param due when it is tried again at the earliest
 * @param problem what went wrong last, null if nothing did
 */
public record OutboxEntry(
        String id,
        State state,
        SopReference object,
        Instant queued,
        int failures,
        Instant due,
        @Nullable String problem) {

    /** How far an object is. */
    public enum State {
        /** It waits for its turn, or to be tried again. Kept through restarts. */
        QUEUED,
        /** It is being sent. After a restart it is queued again. */
        SENDING,
        /** The destination has it, and is asked for its commitment. Kept through restarts. */
        SENT,
        /** The destination keeps it safe. */
        COMMITTED,
        /** The destination has all that was wanted; the outbox knows it no more, and it may be deleted here. */
        RELEASED,
        /** It was refused for good; it stays until somebody retries or discards it. Kept through restarts. */
        FAILED
    }

    static OutboxEntry queued(String id, SopReference object, Instant now) {
        return new OutboxEntry(id, State.QUEUED, object, now, 0, now, null);
    }

    OutboxEntry in(State other) {
        return new OutboxEntry(id, other, object, queued, failures, due, problem);
    }

    OutboxEntry failed(State other, String why, Instant next) {
        return new OutboxEntry(id, other, object, queued, failures + 1, next, why);
    }

    OutboxEntry again(Instant now) {
        return new OutboxEntry(id, State.QUEUED, object, now, 0, now, problem);
    }

    RecordContent content() {
        Map<String, String> notes = new TreeMap<>();
        notes.put("class", object.sopClassUid());
        notes.put("instance", object.sopInstanceUid());
        notes.put("queued", queued.toString());
        if (failures > 0) {
            notes.put("failures", String.valueOf(failures));
            notes.put("due", due.toString());
        }
        if (problem != null) {
            notes.put("problem", problem);
        }
        return new RecordContent(Dataset.empty(), notes);
    }

    static OutboxEntry of(StoredRecord record, State state) {
        Map<String, String> notes = record.content().notes();
        String queued = notes.getOrDefault("queued", record.modified().toString());
        return new OutboxEntry(
                record.id(),
                state,
                new SopReference(notes.getOrDefault("class", ""), notes.getOrDefault("instance", "")),
                Instant.parse(queued),
                Integer.parseInt(notes.getOrDefault("failures", "0")),
                Instant.parse(notes.getOrDefault("due", queued)),
                notes.get("problem"));
    }
}
