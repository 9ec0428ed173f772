package org.diconde4j.net.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.BoundedInputStream;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;

/**
 * An object that can be sent. Where the receiver takes {@link #transferSyntaxUid()} the bytes of {@link #open} go out
 * untouched; otherwise {@link #encode} writes one of the syntaxes that it says it {@linkplain #canEncode can}.
 */
public interface OutgoingObject {
    /**
     * What it is.
     *
     * @return SOP class UID
     */
    String sopClassUid();

    /**
     * Which one it is.
     *
     * @return SOP instance UID
     */
    String sopInstanceUid();

    /**
     * How its data set is encoded.
     *
     * @return transfer syntax UID
     */
    String transferSyntaxUid();

    /**
     * Opens the data set, without Part 10 header. May be called more than once.
     *
     * @return the bytes; read without a detour if the stream is also a {@link java.nio.channels.ReadableByteChannel}
     * @throws IOException if it can't be read
     */
    InputStream open() throws IOException;

    /**
     * Whether the bytes are made when they go out, so that {@link #encode} is the shorter way for {@link #transferSyntaxUid} as
     * well: {@link #open} would have to hold them all.
     *
     * @return false by default: they lie somewhere
     */
    default boolean isMade() {
        return false;
    }

    /**
     * Whether {@link #encode} can write another transfer syntax.
     *
     * @param target the other one
     * @return by default true if both are native (implicit or explicit little endian, explicit big endian, deflated), or
     *     the frame codecs that are installed bring the pixels from one into the other without a loss
     */
    default boolean canEncode(TransferSyntax target) {
        return Reencoding.isPossible(TransferSyntax.of(transferSyntaxUid()), target);
    }

    /**
     * Writes the data set in another transfer syntax, without holding bulk values in memory. Pixels that have to be decoded or
     * encoded are, in a temporary file, before anything is written.
     *
     * @param target the other one
     * @param out where to
     * @throws org.diconde4j.pixel.PixelException if pixels can't be decoded or encoded; then nothing was written
     * @throws IOException if it can't be read or written
     */
    default void encode(TransferSyntax target, OutputStream out) throws IOException {
        DicomReader reader = DicomReader.lenient().withBulkIn((offset, length) -> {
            InputStream in = open();
            try {
                in.skipNBytes(offset);
                return new BoundedInputStream(in, length);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        });
        TransferSyntax source = TransferSyntax.of(transferSyntaxUid());
        Dataset dataset;
        try (InputStream in = open()) {
            dataset = reader.readDataset(in, source);
        }
        Reencoding.write(new DicomObject(Dataset.empty(), source, 0, dataset), target, out);
    }

    /**
     * A Part 10 file.
     *
     * @param file the file; only its File Meta Information is read now
     * @return the object; its bytes are those of the file
     * @throws DicomParseException if it is not a Part 10 file or does not tell what it holds
     * @throws IOException if it can't be read
     */
    static OutgoingObject ofFile(Path file) throws IOException {
        return OutgoingFile.of(file);
    }

    /**
     * An object that a program made or read, encoded while it goes out.
     *
     * @param object the object
     * @return the object, ready to be sent
     * @throws IllegalArgumentException if it has no SOP Class or SOP Instance UID
     */
    static OutgoingObject of(DicomObject object) {
        OutgoingDataset outgoing = new OutgoingDataset(object);
        if (outgoing.sopClassUid().isEmpty() || outgoing.sopInstanceUid().isEmpty()) {
            throw new IllegalArgumentException(
                    "an object without SOP Class UID (0008,0016) or SOP Instance UID (0008,0018)" + " cannot be sent");
        }
        return outgoing;
    }
}
