package org.diconde4j.storage.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of receipts, in segments. What is appended is in the journal already, and stays there until {@link #sync}.
 * Appending is for one thread at a time; reading and syncing is for any number.
 */
final class ReceiptLog implements AutoCloseable {
    private final Disk disk;
    private final Path directory;
    private final Limits limits;
    private final Consumer<String> findings;
    private final boolean cut;
    private Disk.Out out;
    private boolean halfWritten;
    private volatile State state;

    /** The highest sequence that the next opening would know of. */
    private long written;

    /** After a sync failed, a later one may succeed although what was to be synced is lost. */
    private volatile @Nullable IOException unsyncable;

    /**
     * What has happened.
     *
     * @param lastSequence the highest sequence given
     * @param segment the newest file
     * @param length how many bytes of it are whole receipts
     * @param unwritten receipts that follow these but could not be written yet
     */
    record State(long lastSequence, Segment segment, long length, List<JournalRecord> unwritten) {}

    private ReceiptLog(Disk disk, Path directory, Limits limits, Consumer<String> findings) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.limits = limits;
        this.findings = findings;
        List<Segment> segments = Segment.list(directory);
        if (segments.isEmpty()) {
            Segment segment = Segment.of(directory, 1);
            out = create(segment);
            state = new State(0, segment, 0, List.of());
            written = 0;
            cut = false;
        } else {
            Segment segment = segments.get(segments.size() - 1);
            Segment.End end = segment.end();
            long torn = Files.size(segment.file()) - end.length();
            cut = torn > 0;
            // A number that a torn receipt may have had is not given again: an index might know it.
            long last = end.sequence() + (cut ? putAside(segment, end.length(), torn) : 0);
            out = disk.append("receipts", segment.file());
            if (cut) {
                out.cut(end.length());
                out.sync();
            }
            state = new State(last, segment, end.length(), List.of());
            written = end.sequence();
        }
    }

    static ReceiptLog open(Disk disk, Path directory, Limits limits, Consumer<String> findings) {
        try {
            return new ReceiptLog(disk, directory, limits, findings);
        } catch (IOException e) {
            throw new StorageException("the receipts in " + directory + " can't be opened: " + e, e);
        }
    }

    private Disk.Out create(Segment segment) throws IOException {
        Disk.Out created = disk.create("receipts", segment.file());
        try {
            created.sync();
            disk.syncFolder("receipts", directory);
            return created;
        } catch (IOException e) {
            created.close();
            throw e;
        }
    }

    /** Copies an unfinished tail; gives how many receipts it may have been. */
    private long putAside(Segment segment, long from, long length) throws IOException {
        Path aside = Layout.free(directory.resolve(segment.file().getFileName() + ".torn-1"));
        long lines = 1;
        try (RandomAccessFile in = new RandomAccessFile(segment.file().toFile(), "r");
                Disk.Out copy = disk.create("receipts", aside)) {
            in.seek(from);
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                copy.write(buffer, 0, n);
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
            copy.sync();
        }
        disk.syncFolder("receipts", directory);
        findings.accept("the last " + length + " bytes of " + segment.file()
                + " were not whole receipts, as a power loss leaves them; they were cut off and kept in " + aside);
        return lines;
    }

    /** Whether an unfinished tail was found when the log was opened. */
    boolean wasCut() {
        return cut;
    }

    State state() {
        return state;
    }

    long lastSequence() {
        return state.lastSequence();
    }

    /** No sequence up to this one will be given. */
    void skipTo(long sequence) {
        State s = state;
        if (sequence > s.lastSequence()) {
            state = new State(sequence, s.segment(), s.length(), s.unwritten());
        }
    }

    /** Lets no later opening give the numbers that were skipped either: the next receipt begins a segment that is named after it. */
    void keepSkipped() throws IOException {
        flush();
        State s = state;
        if (s.lastSequence() > written) {
            roll(s, s.lastSequence() + 1);
            written = s.lastSequence();
        }
    }

    /** Adds receipts that have happened, and tries to write them; if that fails, {@link #flush} will try again. */
    void add(List<JournalRecord> records) {
        State s = state;
        state = new State(records.get(records.size() - 1).receipt().sequence(), s.segment(), s.length(), records);
        try {
            flush();
        } catch (StorageException e) {
            findings.accept(e.getMessage() + "; they are safe in the journal, and it will be tried again");
        }
    }

    /** Writes what could not be written, without syncing it. */
    void flush() {
        State s = state;
        if (s.unwritten().isEmpty()) {
            return;
        }
        try {
            if (s.length() >= limits.segment()) {
                s = roll(s, s.unwritten().get(0).receipt().sequence());
            }
            ByteArrayOutputStream lines =
                    new ByteArrayOutputStream(s.unwritten().size() << 10);
            s.unwritten().forEach(r -> lines.writeBytes(r.line()));
            if (halfWritten) {
                out.cut(s.length());
            }
            halfWritten = true;
            out.write(lines.toByteArray(), 0, lines.size());
            halfWritten = false;
            written = s.lastSequence();
            state = new State(s.lastSequence(), s.segment(), s.length() + lines.size(), List.of());
        } catch (IOException e) {
            throw new StorageException(
                    "receipts can't be written to " + s.segment().file() + ": " + e.getMessage(), e);
        }
    }

    private State roll(State s, long first) throws IOException {
        try {
            out.sync();
        } catch (IOException e) {
            unsyncable = e;
            throw e;
        }
        Segment next = Segment.of(directory, first);
        Disk.Out old = out;
        out = create(next);
        old.close();
        state = new State(s.lastSequence(), next, 0, s.unwritten());
        return state;
    }

    /** Makes durable what has been written; earlier segments are. */
    void sync() throws IOException {
        IOException earlier = unsyncable;
        if (earlier != null) {
            throw earlier;
        }
        disk.sync("receipts", state.segment().file());
    }

    Cursor<Receipt> read(long afterSequence) {
        State end = state;
        try {
            List<Segment> segments = Segment.list(directory);
            int from = 0;
            for (int i = 0; i < segments.size(); i++) {
                if (segments.get(i).first() <= afterSequence + 1) {
                    from = i;
                }
            }
            List<Segment> wanted = segments.subList(from, segments.size()).stream()
                    .filter(s -> s.first() <= end.segment().first())
                    .toList();
            return new ReceiptCursor(wanted, afterSequence, end, findings);
        } catch (IOException e) {
            throw new StorageException("the receipts in " + directory + " can't be listed: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new StorageException("the receipt log in " + directory + " can't be closed: " + e, e);
        }
    }
}
