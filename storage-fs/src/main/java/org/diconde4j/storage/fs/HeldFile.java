package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A new file that is written in one piece when it is synced, and {@linkplain Uncached past the memory of the system}, if it is short enough.
 * Thread-safe, as a store that is closed closes the files of those who still write: a buffer that is given back is another file's.
 */
final class HeldFile implements Disk.Out {
    private final Uncached uncached;
    private final Path path;
    private final RandomAccessFile file;
    private @Nullable ByteBuffer held;
    private boolean begun;

    /** @param file the empty file at {@code path}, which is closed with this */
    HeldFile(Uncached uncached, Path path, RandomAccessFile file) {
        this.uncached = uncached;
        this.path = path;
        this.file = file;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            held = uncached.borrow();
        }
        if (held != null && length > held.remaining()) {
            flush();
        }
        if (held != null) {
            held.put(bytes, offset, length);
        } else {
            file.write(bytes, offset, length);
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (held != null) {
            writeRest(held.flip());
        }
    }

    @Override
    public synchronized void sync() throws IOException {
        if (held != null) {
            uncached.write(path, held.flip());
            writeRest(held);
        }
        file.getFD().sync();
    }

    /** Writes what is in the file only in part, which begins at its position, and holds nothing any more. */
    private void writeRest(ByteBuffer bytes) throws IOException {
        file.seek(bytes.position());
        byte[] piece = new byte[Math.min(bytes.remaining(), 64 << 10)];
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), piece.length);
            bytes.get(piece, 0, length);
            file.write(piece, 0, length);
        }
        letGo();
    }

    private void letGo() {
        if (held != null) {
            uncached.giveBack(held);
            held = null;
        }
    }

    @Override
    public synchronized void cut(long length) throws IOException {
        flush();
        file.setLength(length);
        file.seek(length);
    }

    @Override
    public synchronized void close() throws IOException {
        letGo();
        file.close();
    }
}
