package org.diconde4j.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/**
 * Writes DICOM: Part 10 files (PS3.10 7) and bare data sets (PS3.5 7). Sequences are delimited as they were read, and
 * what was read of a conformant file is written as the same bytes. Lengths are those of what is written: group lengths
 * and defined lengths of edited data sets are right. Bulk values are streamed, from file to file without a way through
 * memory. Stateless. Objects that are not in memory are written by {@link DicomStreamWriter}.
 */
public final class DicomWriter {
    private DicomWriter() {}

    /**
     * Writes a new file.
     *
     * @param object the object
     * @param file the file, which must not exist
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public static void write(DicomObject object, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(object, new Output(channel));
        }
    }

    /**
     * Writes preamble, File Meta Information and data set.
     *
     * @param object the object
     * @param out receives the bytes, not closed
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public static void write(DicomObject object, OutputStream out) throws IOException {
        write(object, new Output(out));
    }

    private static void write(DicomObject object, Output out) throws IOException {
        preambleAndMeta(object.preamble(), object.fileMeta(), out);
        dataset(object.dataset(), object.transferSyntax(), out);
        out.flush();
    }

    /**
     * Encodes what stands before the data set in a file: preamble, prefix and File Meta Information with its group
     * length (PS3.10 7.1).
     *
     * @param fileMeta group 0002
     * @return the bytes
     */
    public static byte[] preambleAndMeta(Dataset fileMeta) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            Output out = new Output(bytes);
            preambleAndMeta(Preamble.EMPTY, fileMeta, out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void preambleAndMeta(Preamble preamble, Dataset fileMeta, Output out) throws IOException {
        out.write(preamble.bytes());
        out.write(new byte[] {'D', 'I', 'C', 'M'});
        Dataset meta = fileMeta.contains(Tag.FileMetaInformationGroupLength)
                ? fileMeta
                : fileMeta.toBuilder()
                        .set(Tag.FileMetaInformationGroupLength, 0) // its value is computed
                        .build();
        new ElementEncoder(out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).elements(meta);
    }

    /**
     * Writes a data set.
     *
     * @param dataset the data set
     * @param syntax the encoding; of compressed ones pixel data must be fragments already
     * @param out receives the bytes, not closed
     * @throws IOException if it cannot be written, or a bulk value cannot be read
     */
    public static void writeDataset(Dataset dataset, TransferSyntax syntax, OutputStream out) throws IOException {
        Output output = new Output(out);
        dataset(dataset, syntax, output);
        output.flush();
    }

    private static void dataset(Dataset dataset, TransferSyntax syntax, Output out) throws IOException {
        Dataset whole = dataset.standingAlone();
        if (!syntax.deflated()) {
            new ElementEncoder(out, syntax).elements(whole);
            return;
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 1 << 13);
            Output inner = new Output(deflated);
            new ElementEncoder(inner, syntax).elements(whole);
            inner.flush();
            finish(deflated, deflater, out);
        } finally {
            deflater.end();
        }
    }

    /** PS3.5 A.5: a byte of padding makes the length even. */
    static void finish(DeflaterOutputStream deflated, Deflater deflater, Output out) throws IOException {
        deflated.finish();
        if ((deflater.getBytesWritten() & 1) != 0) {
            out.write(0);
        }
    }
}
