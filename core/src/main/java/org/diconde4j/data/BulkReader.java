package org.diconde4j.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A {@link BulkData.Source} that is open, for reading many parts of it: all fragments of an object, one frame after the
 * other, a whole file on its way to another. To be closed. Not thread-safe; each thread opens its own.
 */
public interface BulkReader extends Closeable {
    /**
     * Reads bytes until a buffer is full or the source ends.
     *
     * @param offset first byte
     * @param into is filled from its position on
     * @return how many bytes were read; fewer than there was room for only at the end of the source
     * @throws IOException if the bytes cannot be read
     */
    int read(long offset, ByteBuffer into) throws IOException;

    /**
     * Copies a part of the source, from file to file without a way through the memory of this program.
     *
     * @param offset first byte
     * @param length number of bytes
     * @param out receives them; a blocking channel
     * @return how many bytes were copied; fewer than asked for only at the end of the source
     * @throws IOException if the bytes cannot be read or written
     */
    long transferTo(long offset, long length, WritableByteChannel out) throws IOException;
}
