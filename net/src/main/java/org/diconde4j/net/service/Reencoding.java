package org.diconde4j.net.service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;

/** Brings objects into a transfer syntax that the receiver takes, and never loses information on the way. */
final class Reencoding {
    private Reencoding() {}

    /** Loaded when the first object is in the wrong syntax: most never are. */
    private static final class Installed {
        static final FrameCodecs CODECS = FrameCodecs.installed();
    }

    /** Whether objects of one syntax can be sent in another one without a loss. */
    static boolean isPossible(TransferSyntax source, TransferSyntax target) {
        return source.isNative() && target.isNative() || Installed.CODECS.reencodes(source, target);
    }

    /** Writes the data set of an object. Pixels that are damaged are found before a byte is written. */
    static void write(DicomObject object, TransferSyntax target, OutputStream out) throws IOException {
        TransferSyntax source = object.transferSyntax();
        if (source.uid().equals(target.uid()) || source.isNative() && target.isNative()) {
            DicomWriter.writeDataset(object.dataset(), target, out);
            return;
        }
        Path spool = Files.createTempFile("diconde4j", ".dcm");
        try {
            try (Transcoded transcoded =
                            Transcoder.to(target).withCodecs(Installed.CODECS).transcode(object);
                    OutputStream file = Files.newOutputStream(spool)) {
                Dataset dataset = transcoded.object().dataset();
                DicomWriter.writeDataset(dataset, target, file);
            }
            Files.copy(spool, out);
        } finally {
            Files.deleteIfExists(spool);
        }
    }
}
