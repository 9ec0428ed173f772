package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file as a stream that passes over values without reading them. */
final class FileStream extends InputStream {
    private final FileChannel file;

    FileStream(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return file.read(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Only as far as there are bytes; nothing in what has no size, such as a pipe. */
    @Override
    public long skip(long count) throws IOException {
        long size = file.size();
        if (size == 0) {
            return 0;
        }
        long position = file.position();
        long skipped = Math.max(0, Math.min(count, size - position));
        file.position(position + skipped);
        return skipped;
    }
}
