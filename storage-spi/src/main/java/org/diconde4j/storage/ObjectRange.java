package org.diconde4j.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/**
 * A part of an object as a stream, see {@link ObjectStore#open(String, long, long)}. For providers. Who has direct buffers, or can send from a
 * file, is spared copies by reading it as a channel, or its {@link #channel()}. Not thread-safe.
 */
public final class ObjectRange extends InputStream implements ReadableByteChannel {
    private final SeekableByteChannel channel;
    private long left;

    private ObjectRange(SeekableByteChannel channel, long left) {
        this.channel = channel;
        this.left = left;
    }

    /**
     * Opens a part.
     *
     * @param name the name of the object
     * @param channel all of it; closed with the stream, or at once if there is no such part
     * @param offset where to begin, in bytes
     * @param length how many bytes at most
     * @return the bytes
     * @throws IOException if they can't be read
     * @throws IllegalArgumentException if the range begins outside the object
     */
    public static ObjectRange open(String name, SeekableByteChannel channel, long offset, long length)
            throws IOException {
        boolean opened = false;
        try {
            long size = channel.size();
            if (offset < 0 || length < 0 || offset > size) {
                throw new IllegalArgumentException("no range of " + name + ", which has " + size + " bytes: offset "
                        + offset + ", length " + length);
            }
            ObjectRange range = new ObjectRange(channel.position(offset), Math.min(length, size - offset));
            opened = true;
            return range;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /**
     * What it reads from, for who takes all that is left from there and leaves this alone but for closing it.
     *
     * @return the channel, at the next byte
     */
    public SeekableByteChannel channel() {
        return channel;
    }

    /**
     * How much is left.
     *
     * @return bytes
     */
    public long left() {
        return left;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (left <= 0) {
            return -1;
        }
        int limit = target.limit();
        target.limit(target.position() + (int) Math.min(target.remaining(), left));
        try {
            int count = channel.read(target);
            left -= Math.max(0, count);
            return count;
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = Math.max(0, Math.min(count, left));
        channel.position(channel.position() + skipped);
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
