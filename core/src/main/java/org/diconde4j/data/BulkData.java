package org.diconde4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A value that stays where it is stored: pixel data, waveforms, calibration frames. Immutable.
 *
 * @param source where the bytes can be read, or null if only their place is known (a stream that has passed)
 * @param offset first byte of the value within the source
 * @param length bytes of the value, or -1 where an undefined length was not followed to its end
 * @param bigEndian whether the bytes stand in big endian order
 */
public record BulkData(@Nullable Source source, long offset, long length, boolean bigEndian) {

    /** Bytes that can be read again, such as a file or a stored object. Implementations are thread-safe. */
    @FunctionalInterface
    public interface Source {
        /**
         * Opens a part of the source.
         *
         * @param offset first byte
         * @param length number of bytes
         * @return a stream that ends after that many bytes; the caller closes it
         * @throws IOException if the bytes cannot be read
         */
        InputStream open(long offset, long length) throws IOException;

        /**
         * Opens the source once for reading many parts of it.
         *
         * @return a reader; the caller closes it
         * @throws IOException if the source cannot be opened
         */
        default BulkReader reader() throws IOException {
            return new StreamBulkReader(this);
        }

        /**
         * The bytes of a file.
         *
         * @param file the file, which must not change; opened for each stream and each reader
         * @return a source whose offsets count from the beginning of the file
         */
        static Source of(Path file) {
            return new FileSource(file);
        }
    }

    /**
     * Opens the bytes of the value as they are stored.
     *
     * @return a stream that ends with the value; the caller closes it
     * @throws IOException if the bytes cannot be read, or no source is known
     */
    public InputStream open() throws IOException {
        return readable(source, offset, length).open(offset, length);
    }

    static Source readable(@Nullable Source source, long offset, long length) throws IOException {
        if (source == null) {
            throw new IOException("bulk value at offset " + offset + " (" + length
                    + " bytes) was passed over while reading a stream and cannot be read again");
        }
        return source;
    }
}
