package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.diconde4j.data.BulkReader;

/** Where encoded bytes go: headers and small values through a buffer, bulk values past it. Not thread-safe. */
final class Output extends OutputStream {
    private static final int SMALL_BUFFER = 1 << 13;
    private static final int LARGE_BUFFER = 1 << 16;
    /** From this size on a part goes past the buffer, from file to file within the kernel. */
    private static final int DIRECT = 1 << 15;

    private final WritableByteChannel sink;
    private final byte[] buffer;
    private int used;
    private long flushed;

    Output(OutputStream out) {
        this.sink = new StreamChannel(out);
        this.buffer = new byte[SMALL_BUFFER];
    }

    Output(FileChannel file) {
        this.sink = file;
        this.buffer = new byte[LARGE_BUFFER];
    }

    /** How many bytes were written, those in the buffer included. */
    long position() {
        return flushed + used;
    }

    @Override
    public void write(int b) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - used) {
            flush();
            if (length >= buffer.length) {
                drain(ByteBuffer.wrap(bytes, offset, length));
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
    }

    /** Copies a stream up to its end, or as many bytes as wanted; returns how many there were. */
    long copy(InputStream in, long wanted) throws IOException {
        byte[] chunk = new byte[(int) Math.min(LARGE_BUFFER, Math.max(1, wanted))];
        long done = 0;
        while (done < wanted) {
            int count = in.readNBytes(chunk, 0, (int) Math.min(chunk.length, wanted - done));
            if (count == 0) {
                break;
            }
            write(chunk, 0, count);
            done += count;
        }
        return done;
    }

    /** Copies a part of a source; returns how many bytes there were. */
    long copy(BulkReader source, long offset, long length) throws IOException {
        if (length >= DIRECT) {
            flush();
            long copied = source.transferTo(offset, length, sink);
            flushed += copied;
            return copied;
        }
        long done = 0;
        while (done < length) {
            if (used == buffer.length) {
                flush();
            }
            int part = (int) Math.min(length - done, buffer.length - used);
            int found = source.read(offset + done, ByteBuffer.wrap(buffer, used, part));
            used += found;
            done += found;
            if (found < part) {
                break;
            }
        }
        return done;
    }

    /** Copies bytes of a channel from its position on; returns how many there were. */
    long copy(ReadableByteChannel in, long length) throws IOException {
        if (in instanceof FileChannel source && sink instanceof FileChannel && length >= DIRECT) {
            flush();
            long done = 0;
            while (done < length) {
                long count = source.transferTo(source.position(), length - done, sink);
                if (count <= 0) {
                    break;
                }
                source.position(source.position() + count);
                flushed += count;
                done += count;
            }
            return done;
        }
        long done = 0;
        while (done < length) {
            if (used == buffer.length) {
                flush();
            }
            int part = (int) Math.min(length - done, buffer.length - used);
            int found = in.read(ByteBuffer.wrap(buffer, used, part));
            if (found < 0) {
                break;
            }
            used += found;
            done += found;
        }
        return done;
    }

    @Override
    public void flush() throws IOException {
        int count = used;
        used = 0;
        drain(ByteBuffer.wrap(buffer, 0, count));
    }

    private void drain(ByteBuffer bytes) throws IOException {
        flushed += bytes.remaining();
        while (bytes.hasRemaining()) {
            sink.write(bytes);
        }
    }

    /** A stream as a channel that hands arrays on as they are; that of the JDK copies them in pieces of 8 KiB. */
    private record StreamChannel(OutputStream out) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            if (bytes.hasArray()) {
                out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
                bytes.position(bytes.limit());
            } else {
                byte[] copy = new byte[count];
                bytes.get(copy);
                out.write(copy);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // the stream belongs to the caller
        }
    }
}
