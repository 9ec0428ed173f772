package org.diconde4j.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When which objects were verified last, and which of them were found damaged, in the records. Times are kept for ranges of
 * sequences, so that it stays small. If it cannot be written, verifying goes on without it.
 */
final class VerificationMemory {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationMemory.class);
    private static final String KIND = "verification";
    private static final String DAMAGE = "verification.damage";
    private static final String PASS = "pass";
    private static final String RANGES = "ranges";
    private static final int MOST_RANGES = 500;

    private final Supplier<@Nullable Records> records;

    VerificationMemory(Supplier<@Nullable Records> records) {
        this.records = records;
    }

    /** When a pass over everything began that did not come to its end; null if none. */
    @Nullable
    Instant unfinished() {
        return passNote("started");
    }

    /** When the latest pass over everything began that came to its end; null if none. */
    @Nullable
    Instant completed() {
        return passNote("completed");
    }

    private @Nullable Instant passNote(String name) {
        Records r = records.get();
        StoredRecord pass = r == null ? null : r.get(KIND, PASS);
        String note = pass == null ? null : pass.content().note(name);
        return note == null ? null : Instant.parse(note);
    }

    void begin(Instant started) {
        quietly(r -> r.update(
                KIND,
                PASS,
                now -> (now == null ? RecordContent.EMPTY : now.content()).with("started", started.toString())));
    }

    void complete(Instant started) {
        quietly(r -> r.update(
                KIND,
                PASS,
                now -> (now == null ? RecordContent.EMPTY : now.content())
                        .with("started", null)
                        .with("completed", started.toString())));
    }

    /** When each object was verified: the time of an entry holds from its sequence to the next entry. */
    TreeMap<Long, Instant> ranges() {
        TreeMap<Long, Instant> ranges = new TreeMap<>();
        Records r = records.get();
        StoredRecord record = r == null ? null : r.get(KIND, RANGES);
        String text = record == null ? null : record.content().note(RANGES);
        if (text != null && !text.isEmpty()) {
            for (String range : text.split(" ")) {
                int equals = range.indexOf('=');
                ranges.put(Long.parseLong(range.substring(0, equals)), Instant.parse(range.substring(equals + 1)));
            }
        }
        return ranges;
    }

    static Instant time(TreeMap<Long, Instant> ranges, long sequence) {
        var entry = ranges.floorEntry(sequence);
        return entry == null ? Instant.MIN : entry.getValue();
    }

    /** Says that all objects of a range were verified at a time. */
    void verified(long first, long last, Instant when) {
        if (last < first) {
            return;
        }
        quietly(r -> r.update(KIND, RANGES, now -> {
            TreeMap<Long, Instant> ranges = ranges();
            Instant after = time(ranges, last + 1);
            ranges.subMap(first, true, last + 1, true).clear();
            ranges.put(first, when);
            ranges.put(last + 1, after == Instant.MIN ? Instant.EPOCH : after);
            coarsen(ranges);
            List<String> text = new ArrayList<>();
            ranges.forEach((from, time) -> text.add(from + "=" + time));
            return RecordContent.EMPTY.with(RANGES, String.join(" ", text));
        }));
    }

    /** Of too many ranges, neighbours are taken together, with the earlier time: an object may be read once too often. */
    private static void coarsen(TreeMap<Long, Instant> ranges) {
        Instant before = null;
        for (Long from : List.copyOf(ranges.keySet())) {
            Instant time = ranges.get(from);
            if (time != null && time.equals(before)) {
                ranges.remove(from);
            }
            before = time;
        }
        while (ranges.size() > MOST_RANGES) {
            List<Long> starts = List.copyOf(ranges.keySet());
            for (int i = 0; i + 2 < starts.size(); i += 2) { // the last entry stands for all that is still to come
                Instant one = time(ranges, starts.get(i));
                Instant other = time(ranges, starts.get(i + 1));
                ranges.put(starts.get(i), one.isBefore(other) ? one : other);
                ranges.remove(starts.get(i + 1));
            }
        }
    }

    void damaged(Verification.Finding finding, Instant found) {
        Receipt receipt = finding.receipt();
        quietly(r -> r.update(
                DAMAGE,
                id(receipt),
                now -> RecordContent.EMPTY
                        .with("name", receipt.name())
                        .with("problem", finding.problem())
                        .with("missing", Boolean.toString(finding.missing()))
                        .with("found", found.toString())));
    }

    boolean isDamaged(Receipt receipt) {
        Records r = records.get();
        return r != null && r.get(DAMAGE, id(receipt)) != null;
    }

    boolean hasDamage() {
        Records r = records.get();
        return r != null && !r.isEmpty(DAMAGE);
    }

    void whole(Receipt receipt) {
        quietly(r -> r.delete(DAMAGE, id(receipt)));
    }

    List<Verification.KnownDamage> damage() {
        List<Verification.KnownDamage> all = new ArrayList<>();
        Records r = records.get();
        if (r == null) {
            return all;
        }
        try (Cursor<StoredRecord> found = r.list(DAMAGE)) {
            found.forEachRemaining(record -> {
                RecordContent content = record.content();
                all.add(new Verification.KnownDamage(
                        Long.parseLong(record.id()),
                        String.valueOf(content.note("name")),
                        String.valueOf(content.note("problem")),
                        Boolean.parseBoolean(content.note("missing")),
                        Instant.parse(String.valueOf(content.note("found")))));
            });
        }
        return all;
    }

    private static String id(Receipt receipt) {
        return String.format("%019d", receipt.sequence());
    }

    private void quietly(Consumer<Records> change) {
        try {
            Records r = records.get();
            if (r != null) {
                change.accept(r);
            }
        } catch (StorageException e) {
            LOG.warn("what was verified can't be remembered: {}", e.getMessage());
        }
    }
}
