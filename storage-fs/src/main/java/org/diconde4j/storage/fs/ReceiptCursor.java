package org.diconde4j.storage.fs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Reads receipts, passing over damaged ones and reporting them. */
final class ReceiptCursor implements Cursor<Receipt> {
    /** No receipt is as long; a damaged log must not fill the memory. */
    private static final int LONGEST_LINE = 1 << 20;

    private final Iterator<Segment> segments;
    private final ReceiptLog.State end;
    private final Iterator<JournalRecord> unwritten;
    private final Consumer<String> findings;
    private long last;
    private @Nullable Segment segment;
    private @Nullable InputStream in;
    private long left;
    private long place;
    private @Nullable Receipt next;
    private volatile boolean closed;

    ReceiptCursor(List<Segment> segments, long after, ReceiptLog.State end, Consumer<String> findings) {
        this.segments = segments.iterator();
        this.last = after;
        this.end = end;
        this.unwritten = end.unwritten().iterator();
        this.findings = findings;
    }

    @Override
    public boolean hasNext() {
        try {
            while (!closed && next == null) {
                if (in != null || openNext()) {
                    advance();
                } else if (unwritten.hasNext()) {
                    take(unwritten.next().receipt());
                } else {
                    return false;
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new StorageException("the receipts in " + segment + " can't be read: " + e, e);
            }
        }
        if (closed) {
            closeFile();
        }
        return !closed && next != null;
    }

    private boolean openNext() throws IOException {
        if (!segments.hasNext()) {
            return false;
        }
        Segment s = segments.next();
        segment = s;
        place = 0;
        left = s.first() == end.segment().first() ? end.length() : Long.MAX_VALUE;
        in = new BufferedInputStream(Files.newInputStream(s.file()), 1 << 16);
        return true;
    }

    private void advance() throws IOException {
        long start = place;
        String line = line();
        if (line == null) {
            closeFile();
            return;
        }
        try {
            take(ReceiptText.parse(line));
        } catch (StorageException e) {
            findings.accept("at byte " + start + " of " + segment + ": " + e.getMessage()
                    + "; it was passed over, and its object, if any, is not known to the archive any more");
        }
    }

    private void take(Receipt receipt) {
        if (receipt.sequence() > last) {
            last = receipt.sequence();
            next = receipt;
        }
    }

    private @Nullable String line() throws IOException {
        InputStream from = in;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        while (from != null && left > 0) {
            int b = from.read();
            if (b < 0) {
                break;
            }
            left--;
            place++;
            if (b == '\n') {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            if (bytes.size() < LONGEST_LINE) {
                bytes.write(b);
            }
        }
        return bytes.size() == 0 ? null : bytes.toString(StandardCharsets.UTF_8);
    }

    private void closeFile() {
        InputStream open = in;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new StorageException("the receipts in " + segment + " can't be closed: " + e, e);
            }
        }
    }

    @Override
    public Receipt next() {
        Receipt receipt = hasNext() ? next : null;
        if (receipt == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return receipt;
    }

    @Override
    public void close() {
        closed = true;
        closeFile();
    }
}
