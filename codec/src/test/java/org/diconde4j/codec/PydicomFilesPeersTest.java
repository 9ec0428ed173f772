package org.diconde4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.LayoutConverter;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every compressed file that comes with pydicom, as DCMTK decodes it, or GDCM where DCMTK does not. */
class PydicomFilesPeersTest {
    /** What is wrong with the files that nobody decodes. */
    private static final Map<String, String> UNDECODABLE = Map.of(
            "UN_sequence.dcm", "there are no pixels",
            "JPEG2000-embedded-sequence-delimiter.dcm", "Xsiz is 3722445056");

    @TempDir
    Path folder;

    @Test
    void frames_of_pydicoms_files_are_those_that_others_decode() throws Exception {
        Path data = Peers.pydicomData();
        List<Path> files;
        try (var all = Files.walk(data)) {
            files = all.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
        Map<String, String> refused = new TreeMap<>();
        List<String> unlike = new ArrayList<>();
        int compared = 0;
        for (Path file : files) {
            DicomObject object = compressed(file);
            if (object == null) {
                continue;
            }
            int[] ours;
            try {
                ours = values(object);
            } catch (PixelException e) {
                refused.put(file.getFileName().toString(), String.valueOf(e.getMessage()));
                continue;
            }
            String difference = difference(file, object.transferSyntax(), ours);
            if (difference != null) {
                unlike.add(file.getFileName() + " " + difference);
            }
            compared++;
        }
        assertThat(unlike).isEmpty();
        assertThat(compared).isGreaterThan(25);
        assertThat(refused.keySet()).isSubsetOf(UNDECODABLE.keySet());
        refused.forEach((name, message) -> assertThat(message).contains(UNDECODABLE.get(name)));
    }

    private static DicomObject compressed(Path file) throws IOException {
        try {
            DicomObject object = DicomReader.lenient().withTruncatedInput().read(file);
            String syntax = object.transferSyntax().uid();
            boolean encapsulated = syntax.equals(UID.RLELossless) || syntax.startsWith("1.2.840.10008.1.2.4.");
            return encapsulated ? object : null;
        } catch (DicomParseException e) {
            return null; // a text beside the files
        }
    }

    /** The stored values of all frames, pixel by pixel. */
    private static int[] values(DicomObject object) throws IOException {
        try (FrameReader reader = FrameReader.open(Frames.of(object), FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            PixelDescription found = reader.description();
            PixelDescription byPixel =
                    found.withColour(found.samplesPerPixel(), found.photometricInterpretation(), false);
            LayoutConverter converter = LayoutConverter.between(found, byPixel);
            ByteBuffer frame = ByteBuffer.allocate((int) byPixel.frameLength());
            int count = (int) byPixel.frameSamples();
            int[] values = new int[count * found.frames()];
            for (int i = 0; i < found.frames(); i++) {
                converter.convert(reader.read(i), frame.clear());
                if (found.bitsStored() == 32) { // bits for bits, signed or not
                    long[] wide = FrameSamples.of(byPixel).longs(frame.flip());
                    for (int j = 0; j < count; j++) {
                        values[i * count + j] = (int) wide[j];
                    }
                } else {
                    System.arraycopy(FrameSamples.of(byPixel).ints(frame.flip()), 0, values, i * count, count);
                }
            }
            return values;
        }
    }

    /** What distinguishes our values from those of the first peer that decodes the file; null if nothing does. */
    private String difference(Path file, TransferSyntax syntax, int[] ours) throws IOException {
        Path decoded = folder.resolve("decoded.dcm");
        for (List<Object> command : decoders(syntax)) {
            Files.deleteIfExists(decoded);
            List<Object> all = new ArrayList<>(command);
            all.addAll(List.of(file, decoded));
            PeerRun run = Peers.run(Duration.ofSeconds(30), all.toArray());
            if (run.exitCode() != 0 || !Files.exists(decoded)) {
                continue;
            }
            int[] theirs = values(DicomReader.lenient().read(decoded));
            if (theirs.length != ours.length) {
                return "has " + ours.length + " samples, expected " + theirs.length;
            }
            int most = 0;
            for (int i = 0; i < ours.length; i++) {
                most = Math.max(most, Math.abs(ours[i] - theirs[i]));
            }
            return most <= (syntax.uid().equals(UID.JPEG2000) ? 1 : 0) ? null : "differs by up to " + most;
        }
        return "is decoded by nobody else";
    }

    private static List<List<Object>> decoders(TransferSyntax syntax) {
        List<Object> gdcm = List.of(Peers.command("gdcmconv", "libgdcm-tools"), "--raw");
        return switch (syntax.uid()) {
            case UID.RLELossless -> List.of(List.of(Peers.dcmtk("dcmdrle")), gdcm);
            case UID.JPEGLSLossless, UID.JPEGLSNearLossless -> List.of(List.of(Peers.dcmtk("dcmdjpls")), gdcm);
            case UID.JPEG2000Lossless, UID.JPEG2000 -> List.of(gdcm);
            default -> List.of(List.of(Peers.dcmtk("dcmdjpeg"), "+cn"), gdcm);
        };
    }
}
