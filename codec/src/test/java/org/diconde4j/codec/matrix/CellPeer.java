package org.diconde4j.codec.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.dict.UID;
import org.diconde4j.net.tck.Peers;
import org.jspecify.annotations.Nullable;

/** Programs of others that decode and encode, and what they are known for not to do. */
enum CellPeer {
    /** RLE, JPEG and JPEG-LS. */
    DCMTK {
        @Override
        boolean decodes(Cell cell) {
            return tool(cell) != null;
        }

        @Override
        boolean encodes(Cell cell) {
            return tool(cell) != null;
        }

        @Override
        boolean decode(Cell cell, Path from, Path to) throws IOException {
            return run(to, List.of(Peers.dcmtk("dcmd" + tool(cell)), from, to));
        }

        @Override
        boolean encode(Cell cell, Path from, Path to) throws IOException {
            List<Object> command = new ArrayList<>(List.of(Peers.dcmtk("dcmc" + tool(cell)), from, to));
            switch (cell.syntax()) {
                case UID.JPEGLossless ->
                    command.addAll(1, List.of("+el", "+sv", special(cell, CodecOptions.JPEG_PREDICTOR)));
                case UID.JPEGLosslessSV1 -> command.add(1, "+e1");
                case UID.JPEGLSLossless -> command.add(1, "+el");
                case UID.JPEGLSNearLossless -> command.addAll(1, List.of("+en", "+md", "2"));
                default -> {
                    // RLE has no options
                }
            }
            return run(to, command);
        }

        private @Nullable String tool(Cell cell) {
            return switch (cell.syntax()) {
                case UID.RLELossless -> "rle";
                case UID.JPEGLossless, UID.JPEGLosslessSV1 -> "jpeg";
                case UID.JPEGLSLossless -> "jpls";
                // CharLS 2.4.1 understands ours of fewer bits, and not DCMTK's
                case UID.JPEGLSNearLossless -> cell.layout().bitsStored() < 8 ? null : "jpls";
                default -> null;
            };
        }
    },

    /** All but HTJ2K. */
    GDCM {
        @Override
        boolean decodes(Cell cell) {
            boolean colours = cell.layout().samplesPerPixel() == 3;
            return switch (cell.syntax()) {
                // it takes planes for pixels: of 16-bit colours, and where there are several frames; others don't
                case UID.RLELossless -> !colours || cell.layout().bitsAllocated() != 16;
                case UID.JPEGLSLossless, UID.JPEGLSNearLossless ->
                    !colours || !special(cell, CodecOptions.JPEGLS_INTERLEAVE).equals("none");
                default -> option(cell) != null;
            };
        }

        @Override
        boolean encodes(Cell cell) {
            return option(cell) != null && !cell.syntax().equals(UID.JPEGLSNearLossless);
        }

        @Override
        boolean decode(Cell cell, Path from, Path to) throws IOException {
            return run(to, List.of(Peers.command("gdcmconv", "libgdcm-tools"), "--raw", from, to));
        }

        @Override
        boolean encode(Cell cell, Path from, Path to) throws IOException {
            String option = option(cell);
            return option != null && run(to, List.of(Peers.command("gdcmconv", "libgdcm-tools"), option, from, to));
        }

        private @Nullable String option(Cell cell) {
            return switch (cell.syntax()) {
                case UID.RLELossless -> "--rle";
                case UID.JPEGLossless, UID.JPEGLosslessSV1 -> "--jpeg";
                case UID.JPEGLSLossless, UID.JPEGLSNearLossless -> "--jpegls";
                case UID.JPEG2000Lossless -> "--j2k";
                default -> null;
            };
        }
    },

    /** RLE and deflated frames; what else it decodes it leaves to GDCM or to what Debian has not. */
    PYDICOM {
        @Override
        boolean decodes(Cell cell) {
            return cell.syntax().equals(UID.RLELossless) || cell.syntax().equals(UID.DeflatedImageFrameCompression);
        }

        @Override
        boolean encodes(Cell cell) {
            // its encoder of RLE expects pixels
            return cell.syntax().equals(UID.RLELossless) && !cell.layout().planar()
                    || cell.syntax().equals(UID.DeflatedImageFrameCompression);
        }

        @Override
        boolean decode(Cell cell, Path from, Path to) throws IOException {
            Files.deleteIfExists(to);
            return Pydicom.started().does("decode", cell.syntax(), from, to);
        }

        @Override
        boolean encode(Cell cell, Path from, Path to) throws IOException {
            Files.deleteIfExists(to);
            return Pydicom.started().does("encode", cell.syntax(), from, to);
        }
    };

    private static final Duration WAIT = Duration.ofSeconds(60);

    abstract boolean decodes(Cell cell);

    abstract boolean encodes(Cell cell);

    /** Whether it made an uncompressed file of one of the cell's transfer syntax. */
    abstract boolean decode(Cell cell, Path from, Path to) throws IOException;

    /** Whether it made a file of the cell's transfer syntax of an uncompressed one. */
    abstract boolean encode(Cell cell, Path from, Path to) throws IOException;

    private static boolean run(Path target, List<Object> command) throws IOException {
        Files.deleteIfExists(target);
        return Peers.run(WAIT, command.toArray()).exitCode() == 0 && Files.exists(target);
    }

    private static String special(Cell cell, String name) {
        int at = Arrays.asList(cell.special()).indexOf(name);
        return at < 0 ? "1" : cell.special()[at + 1];
    }
}
