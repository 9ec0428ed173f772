package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/**
 * The next bytes of a channel as a stream, which closes that with itself. Who has direct buffers, or can send from a file, is spared copies
 * by reading it as a channel, or its {@link #channel()}. Not thread-safe.
 */
public final class ChannelInputStream extends InputStream implements ReadableByteChannel {
    private final SeekableByteChannel channel;
    private long left;

    /**
     * Begins where the channel stands, and ends where it ends now, or before.
     *
     * @param channel what to read from
     * @param length how many bytes at most
     * @throws IOException if the length of the channel cannot be told
     */
    public ChannelInputStream(SeekableByteChannel channel, long length) throws IOException {
        this.channel = channel;
        this.left = Math.max(0, Math.min(length, channel.size() - channel.position()));
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
