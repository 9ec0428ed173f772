package org.diconde4j.storage.fs;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.storage.GroupCommit;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Commits events, those of several threads at once: one sync of the journal for all of them. */
final class Commits {
    private final Layout layout;
    private final Journal journal;
    private final ReceiptLog log;
    private final Placer placer;
    private final Checkpoint checkpoint;
    private final GroupCommit<Event, Receipt> group = new GroupCommit<>(this::commitAll);

    /** Where receipts are that could not be written to the log yet. */
    private @Nullable JournalFile owing;

    private volatile boolean closed;

    /** An object to commit, or an event without bytes. */
    record Event(ReceiptDraft draft, FsWriter.@Nullable Content content) {}

    Commits(Layout layout, Journal journal, ReceiptLog log, Placer placer, Checkpoint checkpoint) {
        this.layout = layout;
        this.journal = journal;
        this.log = log;
        this.placer = placer;
        this.checkpoint = checkpoint;
    }

    /** A copy of another store's receipt goes alone, so that a wrong one is nobody else's failure. */
    Receipt commit(Event event) {
        if (event.draft().sequence() == 0) {
            return group.commit(event);
        }
        List<Receipt> receipts = new ArrayList<>(1);
        group.idle(() -> receipts.addAll(commitAll(List.of(event))));
        return receipts.get(0);
    }

    /** Runs something while nothing is committed and nothing is left in the journal. */
    void idle(Runnable action) {
        group.idle(() -> {
            payReceipts();
            journal.seal();
            placer.awaitAll();
            checkpoint.all();
            action.run();
        });
    }

    /** Waits for the batch that is being committed, if any; nothing is committed any more. */
    void close() {
        closed = true;
        group.idle(() -> {});
    }

    private List<Receipt> commitAll(List<Event> events) {
        if (closed) {
            throw new StorageException("the store " + layout.root() + " is closed");
        }
        journal.requireWhole();
        journal.awaitRoom();
        placer.awaitRoom();
        payReceipts();
        List<JournalRecord> records = seal(events);
        JournalFile file = journal.append(records, log.state());
        try {
            settle(events, records, file);
        } catch (RuntimeException | Error e) {
            journal.breakOff(
                    "the store " + layout.root() + " could not go on after it had written to its journal: " + e);
            throw e;
        }
        return records.stream().map(JournalRecord::receipt).toList();
    }

    /** They have happened: what is left is to give them their places. */
    private void settle(List<Event> events, List<JournalRecord> records, JournalFile file) {
        log.add(records);
        owing = file;
        for (int i = 0; i < records.size(); i++) {
            FsWriter.Content content = events.get(i).content();
            if (content != null) {
                placer.add(
                        new Placer.Waiting(records.get(i).receipt().name(), content.bytes(), content.staged(), file));
            }
        }
        if (log.state().unwritten().isEmpty()) {
            payReceipts();
        }
        checkpoint.start();
    }

    private void payReceipts() {
        log.flush();
        JournalFile file = owing;
        if (file != null) {
            file.settled();
            owing = null;
        }
    }

    private List<JournalRecord> seal(List<Event> events) {
        List<JournalRecord> records = new ArrayList<>();
        long sequence = log.lastSequence();
        for (Event event : events) {
            sequence = event.draft().sequenceAfter(sequence);
            FsWriter.Content content = event.content();
            if (content == null) {
                records.add(JournalRecord.of(event.draft().seal(sequence), null, null));
            } else {
                Receipt receipt = event.draft().seal(sequence, content.length(), content.digest());
                records.add(JournalRecord.of(receipt, content.bytes(), content.stagedName()));
            }
        }
        return records;
    }
}
