package org.diconde4j.io;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The DICOM JSON Model (PS3.18 F), written and read as a stream. Immutable and thread-safe; the {@code with} methods give
 * changed copies.
 *
 * <p>Text is UTF-8, so Specific Character Set says {@code ISO_IR 192} in what is written. IS, DS, SV and UV are numbers
 * where a double holds them exactly, else strings. Floating point values that JSON has no number for are the strings
 * {@code NaN}, {@code Infinity} and {@code -Infinity}. Encapsulated pixel data in line is its items with their headers,
 * without the sequence delimiter.
 */
public final class DicomJson {
    private static final DicomJson INLINE = new DicomJson((path, element) -> null, null, ReadLimits.DEFAULT);

    private final BulkUris uris;
    private final @Nullable BulkSource bulk;
    private final ReadLimits limits;

    private DicomJson(BulkUris uris, @Nullable BulkSource bulk, ReadLimits limits) {
        this.uris = uris;
        this.bulk = bulk;
        this.limits = limits;
    }

    /**
     * The model with all values in line. When read, values behind URIs are left where they are, without a way to get
     * them.
     *
     * @return the one instance
     */
    public static DicomJson inline() {
        return INLINE;
    }

    /**
     * Writes some values as URIs.
     *
     * @param uris which, and what URIs
     * @return a changed copy
     */
    public DicomJson withBulkUris(BulkUris uris) {
        return new DicomJson(uris, bulk, limits);
    }

    /**
     * Follows URIs when reading.
     *
     * @param source where the values are
     * @return a changed copy
     */
    public DicomJson withBulkSource(BulkSource source) {
        return new DicomJson(uris, source, limits);
    }

    /**
     * Changes the limits of reading.
     *
     * @param limits what to accept
     * @return a changed copy
     */
    public DicomJson withLimits(ReadLimits limits) {
        return new DicomJson(uris, bulk, limits);
    }

    /**
     * Writes one data set as a JSON object.
     *
     * @param dataset the data set
     * @param out receives UTF-8, not closed
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public void write(Dataset dataset, OutputStream out) throws IOException {
        try (JsonWriter writer = new JsonWriter(out, uris, false)) {
            writer.object(dataset);
        }
    }

    /**
     * Gives one data set as a JSON object.
     *
     * @param dataset the data set
     * @return the text
     * @throws UncheckedIOException if a bulk value cannot be read
     */
    public String toString(Dataset dataset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 12);
        try {
            write(dataset, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /**
     * Begins a JSON array of data sets, such as the answer to a query.
     *
     * @param out receives UTF-8, not closed
     * @return an array to add to; closing it ends the array
     * @throws IOException if it cannot be written
     */
    public Array array(OutputStream out) throws IOException {
        return new Array(new JsonWriter(out, uris, true));
    }

    /** A JSON array under way. Not thread-safe. */
    public static final class Array implements Closeable {
        private final JsonWriter writer;

        private Array(JsonWriter writer) {
            this.writer = writer;
        }

        /**
         * Adds a data set.
         *
         * @param dataset the data set
         * @throws IOException if it cannot be written, or a bulk value cannot be read
         */
        public void add(Dataset dataset) throws IOException {
            writer.object(dataset);
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    /**
     * Reads one JSON object.
     *
     * @param in UTF-8, UTF-16 or UTF-32, read to its end, not closed
     * @return the data set
     * @throws DicomParseException if it is no DICOM JSON object
     * @throws IOException if the stream cannot be read
     */
    public Dataset read(InputStream in) throws IOException {
        return new JsonReader(in, limits, bulk).object();
    }

    /**
     * Reads one JSON object.
     *
     * @param json the text
     * @return the data set
     * @throws DicomParseException if it is no DICOM JSON object
     */
    public Dataset read(String json) {
        try {
            return read(new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a JSON array of objects; a single object counts as an array of one.
     *
     * @param in UTF-8, UTF-16 or UTF-32, read to its end, not closed
     * @param each receives the data sets one after the other
     * @throws DicomParseException if it is no array of DICOM JSON objects
     * @throws IOException if the stream cannot be read
     */
    public void readArray(InputStream in, Consumer<Dataset> each) throws IOException {
        new JsonReader(in, limits, bulk).array(each);
    }
}
