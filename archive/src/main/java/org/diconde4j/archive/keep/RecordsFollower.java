package org.diconde4j.archive.keep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes second records the same as the first ones, versions and times included. Records have no log, so both are read and compared.
 *
 * <p>A mark in the second ones says whose copy they are, and what they were when they had last been made the same. If they are not that
 * any more, somebody else has written there, such as an archive that took the replica into service, and nothing is changed. While
 * a run is at work, and after one that was broken off, the mark does not tell, and the next run makes them the same.
 *
 * <p>For one thread.
 */
final class RecordsFollower {
    private static final String KIND = "replication";
    private static final String SOURCE = "source";
    private static final String COPY = "copy";

    /**
     * What is not copied: the mark, what was found when the objects of the first archive were read, which says nothing about those of
     * the second, and which node of the first has the turn to send.
     */
    private static final Set<String> LEFT_OUT = Set.of(KIND, "verification", "outbox.turn");

    private final Records from;
    private final Records to;
    private final BooleanSupplier stopping;

    /** Of all that the second ones have: the exclusive or of the digests of each. */
    private BigInteger state = BigInteger.ZERO;

    RecordsFollower(Records from, Records to, BooleanSupplier stopping) {
        this.from = from;
        this.to = to;
        this.stopping = stopping;
    }

    /** A record in which the two differ. */
    private record Difference(
            String kind, String id, @Nullable StoredRecord second) {}

    /** Copies and deletes what differs, and says how many that were. */
    long run() {
        if (from.uri().equals(to.uri())) {
            throw new StorageException(
                    "the records " + from.uri() + " can't be copied into themselves; name another place");
        }
        String source = source();
        String whole = requireOurs(source);
        state = BigInteger.ZERO;
        List<Difference> differences = differences();
        if (whole != null && !whole.equals(state.toString(16))) {
            throw new StorageException("the records " + to.uri() + " are no replica of " + from.uri()
                    + " any more: something other than replication has changed them, such as an archive that was opened"
                    + " with them; go on with an empty place; nothing was changed");
        }
        if (differences.isEmpty()) {
            if (whole == null) {
                mark(source, state);
            }
            return 0;
        }
        mark(source, null);
        long done = 0;
        for (Difference difference : differences) {
            if (stopping.getAsBoolean()) {
                return done;
            }
            settle(difference);
            done++;
        }
        mark(source, state);
        return done;
    }

    /** Names the first records: a name of their own, as their place may change. */
    private String source() {
        StoredRecord record = from.update(
                KIND,
                SOURCE,
                now -> now == null
                        ? RecordContent.EMPTY.with("id", UUID.randomUUID().toString())
                        : null);
        return record == null ? "" : String.valueOf(record.content().note("id"));
    }

    /** Returns what the second records were when they were last the same; null if that is not known. */
    private @Nullable String requireOurs(String source) {
        StoredRecord mark = to.get(KIND, COPY);
        if (mark == null ? !to.kinds().isEmpty() : !source.equals(mark.content().note("of"))) {
            throw new StorageException("the records " + to.uri() + " are no replica of " + from.uri() + ": they have "
                    + (mark == null ? "records that replication did not write" : "copies of others")
                    + "; use an empty place; nothing was changed");
        }
        return mark == null ? null : mark.content().note("whole");
    }

    private void mark(String source, @Nullable BigInteger whole) {
        RecordContent content = new RecordContent(Dataset.empty(), Map.of("of", source))
                .with("whole", whole == null ? null : whole.toString(16));
        to.update(KIND, COPY, now -> content);
    }

    private List<Difference> differences() {
        Set<String> kinds = new TreeSet<>(from.kinds());
        kinds.addAll(to.kinds());
        kinds.removeAll(LEFT_OUT);
        List<Difference> differences = new ArrayList<>();
        for (String kind : kinds) {
            try (Cursor<StoredRecord> ours = from.list(kind);
                    Cursor<StoredRecord> theirs = to.list(kind)) {
                StoredRecord our = next(ours);
                StoredRecord their = next(theirs);
                while (our != null || their != null) {
                    int order = our == null ? 1 : their == null ? -1 : our.id().compareTo(their.id());
                    StoredRecord first = order <= 0 ? our : null;
                    StoredRecord second = order >= 0 ? their : null;
                    count(second);
                    if (second == null && first != null) {
                        differences.add(new Difference(kind, first.id(), null));
                    } else if (second != null && !same(first, second)) {
                        differences.add(new Difference(kind, second.id(), second));
                    }
                    our = first == null ? our : next(ours);
                    their = second == null ? their : next(theirs);
                }
            }
        }
        return differences;
    }

    private static @Nullable StoredRecord next(Cursor<StoredRecord> cursor) {
        return cursor.hasNext() ? cursor.next() : null;
    }

    private static boolean same(@Nullable StoredRecord first, StoredRecord second) {
        return first != null
                && first.version() == second.version()
                && Arrays.equals(RecordText.format(first), RecordText.format(second));
    }

    /** Brings one over as it is by now. */
    private void settle(Difference difference) {
        StoredRecord first = from.get(difference.kind, difference.id);
        StoredRecord second = difference.second;
        long expected = second == null ? Records.NEW : second.version();
        boolean done = first != null
                ? to.copy(expected, first).done()
                : second == null || to.delete(difference.kind, difference.id, expected);
        if (!done) {
            throw new StorageException("the record " + difference.id + " of kind " + difference.kind + " in " + to.uri()
                    + " was changed by something other than replication; go on with an empty place");
        }
        count(second);
        count(first);
    }

    /** Takes a record into the state, or out of it. */
    private void count(@Nullable StoredRecord record) {
        if (record != null) {
            state = state.xor(
                    new BigInteger(Digest.of(RecordText.format(record)).hex(), 16));
        }
    }
}
