package org.diconde4j.storage.fs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.storage.LookAhead;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Reads receipts, passing over damaged ones and reporting them. */
final class ReceiptCursor extends LookAhead<Receipt> {
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

    ReceiptCursor(List<Segment> segments, long after, ReceiptLog.State end, Consumer<String> findings) {
        this.segments = segments.iterator();
        this.last = after;
        this.end = end;
        this.unwritten = end.unwritten().iterator();
        this.findings = findings;
    }

    @Override
    protected @Nullable Receipt find() {
        Receipt found = null;
        try {
            while (!isClosed() && found == null) {
                if (in != null || openNext()) {
                    found = advance();
                } else if (unwritten.hasNext()) {
                    found = ifNew(unwritten.next().receipt());
                } else {
                    return null;
                }
            }
        } catch (IOException e) {
            if (!isClosed()) {
                throw new StorageException("the receipts in " + segment + " can't be read: " + e, e);
            }
        }
        if (isClosed()) {
            closeFile();
        }
        return found;
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

    private @Nullable Receipt advance() throws IOException {
        long start = place;
        String line = line();
        if (line == null) {
            closeFile();
            return null;
        }
        try {
            return ifNew(ReceiptText.parse(line));
        } catch (StorageException e) {
            findings.accept("at byte " + start + " of " + segment + ": " + e.getMessage()
                    + "; it was passed over, and its object, if any, is not known to the archive any more");
            return null;
        }
    }

    private @Nullable Receipt ifNew(Receipt receipt) {
        if (receipt.sequence() <= last) {
            return null;
        }
        last = receipt.sequence();
        return receipt;
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
    public void close() {
        super.close();
        closeFile();
    }
}
