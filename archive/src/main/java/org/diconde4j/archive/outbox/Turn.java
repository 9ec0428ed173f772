package org.diconde4j.archive.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to send to a destination, where several processes share the records: that of one of them, as long as it says so again
 * and again in a record. Whoever dies has had its turn after a while. Thread-safe.
 */
final class Turn {
    /** How often those look that don't have the turn, and the one that has it for what others queued. */
    static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration TERM = Duration.ofMinutes(2);
    private static final String KIND = "outbox.turn";

    private final Records records;
    private final String id;
    private final Duration term;
    private final String me = UUID.randomUUID().toString();
    private Instant sureUntil = Instant.MIN; // guarded by this

    Turn(Records records, String title) {
        this(records, title, TERM);
    }

    /** With another time after which the turn passes from one that died. */
    Turn(Records records, String title, Duration term) {
        this.records = records;
        this.id = RecordNames.id(title);
        this.term = term;
    }

    /** Takes or keeps the turn, and tells whether it is ours. */
    synchronized boolean take() {
        Instant now = Instant.now();
        if (!records.shared() || now.isBefore(sureUntil)) {
            return true;
        }
        StoredRecord there =
                records.update(KIND, id, found -> isOurs(found) || isOver(found, now) ? content(now.plus(term)) : null);
        boolean ours = isOurs(there);
        sureUntil = ours ? now.plus(term.dividedBy(4)) : Instant.MIN;
        return ours;
    }

    private RecordContent content(Instant end) {
        return new RecordContent(Dataset.empty(), Map.of("holder", me, "until", end.toString()));
    }

    private boolean isOurs(@Nullable StoredRecord found) {
        return found != null && me.equals(found.content().notes().get("holder"));
    }

    private static boolean isOver(@Nullable StoredRecord found, Instant now) {
        return found == null
                || !Instant.parse(found.content().notes().getOrDefault("until", Instant.MIN.toString()))
                        .isAfter(now);
    }

    /** When to look next, if there is nothing to do before. */
    Instant look(Instant next) {
        Instant soon = Instant.now().plus(LOOK);
        return records.shared() && soon.isBefore(next) ? soon : next;
    }

    /** Lets others have it. */
    synchronized void end() {
        if (!sureUntil.equals(Instant.MIN)) {
            sureUntil = Instant.MIN;
            StoredRecord there = records.get(KIND, id);
            if (there != null && isOurs(there)) {
                records.delete(KIND, id, there.version());
            }
        }
    }
}
