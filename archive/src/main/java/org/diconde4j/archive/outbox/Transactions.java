package org.diconde4j.archive.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Requests for storage commitment whose result has not come, in the records under their Transaction UID. */
final class Transactions {
    private static final String KIND = "outbox.commitment";

    private Transactions() {}

    /**
     * A request.
     *
     * @param uid Transaction UID
     * @param destination title of the destination
     * @param entries ids of the entries that it is about
     * @param asked when
     */
    record Transaction(String uid, String destination, List<String> entries, Instant asked) {}

    static void add(Records records, Transaction transaction) {
        Map<String, String> notes = Map.of(
                "transaction", transaction.uid(),
                "destination", transaction.destination(),
                "entries", String.join(" ", transaction.entries()),
                "asked", transaction.asked().toString());
        RecordContent content = new RecordContent(Dataset.empty(), notes);
        records.update(KIND, RecordNames.id(transaction.uid()), now -> content);
    }

    static @Nullable Transaction get(Records records, String uid) {
        StoredRecord record = uid.isEmpty() ? null : records.get(KIND, RecordNames.id(uid));
        return record == null ? null : of(record);
    }

    static @Nullable String destination(Records records, String uid) {
        Transaction transaction = get(records, uid);
        return transaction == null ? null : transaction.destination();
    }

    static void remove(Records records, String uid) {
        records.delete(KIND, RecordNames.id(uid));
    }

    static List<Transaction> of(Records records, String destination) {
        try (Cursor<StoredRecord> cursor = records.list(KIND)) {
            return cursor.toList().stream()
                    .map(Transactions::of)
                    .filter(t -> t.destination().equals(destination))
                    .toList();
        }
    }

    private static Transaction of(StoredRecord record) {
        Map<String, String> notes = record.content().notes();
        return new Transaction(
                notes.getOrDefault("transaction", ""),
                notes.getOrDefault("destination", ""),
                List.of(notes.getOrDefault("entries", "").split(" ")),
                Instant.parse(notes.getOrDefault("asked", record.modified().toString())));
    }
}
