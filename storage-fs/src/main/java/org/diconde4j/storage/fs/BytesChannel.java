package org.diconde4j.storage.fs;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Reads an object that is still in memory. */
final class BytesChannel implements SeekableByteChannel {
    private final byte[] bytes;
    private long position;
    private boolean closed;

    BytesChannel(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public synchronized int read(ByteBuffer to) throws ClosedChannelException {
        require();
        if (position >= bytes.length) {
            return -1;
        }
        int n = (int) Math.min(to.remaining(), bytes.length - position);
        to.put(bytes, (int) position, n);
        position += n;
        return n;
    }

    @Override
    public synchronized long position() throws ClosedChannelException {
        require();
        return position;
    }

    @Override
    public synchronized SeekableByteChannel position(long to) throws ClosedChannelException {
        require();
        if (to < 0) {
            throw new IllegalArgumentException("a position is not negative, found " + to);
        }
        position = to;
        return this;
    }

    @Override
    public synchronized long size() throws ClosedChannelException {
        require();
        return bytes.length;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void require() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
