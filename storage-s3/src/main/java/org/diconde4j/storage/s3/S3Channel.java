package org.diconde4j.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads an object at any place, by requests for ranges. Each asks for more than was wanted, and for more yet as long as the reading
 * goes on where it was. For one thread.
 */
final class S3Channel implements SeekableByteChannel {
    private static final int LEAST = 1 << 16;
    private static final int MOST = 1 << 20;

    private final Ranges ranges;
    private final long size;
    private long position;
    private byte[] buffer = new byte[0];
    private long bufferAt;
    private boolean closed;

    /** Opens a range. */
    @FunctionalInterface
    interface Ranges {
        InputStream open(long offset, long length);
    }

    S3Channel(long size, Ranges ranges) {
        this.size = size;
        this.ranges = ranges;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        require();
        if (position >= size) {
            return -1;
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        if (position < bufferAt || position >= bufferAt + buffer.length) {
            fetch();
        }
        int from = (int) (position - bufferAt);
        int n = Math.min(target.remaining(), buffer.length - from);
        target.put(buffer, from, n);
        position += n;
        return n;
    }

    private void fetch() throws IOException {
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

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
        require();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        require();
        if (newPosition < 0) {
            throw new IllegalArgumentException("a position is not negative: " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        require();
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void require() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
