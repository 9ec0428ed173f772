package org.diconde4j.pixel;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * Encoded frames on their way into a data set: their lengths must be known before the first is written, as the offset
 * table stands before them (PS3.5 A.4). A few are kept in memory, more in a temporary file.
 */
final class FrameSpool extends OutputStream implements Closeable {
    private static final int IN_MEMORY = 1 << 22;
    /** Left free before each fragment, so that {@link Fragments} sees them in a row. */
    private static final int ITEM_HEADER = 8;

    private byte[] memory = new byte[1 << 12];
    private long size;
    private @Nullable Path file;
    private @Nullable OutputStream out;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        OutputStream spill = out;
        if (spill == null && size + length > IN_MEMORY) {
            Path created = Files.createTempFile("diconde4j", ".frames");
            file = created;
            spill = new BufferedOutputStream(Files.newOutputStream(created), 1 << 16);
            out = spill;
            spill.write(memory, 0, (int) size);
            memory = new byte[0];
        }
        if (spill == null) {
            int end = (int) size + length;
            if (end > memory.length) {
                memory = Arrays.copyOf(memory, Math.max(end, memory.length * 2));
            }
            System.arraycopy(bytes, offset, memory, (int) size, length);
        } else {
            spill.write(bytes, offset, length);
        }
        size += length;
    }

    /** Begins an item; gives the place of its value. */
    long begin() throws IOException {
        write(new byte[ITEM_HEADER], 0, ITEM_HEADER);
        return size;
    }

    /** Ends an item that began there, with padding to an even length; gives the length without that. */
    long end(long begin) throws IOException {
        long length = size - begin;
        if ((length & 1) != 0) {
            write(0);
        }
        return length;
    }

    /** Ends the writing. */
    BulkData.Source source() throws IOException {
        if (out != null) {
            out.close();
        }
        Path spilled = file;
        return spilled == null ? NativeFrames.memory(memory) : BulkData.Source.of(spilled);
    }

    @Override
    public void close() throws IOException {
        try {
            if (out != null) {
                out.close();
            }
        } finally {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
