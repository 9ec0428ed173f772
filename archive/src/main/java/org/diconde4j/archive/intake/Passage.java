package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/** The one way of a data set's bytes into the store. */
@FunctionalInterface
public interface Passage {
    /**
     * Lets all bytes pass.
     *
     * @param out where they go
     * @return the elements that were met
     * @throws org.diconde4j.io.DicomParseException if they could not be understood; all bytes have passed even so
     * @throws IOException if the source broke off
     */
    Dataset pass(OutputStream out) throws IOException;

    /**
     * The passage of bytes that come as a stream; they are scanned as they pass.
     *
     * @param in the data set, read to its end
     * @param syntax its encoding, or null to let the bytes pass unread
     * @return the passage
     */
    static Passage of(InputStream in, @Nullable TransferSyntax syntax) {
        return out -> {
            TeeStream tee = new TeeStream(in, out);
            try {
                return syntax == null ? Dataset.empty() : Headers.OF_WHOLE_OBJECTS.readDataset(tee, syntax);
            } finally {
                tee.drain();
            }
        };
    }

    /**
     * The passage of an object that this program made or read.
     *
     * @param object the object
     * @return the passage
     */
    static Passage of(DicomObject object) {
        return out -> {
            DicomWriter.writeDataset(object.dataset(), object.transferSyntax(), out);
            return object.dataset();
        };
    }
}
