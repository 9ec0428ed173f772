package org.diconde4j.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives the first bytes of another stream, and closes that with itself. Not thread-safe. */
public final class BoundedInputStream extends FilterInputStream {
    private long left;

    /**
     * Bounds a stream.
     *
     * @param in the stream
     * @param length how many bytes of it to give at most
     */
    public BoundedInputStream(InputStream in, long length) {
        super(in);
        left = length;
    }

    @Override
    public int read() throws IOException {
        int b = left > 0 ? super.read() : -1;
        left -= b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0 && length > 0) {
            return -1;
        }
        int count = super.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
