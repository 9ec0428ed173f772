package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/** Bytes that are made as they are read, for objects that are not given as they are stored. */
public final class MadeStream extends PipedInputStream {
    private static final int BUFFER = 1 << 16;

    private volatile @Nullable IOException failure;
    private volatile boolean whole;

    private MadeStream() {
        super(BUFFER);
    }

    /** Makes bytes. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Writes all of them.
         *
         * @param out where to
         * @throws IOException if they can't be made or written
         */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Opens what is made: little of it is in memory at any time. Whoever stops early closes it, which ends its making.
     *
     * @param maker writes it, in a thread of its own
     * @return the bytes; their end is told only if all of them were made, what failed is an {@link IOException}
     * @throws IOException if they can't be opened
     */
    public static InputStream of(Maker maker) throws IOException {
        MadeStream made = new MadeStream();
        PipedOutputStream out = new PipedOutputStream(made);
        Thread writer = new Thread(() -> made.make(maker, out), "diconde4j-made-object");
        writer.setDaemon(true);
        writer.start();
        return made;
    }

    private void make(Maker maker, PipedOutputStream out) {
        try (out) {
            maker.write(out);
            whole = true;
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("the object can't be made: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        return checked(super.read(bytes, offset, length));
    }

    /** The end of what came is the end of the file only if all of it was made. */
    private int checked(int read) throws IOException {
        if (read < 0 && !whole) {
            IOException e = failure;
            throw e == null ? new IOException("the object was not made to its end") : e;
        }
        return read;
    }
}
