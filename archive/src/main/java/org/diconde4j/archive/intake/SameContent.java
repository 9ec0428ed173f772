package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;

/** Whether two stored data sets hold the same elements and values, without holding bulk values in memory. */
final class SameContent {
    private SameContent() {}

    /** One of the two: its encoding, and its bytes from the beginning of the data set. */
    record Side(TransferSyntax syntax, BulkData.Source bytes) {
        Dataset read() throws IOException {
            try (InputStream in = bytes.open(0, Long.MAX_VALUE)) {
                return DicomReader.lenient().withBulkIn(bytes).readDataset(in, syntax);
            }
        }
    }

    static boolean test(Side one, Side other) throws IOException {
        try {
            return one.read().sameContent(other.read());
        } catch (DicomParseException e) {
            return false;
        }
    }
}
