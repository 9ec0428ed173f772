package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;

/** Where each frame is. Thread-safe. */
interface FramePlaces {
    int count();

    /** Bytes that {@link #open} gives. */
    long length(int frame);

    /** Byte of the source at which the frame begins, its first one if it does not begin on a byte. */
    long offset(int frame);

    InputStream open(int frame) throws IOException;
}
