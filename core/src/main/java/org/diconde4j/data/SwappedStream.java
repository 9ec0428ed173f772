package org.diconde4j.data;

import java.io.IOException;
import java.io.InputStream;

/** Gives the bytes of another stream with each unit reversed: a change of byte order. */
public final class SwappedStream extends InputStream {
    private final InputStream in;
    private final int unit;
    private final byte[] buffer = new byte[1 << 13];
    private int position;
    private int limit;

    /**
     * Wraps a stream.
     *
     * @param in the stream, closed with this one
     * @param unit bytes of a unit: 2, 4 or 8; a remainder at the end stays as it is
     */
    public SwappedStream(InputStream in, int unit) {
        this.in = in;
        this.unit = unit;
    }

    /**
     * Changes the byte order of numbers in an array.
     *
     * @param bytes the array
     * @param offset first byte
     * @param length number of bytes
     * @param unit bytes of a unit: 1, 2, 4 or 8; a remainder at the end stays as it is
     */
    public static void swap(byte[] bytes, int offset, int length, int unit) {
        Numbers.swap(bytes, offset, length, unit);
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        limit = in.readNBytes(buffer, 0, buffer.length);
        position = 0;
        Numbers.swap(buffer, 0, limit, unit);
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
