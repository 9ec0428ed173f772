package org.diconde4j.archive.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** Remembers what was read of a stream, so that the head of a file can be looked at and then kept as it came. */
final class RecordingStream extends InputStream {
    private final InputStream in;
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream(1 << 13);

    RecordingStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            recorded.write(b);
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            recorded.write(bytes, offset, count);
        }
        return count;
    }

    /** The first bytes as they came. */
    byte[] head(long length) {
        return Arrays.copyOf(recorded.toByteArray(), (int) length);
    }

    /** All bytes from an offset on, those already read included. */
    InputStream from(long offset) {
        byte[] all = recorded.toByteArray();
        return new SequenceInputStream(new ByteArrayInputStream(all, (int) offset, all.length - (int) offset), in);
    }
}
