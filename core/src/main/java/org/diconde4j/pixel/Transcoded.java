package org.diconde4j.pixel;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.diconde4j.io.DicomObject;
import org.jspecify.annotations.Nullable;

/**
 * An object in another transfer syntax. Its pixels are decoded when they are read, from where the original has them; what
 * was encoded may stand in a temporary file until this is closed. Thread-safe.
 */
public final class Transcoded implements AutoCloseable {
    private final DicomObject object;
    private final @Nullable FrameSpool spool;

    Transcoded(DicomObject object, @Nullable FrameSpool spool) {
        this.object = object;
        this.spool = spool;
    }

    /**
     * The object, ready to be written.
     *
     * @return of use until this is closed, and as long as the original's pixels can be read
     */
    public DicomObject object() {
        return object;
    }

    /**
     * Deletes the temporary file, if there is one.
     *
     * @throws UncheckedIOException if it cannot be deleted
     */
    @Override
    public void close() {
        if (spool != null) {
            try {
                spool.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
