package org.diconde4j.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * An object that is read at any place, see {@link ObjectStore#channel(String)}: all but where its bytes come from. For providers.
 * Thread-safe: one reads at a time.
 */
public abstract class ObjectChannel implements SeekableByteChannel {
    private final long size;
    private long position;
    private boolean closed;

    /**
     * Begins at the first byte.
     *
     * @param size the length of the object in bytes
     */
    protected ObjectChannel(long size) {
        this.size = size;
    }

    /**
     * An object in memory.
     *
     * @param bytes all of it, which nobody changes
     * @return a channel
     */
    public static ObjectChannel of(byte[] bytes) {
        return new ObjectChannel(bytes.length) {
            @Override
            protected int read(long from, ByteBuffer into) {
                int n = (int) Math.min(into.remaining(), bytes.length - from);
                into.put(bytes, (int) from, n);
                return n;
            }
        };
    }

    /**
     * Reads bytes.
     *
     * @param from where, before the end of the object
     * @param into receives them, and has room for one at least
     * @return how many there were, at least 1
     * @throws IOException if they can't be read
     */
    protected abstract int read(long from, ByteBuffer into) throws IOException;

    /**
     * Lets go of what was opened for reading; called once.
     *
     * @throws IOException if that fails
     */
    protected void release() throws IOException {}

    @Override
    public final synchronized int read(ByteBuffer into) throws IOException {
        requireOpen();
        if (position >= size) {
            return -1;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        int n = read(position, into);
        position += n;
        return n;
    }

    @Override
    public final synchronized long position() throws ClosedChannelException {
        requireOpen();
        return position;
    }

    @Override
    public final synchronized SeekableByteChannel position(long to) throws ClosedChannelException {
        requireOpen();
        if (to < 0) {
            throw new IllegalArgumentException("a position is not negative, found " + to);
        }
        position = to;
        return this;
    }

    @Override
    public final synchronized long size() throws ClosedChannelException {
        requireOpen();
        return size;
    }

    @Override
    public final int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public final SeekableByteChannel truncate(long length) {
        throw new NonWritableChannelException();
    }

    @Override
    public final synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public final synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            release();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
