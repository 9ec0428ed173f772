package org.diconde4j.archive.dimse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * A request for storage commitment whose result has not been delivered. The instances stand in the notes and not in a data set,
 * one list for each class, so that a request for a CT of ten thousand slices fits into a record.
 *
 * @param requestor the AE title that asked
 * @param transactionUid its Transaction UID
 * @param objects what it asked for
 * @param requested when it asked
 * @param failures how many deliveries have failed
 * @param due when the next one is tried
 * @param problem why the last one failed, null if none did
 * @param claimedUntil until when it belongs to the one who delivers it, null if nobody does
 */
record PendingCommitment(
        String requestor,
        String transactionUid,
        List<SopReference> objects,
        Instant requested,
        int failures,
        Instant due,
        @Nullable String problem,
        @Nullable Instant claimedUntil) {
    static final String KIND = "commitment";

    private static final String CLASS = "class ";

    String id() {
        return RecordNames.id(transactionUid + " " + requestor);
    }

    PendingCommitment claimed(Instant until) {
        return new PendingCommitment(requestor, transactionUid, objects, requested, failures, due, problem, until);
    }

    PendingCommitment failed(String why, Instant next) {
        return new PendingCommitment(requestor, transactionUid, objects, requested, failures + 1, next, why, null);
    }

    RecordContent content() {
        Map<String, StringBuilder> classes = new LinkedHashMap<>();
        for (SopReference object : objects) {
            StringBuilder list = classes.computeIfAbsent(object.sopClassUid(), c -> new StringBuilder());
            list.append(list.isEmpty() ? "" : " ").append(object.sopInstanceUid());
        }
        Map<String, String> notes = new TreeMap<>();
        classes.forEach((sopClass, list) -> notes.put(CLASS + sopClass, list.toString()));
        notes.put("requestor", requestor);
        notes.put("requested", requested.toString());
        notes.put("failures", String.valueOf(failures));
        notes.put("due", due.toString());
        if (problem != null) {
            notes.put("problem", problem);
        }
        if (claimedUntil != null) {
            notes.put("claimed", claimedUntil.toString());
        }
        return new RecordContent(
                Dataset.builder().set(Tag.TransactionUID, transactionUid).build(), notes);
    }

    static PendingCommitment of(StoredRecord record) {
        Map<String, String> notes = record.content().notes();
        List<SopReference> objects = new ArrayList<>();
        new TreeMap<>(notes).forEach((name, list) -> {
            if (name.startsWith(CLASS)) {
                for (String instance : list.split(" ")) {
                    objects.add(new SopReference(name.substring(CLASS.length()), instance));
                }
            }
        });
        return new PendingCommitment(
                notes.getOrDefault("requestor", ""),
                record.content().dataset().string(Tag.TransactionUID, ""),
                objects,
                Instant.parse(notes.getOrDefault("requested", record.modified().toString())),
                Integer.parseInt(notes.getOrDefault("failures", "0")),
                Instant.parse(notes.getOrDefault("due", record.modified().toString())),
                notes.get("problem"),
                notes.containsKey("claimed") ? Instant.parse(notes.get("claimed")) : null);
    }
}
