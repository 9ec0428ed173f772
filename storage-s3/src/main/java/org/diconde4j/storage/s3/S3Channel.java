package org.diconde4j.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.diconde4j.storage.ObjectChannel;

/**
 * Reads an object at any place, by requests for ranges. Each asks for more than was wanted, and for more yet as long as the reading
 * goes on where it was.
 */
final class S3Channel extends ObjectChannel {
    private static final int LEAST = 1 << 16;
    private static final int MOST = 1 << 20;

    private final Ranges ranges;
    private final long size;
    private byte[] buffer = new byte[0];
    private long bufferAt;

    /** Opens a range. */
    @FunctionalInterface
    interface Ranges {
        InputStream open(long offset, long length);
    }

    S3Channel(long size, Ranges ranges) {
        super(size);
        this.size = size;
        this.ranges = ranges;
    }

    @Override
    protected int read(long from, ByteBuffer target) throws IOException {
        if (from < bufferAt || from >= bufferAt + buffer.length) {
            fetch(from);
        }
        int first = (int) (from - bufferAt);
        int n = Math.min(target.remaining(), buffer.length - first);
        target.put(buffer, first, n);
        return n;
    }

    private void fetch(long position) throws IOException {
        boolean goesOn = buffer.length > 0 && position == bufferAt + buffer.length;
        int wanted = goesOn ? Math.min(MOST, buffer.length * 4) : LEAST;
        int length = (int) Math.min(wanted, size - position);
        buffer = new byte[0];
        try (InputStream in = ranges.open(position, length)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("expected " + length + " bytes at " + position + ", got " + bytes.length);
            }
            in.read(); // sees the end, so that the connection can be used again
            bufferAt = position;
            buffer = bytes;
        }
    }
}
