package org.diconde4j.storage.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Attributes as bytes: one that says how, then the data set in explicit little endian, 0 as it is or 1 deflated (PS3.5 A.2, A.5),
 * whichever is shorter.
 */
final class Blobs {
    static final int LONGEST_IN_ROW = 1_048_576;

    /** Below, deflating costs more time than it saves space. */
    private static final int WORTH_DEFLATING = 512;

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    private Blobs() {}

    static byte[] encode(Dataset dataset) {
        byte[] plain = write(dataset, PLAIN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        if (plain.length < WORTH_DEFLATING) {
            return plain;
        }
        byte[] deflated = write(dataset, DEFLATED, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        return deflated.length < plain.length ? deflated : plain;
    }

    private static byte[] write(Dataset dataset, byte how, TransferSyntax syntax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.write(how);
        try {
            DicomWriter.writeDataset(dataset, syntax, out);
        } catch (IOException e) {
            throw new UncheckedIOException("attributes without bulk values are written to memory, which can't fail", e);
        }
        return out.toByteArray();
    }

    static Dataset decode(byte @Nullable [] inRow, byte @Nullable [] large) {
        byte[] blob = inRow == null ? large : inRow;
        if (blob == null || blob.length == 0) {
            return Dataset.empty();
        }
        TransferSyntax syntax = blob[0] == DEFLATED
                ? TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
                : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        try {
            return DicomReader.lenient().readDataset(new ByteArrayInputStream(blob, 1, blob.length - 1), syntax);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the attributes in the index are damaged, rebuild it: " + Arrays.toString(Arrays.copyOf(blob, 8)),
                    e);
        }
    }
}
