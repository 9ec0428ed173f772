package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The Native DICOM Model (PS3.19 A.1), a data set as XML, written and read as a stream. Immutable and thread-safe; the
 * {@code with} methods give changed copies. Several data sets are several documents (PS3.18 F.2.1).
 *
 * <p>What is written is UTF-8, but Specific Character Set stays as it is, so that a data set is encoded as before when it
 * is read again; bytes that its character set does not have appear as U+FFFD. Private elements carry their creator instead
 * of their block; creator elements are written too, so that blocks are found again. Encapsulated pixel data in line is
 * its items with their headers, without the sequence delimiter. A value that holds characters which XML 1.0 has not, such
 * as form feed, or numbers that are cut off, is {@code BulkData} with a {@code data:} URI of its bytes: the model lets
 * every representation be bulk data.
 *
 * <p>Document type definitions are refused, and with them entities; nothing outside of the document is ever read.
 */
public final class DicomXml {
    /** The XML namespace of the model. Documents without it are read too. */
    public static final String NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    private static final DicomXml INLINE = new DicomXml((path, element) -> null, null, ReadLimits.DEFAULT);

    private final BulkUris uris;
    private final @Nullable BulkSource bulk;
    private final ReadLimits limits;

    private DicomXml(BulkUris uris, @Nullable BulkSource bulk, ReadLimits limits) {
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
    public static DicomXml inline() {
        return INLINE;
    }

    /**
     * Writes some values as URIs; those that begin with {@code urn:uuid:} as UUIDs.
     *
     * @param uris which, and what URIs
     * @return a changed copy
     */
    public DicomXml withBulkUris(BulkUris uris) {
        return new DicomXml(uris, bulk, limits);
    }

    /**
     * Finds values behind URIs when reading.
     *
     * @param source where they are
     * @return a changed copy
     */
    public DicomXml withBulkSource(BulkSource source) {
        return new DicomXml(uris, source, limits);
    }

    /**
     * Sets other limits for reading.
     *
     * @param limits what input may demand
     * @return a changed copy
     */
    public DicomXml withLimits(ReadLimits limits) {
        return new DicomXml(uris, bulk, limits);
    }

    /**
     * Writes a data set as one document.
     *
     * @param dataset the data set
     * @param out receives UTF-8, flushed but not closed
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public void write(Dataset dataset, OutputStream out) throws IOException {
        new XmlWriter(out, uris).document(dataset);
    }

    /**
     * Writes a data set into a string.
     *
     * @param dataset the data set
     * @return the document
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
     * Reads one document.
     *
     * @param in the document in the encoding that it declares, not closed
     * @return the data set
     * @throws DicomParseException if it is no Native DICOM Model
     * @throws IOException if the stream cannot be read
     */
    public Dataset read(InputStream in) throws IOException {
        return new XmlReader(in, null, limits, bulk).document();
    }

    /**
     * Reads one document.
     *
     * @param xml the text; an encoding that it declares means nothing any more
     * @return the data set
     * @throws DicomParseException if it is no Native DICOM Model
     */
    public Dataset read(String xml) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        try {
            return new XmlReader(new ByteArrayInputStream(bytes), "UTF-8", limits, bulk).document();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
