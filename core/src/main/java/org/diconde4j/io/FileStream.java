package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file as a stream that passes over values without reading them, and without asking the system for anything. */
final class FileStream extends InputStream {
    /**
     * Bytes of an item's header (PS3.5 7.5). No more is read after a value that is longer than the reader's buffer: where
     * one such fragment follows the other, the rest would be thrown away.
     */
    private static final int HEADER = 8;

    private final FileChannel file;
    /** Zero for what has no size, such as a pipe, and is read from beginning to end. */
    private final long size;

    private long position;
    private long justSkipped;

    FileStream(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        boolean beforeHeader = justSkipped >= length;
        justSkipped = 0;
        ByteBuffer into = ByteBuffer.wrap(bytes, offset, beforeHeader ? Math.min(length, HEADER) : length);
        if (size == 0) {
            return file.read(into);
        }
        int count = file.read(into, position);
        position += Math.max(0, count);
        return count;
    }

    /** Only as far as there are bytes. */
    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, size - position));
        position += skipped;
        justSkipped = skipped;
        return skipped;
    }
}
