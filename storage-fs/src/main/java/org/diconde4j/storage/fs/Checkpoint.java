package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes durable in its own place what a file of the journal says, and removes that file; late, in a thread of its own. */
final class Checkpoint implements AutoCloseable {
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final Disk disk;
    private final Layout layout;
    private final Journal journal;
    private final ReceiptLog log;
    private final Consumer<String> findings;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    Checkpoint(Disk disk, Layout layout, Journal journal, ReceiptLog log, Consumer<String> findings) {
        this.disk = disk;
        this.layout = layout;
        this.journal = journal;
        this.log = log;
        this.findings = findings;
    }

    /** Begins to look for files of the journal that are due; doing it again does nothing. For who commits. */
    void start() {
        if (thread == null && !closed) {
            thread = Parallel.started(this::work, "diconde4j-storage-checkpoint"); // or else with the next commit
        }
    }

    private void work() {
        try {
            while (!closed && journal.broken() == null) {
                try {
                    List<JournalFile> due = journal.awaitDue();
                    if (!due.isEmpty()) {
                        attempt(due);
                    }
                } catch (OutOfMemoryError e) {
                    Thread.sleep(100); // others have it; without this thread the journal would fill up
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; the journal stays.
        }
    }

    /** Makes durable all that is in the journal, whose newest file must have been sealed. */
    void all() {
        if (!attempt(journal.files())) {
            journal.requireWhole();
        }
    }

    private synchronized boolean attempt(List<JournalFile> due) {
        try {
            List<JournalFile> there = journal.files();
            List<JournalFile> left = due.stream().filter(there::contains).toList();
            if (!left.isEmpty()) {
                run(left);
            }
            return true;
        } catch (IOException | RuntimeException | Error e) {
            // After a failed sync another one may succeed although the bytes are lost, so only opening again, which
            // writes
            // everything anew from the journal, can be trusted.
            String why = "what is in the journal " + journal.folder() + " could not be synced to its files: " + e;
            journal.breakOff(why);
            findings.accept(why + "; close the archive and open it again");
            return false;
        }
    }

    /** Does it for the oldest files of the journal, all at once, as many share a folder and the receipts. */
    void run(List<JournalFile> oldest) throws IOException {
        Parallel.forEach(all(oldest, JournalFile::names), name -> {
            try {
                disk.sync("object", layout.object(name));
            } catch (NoSuchFileException | java.io.FileNotFoundException e) {
                if (oldest.stream().anyMatch(file -> file.needs(name))) {
                    findings.accept("the object " + name + " is not there any more, although nobody removed it here");
                }
            }
        });
        Parallel.forEach(all(oldest, JournalFile::folders), folder -> disk.syncFolder("object", folder));
        log.sync();
        for (JournalFile file : oldest) {
            for (var staged : file.staged()) {
                disk.delete("incoming", staged);
            }
            journal.remove(file);
        }
    }

    private static <T> Set<T> all(List<JournalFile> files, Function<JournalFile, List<T>> what) {
        return files.stream()
                .flatMap(file -> what.apply(file).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Makes durable what can be done soon; what is left, the next opening does. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        journal.close();
        if (running != null) {
            Parallel.join(List.of(running));
        }
        long deadline = System.nanoTime() + PATIENCE_AT_CLOSE.toNanos();
        for (JournalFile file : journal.files()) {
            if (journal.broken() != null
                    || !file.isSettled()
                    || System.nanoTime() > deadline
                    || !attempt(List.of(file))) {
                return;
            }
        }
    }
}
