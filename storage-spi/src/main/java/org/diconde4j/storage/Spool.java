package org.diconde4j.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait for their place: up to a MiB on the heap, more in a temporary file, because the name of an object, its length and
 * digest are known only when all of it was read. The file has no name where the system allows that, so that a crash leaves nothing.
 * For providers, and for one thread.
 */
public final class Spool implements AutoCloseable {
    private static final int ON_HEAP = 1 << 20;

    private byte[] buffer = new byte[1 << 13];
    private int buffered;
    private @Nullable RandomAccessFile file;
    private @Nullable Path named;
    private long length;

    /** Makes an empty one. */
    public Spool() {}

    /**
     * Appends bytes.
     *
     * @param b where they are
     * @param off where they begin there
     * @param len how many
     * @throws IOException if the temporary file can't be written
     */
    public void write(byte[] b, int off, int len) throws IOException {
        if (len > buffer.length - buffered) {
            makeRoom(len);
        }
        if (len > buffer.length - buffered) {
            file().write(b, off, len);
        } else {
            System.arraycopy(b, off, buffer, buffered, len);
            buffered += len;
        }
        length += len;
    }

    private void makeRoom(int len) throws IOException {
        long wanted = (long) buffered + len;
        if (file == null && wanted <= ON_HEAP) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(ON_HEAP, Math.max(wanted, buffer.length * 4L)));
        } else {
            drain();
        }
    }

    private void drain() throws IOException {
        file().write(buffer, 0, buffered);
        buffered = 0;
    }

    private RandomAccessFile file() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            Path path = Files.createTempFile("diconde4j-", ".spool");
            open = new RandomAccessFile(path.toFile(), "rw");
            file = open;
            try {
                Files.delete(path);
            } catch (IOException e) { // Windows does not remove what is open
                named = path;
            }
        }
        return open;
    }

    /**
     * Tells how many there are.
     *
     * @return bytes
     */
    public long length() {
        return length;
    }

    /**
     * Opens a part of them.
     *
     * @param offset where it begins, in bytes, at most the length
     * @param wanted how many bytes at most
     * @return the bytes, to be read before more is written
     * @throws IOException if the temporary file can't be read
     * @throws IllegalArgumentException if the part begins outside
     */
    public InputStream open(long offset, long wanted) throws IOException {
        if (offset < 0 || wanted < 0 || offset > length) {
            throw new IllegalArgumentException(
                    "no range of this object, which has " + length + " bytes: offset " + offset + ", length " + wanted);
        }
        long size = Math.min(wanted, length - offset);
        RandomAccessFile open = file;
        if (open == null) {
            return new ByteArrayInputStream(buffer, (int) offset, (int) size);
        }
        drain();
        return new Part(open, offset, size);
    }

    /**
     * Forgets them.
     *
     * @throws IOException if the temporary file can't be removed
     */
    @Override
    public void close() throws IOException {
        buffer = new byte[0];
        if (file != null) {
            file.close();
        }
        if (named != null) {
            Files.deleteIfExists(named);
        }
    }

    /** Reads at a place of its own; puts the file back to its end, where writing goes on. */
    private static final class Part extends InputStream {
        private final RandomAccessFile file;
        private long place;
        private long left;

        Part(RandomAccessFile file, long place, long left) {
            this.file = file;
            this.place = place;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (left == 0) {
                return len == 0 ? 0 : -1;
            }
            file.seek(place);
            int n = file.read(b, off, (int) Math.min(len, left));
            file.seek(file.length());
            if (n > 0) {
                place += n;
                left -= n;
            }
            return n;
        }
    }
}
