package org.diconde4j.pixel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.BulkReader;
import org.diconde4j.data.SwappedStream;
import org.diconde4j.io.BoundedInputStream;

/**
 * Frames that follow each other without padding (PS3.5 8.1.1). They are given in little endian order and from bit 0 on,
 * wherever they begin: one of single bits may begin within a byte, one of bytes within a big endian word.
 */
record NativeFrames(BulkData value, long frameBits, int count, int unit, boolean swapped) implements FramePlaces {
    @Override
    public long length(int frame) {
        long bits = Math.min(frameBits, value.length() * 8 - frame * frameBits);
        return (bits + 7) / 8;
    }

    @Override
    public long offset(int frame) {
        return value.offset() + frame * frameBits / 8;
    }

    @Override
    public InputStream open(int frame) throws IOException {
        long firstBit = frame * frameBits;
        long bits = Math.min(frameBits, value.length() * 8 - firstBit);
        long from = firstBit / 8;
        long to = (firstBit + bits + 7) / 8;
        InputStream in = bytes(from, to);
        return firstBit % 8 == 0 && bits % 8 == 0 ? in : new BitStream(in, (int) (firstBit % 8), bits);
    }

    private InputStream bytes(long from, long to) throws IOException {
        if (!swapped || unit == 1) {
            return part(from, to);
        }
        long before = from % unit;
        long end = Math.min(value.length(), (to + unit - 1) / unit * unit);
        InputStream in = new SwappedStream(part(from - before, end), unit);
        in.skipNBytes(before);
        return new BoundedInputStream(in, to - from);
    }

    @Override
    public BulkReader reader() throws IOException {
        BulkData.Source source = value.source();
        if (source == null) {
            value.open().close(); // says why it cannot be read
            throw new IOException("no source of the pixels is known");
        }
        return source.reader();
    }

    @Override
    public int read(BulkReader reader, int frame, ByteBuffer into) throws IOException {
        if (frameBits % 8 == 0 && (!swapped || unit == 1)) {
            int limit = into.limit();
            into.limit(into.position() + (int) Math.min(into.remaining(), length(frame)));
            int found = reader.read(offset(frame), into);
            into.limit(limit);
            return found;
        }
        try (InputStream in = open(frame)) {
            byte[] bytes = in.readNBytes(into.remaining());
            into.put(bytes);
            return bytes.length;
        }
    }

    private InputStream part(long from, long to) throws IOException {
        return new BulkData(value.source(), value.offset() + from, to - from, false).open();
    }

    /** A source over bytes in memory. */
    static BulkData.Source memory(byte[] bytes) {
        return (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }
}
