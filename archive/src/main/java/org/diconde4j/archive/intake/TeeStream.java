package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Gives bytes to a reader while they pass on; what is skipped passes on as well. */
final class TeeStream extends InputStream {
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];

    TeeStream(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            out.write(bytes, offset, count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return count - left;
    }

    /** Lets all that is left pass. */
    void drain() throws IOException {
        while (read(buffer, 0, buffer.length) >= 0) {
            // the bytes have passed on
        }
    }
}
