package org.diconde4j.net.service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;

/** Brings objects into a transfer syntax that the receiver takes, and never loses information on the way. */
final class Reencoding {
    /** Encoders of these always lose something. */
    private static final Set<String> LOSSY =
            Set.of(UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit, UID.JPEGLSNearLossless);

    private Reencoding() {}

    /** Loaded when the first object is in the wrong syntax: most never are. */
    private static final class Installed {
        static final FrameCodecs CODECS = FrameCodecs.installed();
        static final Set<String> DECODABLE = CODECS.decodable();
        static final Set<String> ENCODABLE = CODECS.encodable();
    }

    /** Whether objects of one syntax can be sent in another one without a loss. */
    static boolean isPossible(TransferSyntax source, TransferSyntax target) {
        if (source.isNative() && target.isNative()) {
            return true;
        }
        boolean decodes = source.isNative() || Installed.DECODABLE.contains(source.uid());
        boolean encodes =
                target.isNative() || Installed.ENCODABLE.contains(target.uid()) && !LOSSY.contains(target.uid());
        return decodes && encodes;
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
