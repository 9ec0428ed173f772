package org.diconde4j.codec.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.Frames;

/** Frames of JPEG 2000 and HTJ2K as OpenJPEG decodes them, each component into a PGX file. */
final class OpenJpeg {
    private static final Pattern HEADER = Pattern.compile("PG ML ([+-]) ?(\\d+) (\\d+) (\\d+)\n");

    private OpenJpeg() {}

    /** The values of a frame, pixel by pixel; null if OpenJPEG does not decode it. */
    static int[] values(Path file, int frame, int components, Path folder) throws IOException {
        Path encoded = folder.resolve("frame.j2k");
        try (InputStream in = Frames.of(DicomReader.lenient().read(file)).open(frame)) {
            Files.write(encoded, in.readAllBytes());
        }
        for (int c = 0; c < components; c++) {
            Files.deleteIfExists(folder.resolve("out_" + c + ".pgx"));
        }
        PeerRun run = Peers.run(
                Duration.ofSeconds(60),
                Peers.command("opj_decompress", "libopenjp2-tools"),
                "-i",
                encoded,
                "-o",
                folder.resolve("out.pgx"));
        if (run.exitCode() != 0) {
            return null;
        }
        int[] values = {};
        for (int c = 0; c < components; c++) {
            int[] plane = plane(Files.readAllBytes(folder.resolve("out_" + c + ".pgx")));
            values = values.length == 0 ? new int[plane.length * components] : values;
            for (int i = 0; i < plane.length; i++) {
                values[i * components + c] = plane[i];
            }
        }
        return values;
    }

    private static int[] plane(byte[] pgx) {
        Matcher header = HEADER.matcher(new String(pgx, 0, Math.min(60, pgx.length), StandardCharsets.ISO_8859_1));
        if (!header.lookingAt()) {
            throw new AssertionError("no PGX file");
        }
        boolean signed = header.group(1).equals("-");
        int bits = Integer.parseInt(header.group(2));
        int[] values = new int[Integer.parseInt(header.group(3)) * Integer.parseInt(header.group(4))];
        int bytes = bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
        ByteBuffer samples = ByteBuffer.wrap(pgx, header.end(), values.length * bytes);
        for (int i = 0; i < values.length; i++) {
            int value = bytes == 1 ? samples.get() : bytes == 2 ? samples.getShort() : samples.getInt();
            int up = 32 - bits;
            values[i] = signed ? value << up >> up : value << up >>> up;
        }
        return values;
    }
}
