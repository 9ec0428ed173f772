package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.diconde4j.data.BulkReader;

/** Where each frame is. Thread-safe. */
interface FramePlaces {
    int count();

    /** Bytes that {@link #open} gives. */
    long length(int frame);

    /** Byte of the source at which the frame begins, or within which. */
    long offset(int frame);

    InputStream open(int frame) throws IOException;

    /** Opens the source once, for {@link #read}. */
    BulkReader reader() throws IOException;

    /** Fills a buffer with a frame from a source that is open; returns how many bytes there were. */
    int read(BulkReader reader, int frame, ByteBuffer into) throws IOException;
}
