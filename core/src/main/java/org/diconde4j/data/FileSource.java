package org.diconde4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file.
 *
 * @param file the file, opened anew for each stream and each reader
 */
record FileSource(Path file) implements BulkData.Source {
    /** Parts up to this size are taken from a window that is read at once: fragments stand one after the other. */
    private static final int SMALL = 1 << 14;

    private static final int WINDOW = 1 << 16;

    @Override
    public InputStream open(long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new InputStream() {
            private long next = offset;
            private final long end = offset + length < 0 ? Long.MAX_VALUE : offset + length;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int at, int count) throws IOException {
                int wanted = (int) Math.min(count, end - next);
                if (wanted <= 0) {
                    return count == 0 ? 0 : -1;
                }
                int read = channel.read(ByteBuffer.wrap(bytes, at, wanted), next);
                next += Math.max(0, read);
                return read;
            }

            @Override
            public long skip(long count) throws IOException {
                long skipped = Math.max(0, Math.min(count, Math.min(end, channel.size()) - next));
                next += skipped;
                return skipped;
            }

            @Override
            public int available() throws IOException {
                return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.min(end, channel.size()) - next));
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public BulkReader reader() throws IOException {
        return new Reader(FileChannel.open(file, StandardOpenOption.READ));
    }

    private static final class Reader implements BulkReader {
        private final FileChannel channel;
        private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
        private long windowStart;

        Reader(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            int wanted = into.remaining();
            if (wanted > SMALL) {
                return readFully(offset, into);
            }
            if (offset < windowStart || offset + wanted > windowStart + window.limit()) {
                window.clear();
                readFully(offset, window);
                window.flip();
                windowStart = offset;
            }
            int at = (int) (offset - windowStart);
            int count = Math.min(wanted, window.limit() - at);
            into.put(window.array(), at, count);
            return count;
        }

        private int readFully(long offset, ByteBuffer into) throws IOException {
            int done = 0;
            while (into.hasRemaining()) {
                int count = channel.read(into, offset + done);
                if (count < 0) {
                    break;
                }
                done += count;
            }
            return done;
        }

        @Override
        public long transferTo(long offset, long length, WritableByteChannel out) throws IOException {
            return out instanceof FileChannel ? toFile(offset, length, out) : toOther(offset, length, out);
        }

        private long toFile(long offset, long length, WritableByteChannel out) throws IOException {
            long done = 0;
            while (done < length) {
                long count = channel.transferTo(offset + done, length - done, out);
                if (count <= 0) {
                    break;
                }
                done += count;
            }
            return done;
        }

        /** Other channels would be served by FileChannel in pieces of 8 KiB. */
        private long toOther(long offset, long length, WritableByteChannel out) throws IOException {
            long done = 0;
            window.limit(0);
            while (done < length) {
                window.clear().limit((int) Math.min(WINDOW, length - done));
                int count = readFully(offset + done, window);
                if (count == 0) {
                    break;
                }
                window.flip();
                while (window.hasRemaining()) {
                    out.write(window);
                }
                done += count;
            }
            window.limit(0);
            return done;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
