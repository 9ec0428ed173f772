package org.diconde4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Reads a source that has nothing but streams: one for each part. */
final class StreamBulkReader implements BulkReader {
    private static final int BUFFER = 1 << 16;

    private final BulkData.Source source;

    StreamBulkReader(BulkData.Source source) {
        this.source = source;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        try (InputStream in = source.open(offset, wanted)) {
            if (into.hasArray()) {
                int count = in.readNBytes(into.array(), into.arrayOffset() + into.position(), wanted);
                into.position(into.position() + count);
                return count;
            }
            byte[] bytes = in.readNBytes(wanted);
            into.put(bytes);
            return bytes.length;
        }
    }

    @Override
    public long transferTo(long offset, long length, WritableByteChannel out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        long done = 0;
        try (InputStream in = source.open(offset, length)) {
            while (done < length) {
                int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, length - done));
                if (count == 0) {
                    break;
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                done += count;
            }
        }
        return done;
    }

    @Override
    public void close() {
        // each part was closed by itself
    }
}
