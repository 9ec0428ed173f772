package org.diconde4j.storage.fs;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;

/**
 * The append-only log of receipts, in segments. Appending is for one thread at a time; reading is for any number.
 *
 * <p>It writes through {@link RandomAccessFile}, because an interrupt closes a channel, and with it the log for everybody.
 */
final class ReceiptLog implements AutoCloseable {
    private static final long ROLL_AT = 16L << 20;

    private final Path directory;
    private final Consumer<String> findings;
    private final boolean cut;
    private Segment segment;
    private RandomAccessFile out;
    private volatile State state;
    private volatile boolean broken;

    /** What is durable: everything up to a sequence, which ends at a place in a segment. */
    record State(long lastSequence, Segment segment, long length) {}

    private ReceiptLog(Path directory, Consumer<String> findings) throws IOException {
        this.directory = directory;
        this.findings = findings;
        List<Segment> segments = Segment.list(directory);
        if (segments.isEmpty()) {
            segment = Segment.of(directory, 1);
            out = new RandomAccessFile(segment.file().toFile(), "rw");
            out.getFD().sync();
            Disk.syncDirectory(directory);
            state = new State(0, segment, 0);
            cut = false;
        } else {
            segment = segments.get(segments.size() - 1);
            Segment.End end = segment.end();
            out = new RandomAccessFile(segment.file().toFile(), "rw");
            long torn = out.length() - end.length();
            // A number that a torn receipt may have had is not given again: an index might know it.
            long last = end.sequence() + (torn > 0 ? cut(end, torn) : 0);
            cut = torn > 0;
            out.seek(end.length());
            state = new State(last, segment, end.length());
        }
    }

    static ReceiptLog open(Path directory, Consumer<String> findings) {
        try {
            return new ReceiptLog(directory, findings);
        } catch (IOException e) {
            throw new StorageException("the receipts in " + directory + " can't be opened: " + e, e);
        }
    }

    /** Puts an unfinished tail aside; gives how many receipts it may have been. */
    private long cut(Segment.End end, long torn) throws IOException {
        Path aside = Files.createTempFile(directory, segment.file().getFileName() + ".torn-", "");
        long lines = 1;
        try (FileOutputStream copy = new FileOutputStream(aside.toFile())) {
            byte[] buffer = new byte[1 << 16];
            out.seek(end.length());
            for (int n = out.read(buffer); n > 0; n = out.read(buffer)) {
                copy.write(buffer, 0, n);
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
            copy.getFD().sync();
        }
        Disk.syncDirectory(directory);
        out.setLength(end.length());
        out.getFD().sync();
        findings.accept("the last " + torn + " bytes of " + segment.file()
                + " were not whole receipts, as a power loss leaves them; they were cut off and kept in " + aside);
        return lines;
    }

    /** Whether an unfinished tail was found when the log was opened. */
    boolean wasCut() {
        return cut;
    }

    /** Whether a failure left it uncertain what is on the disk. */
    boolean isBroken() {
        return broken;
    }

    long lastSequence() {
        return state.lastSequence();
    }

    /** No sequence up to this one will be given. */
    void skipTo(long sequence) {
        State s = state;
        if (sequence > s.lastSequence()) {
            state = new State(sequence, s.segment(), s.length());
        }
    }

    /** Appends receipts, whose sequences go on from the last one, and syncs them. All or none. */
    void append(List<Receipt> receipts) {
        if (broken) {
            throw new StorageException("the receipt log " + segment.file()
                    + " failed earlier, so what is on the disk is uncertain; close the archive and open it again");
        }
        StringBuilder lines = new StringBuilder();
        receipts.forEach(r -> lines.append(ReceiptText.format(r)).append('\n'));
        State before = state;
        try {
            if (before.length() >= ROLL_AT) {
                roll();
                before = state;
            }
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
            long last = receipts.get(receipts.size() - 1).sequence();
            state = new State(last, segment, out.getFilePointer());
        } catch (IOException e) {
            restore(before, e);
            throw new StorageException("receipts can't be written to " + segment.file() + ": " + e.getMessage(), e);
        }
    }

    /** After a failed write the file is cut back; if that fails too, nothing is certain any more, and nothing more is written. */
    private void restore(State before, IOException cause) {
        broken = true;
        try {
            if (before.segment().equals(segment)) {
                out.setLength(before.length());
                out.seek(before.length());
                out.getFD().sync();
                broken = false;
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void roll() throws IOException {
        Segment next = Segment.of(directory, state.lastSequence() + 1);
        RandomAccessFile file = new RandomAccessFile(next.file().toFile(), "rw");
        try {
            file.getFD().sync();
            Disk.syncDirectory(directory);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        RandomAccessFile old = out;
        segment = next;
        out = file;
        state = new State(state.lastSequence(), next, 0);
        old.close();
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
            throw new StorageException("the receipt log " + segment.file() + " can't be closed: " + e, e);
        }
    }
}
