package org.diconde4j.storage.fs;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes files past the memory of the system: what is synced at once gains nothing there, and there each page that is new costs a copy
 * and, on a virtual machine, often memory that its host has to find first. Where the file system does not have it so, nothing is written. Thread-safe.
 */
final class Uncached {
    /** The longest file that is written so, in one piece. */
    static final int LONGEST = 1 << 20;

    /** So many are held at once. */
    private static final int BUFFERS = 16;

    /** Blocks of file systems are not larger, or this is not for them. */
    private static final int LARGEST_BLOCK = 64 << 10;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean refused;
    private volatile int block;

    /** An empty buffer, or null if there is none now, or none would be of use. */
    @Nullable
    ByteBuffer borrow() {
        ByteBuffer buffer = refused ? null : free.poll();
        if (buffer != null || refused || made.getAndUpdate(n -> Math.min(BUFFERS, n + 1)) == BUFFERS) {
            return buffer;
        }
        try {
            return ByteBuffer.allocateDirect(LONGEST + LARGEST_BLOCK).alignedSlice(LARGEST_BLOCK);
        } catch (OutOfMemoryError e) {
            return null; // it works without as well
        }
    }

    void giveBack(ByteBuffer buffer) {
        free.add(buffer.clear());
    }

    /**
     * Writes the whole blocks of what is to be in an empty file.
     *
     * @param bytes what is to be in it, from the beginning of a buffer of this; afterwards what is left of it
     */
    void write(Path file, ByteBuffer bytes) {
        int end = bytes.limit();
        boolean interrupted = false;
        try {
            boolean done = refused;
            while (!done) {
                interrupted |= Thread.interrupted();
                try {
                    write(file, bytes.position(0), end);
                    done = true;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            refused = true; // or else the same thing is about to fail when it is done the usual way
            bytes.position(0);
        } finally {
            bytes.limit(end);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(Path file, ByteBuffer bytes, int end) throws IOException {
        if (block == 0) {
            block = Math.toIntExact(
                    Math.min(Integer.MAX_VALUE, Files.getFileStore(file).getBlockSize()));
        }
        bytes.limit(block > LARGEST_BLOCK ? 0 : end / block * block);
        if (!bytes.hasRemaining()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
