package org.diconde4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Objects that stand back to back in one file or stream, each with preamble, prefix DICM and File Meta Information of
 * its own. Where one ends is found without reading into the next. Not thread-safe.
 *
 * <pre>{@code
 * try (ConcatenatedObjects objects = DicomReader.lenient().objects(file)) {
 *     for (DicomObject object = objects.next(); object != null; object = objects.next()) {
 *         …
 *     }
 * }
 * }</pre>
 */
public final class ConcatenatedObjects implements Closeable {
    private final ObjectReader reader;
    private final @Nullable String where;
    private final Closeable resource;

    ConcatenatedObjects(InputStream in, ReadOptions options, @Nullable String where, Closeable resource) {
        if (options.stopAt() != Long.MAX_VALUE) {
            throw new IllegalStateException("a reader that stops at an element finds no object behind it");
        }
        this.reader = new ObjectReader(in, options, new Workspace());
        this.where = where;
        this.resource = resource;
    }

    /**
     * Reads the next object.
     *
     * @return the object, or null if there is no further one
     * @throws DicomParseException if the bytes are no DICOM; there is no way to the objects behind it
     * @throws IOException if the input cannot be read
     */
    public @Nullable DicomObject next() throws IOException {
        try {
            return reader.next();
        } catch (DicomParseException e) {
            throw where == null ? e : e.in(where);
        }
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
