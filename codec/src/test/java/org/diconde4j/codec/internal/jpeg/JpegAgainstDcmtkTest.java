package org.diconde4j.codec.internal.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.PeerFiles;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK decodes what we encode, and we what it encodes. */
class JpegAgainstDcmtkTest {
    @TempDir
    Path folder;

    private PeerFiles files;

    @BeforeEach
    void begin() {
        files = new PeerFiles(folder);
    }

    /** The only frame, decoded by us. */
    private static byte[] frame(Path file) throws IOException {
        DicomObject object = DicomReader.lenient().read(file);
        try (FrameReader reader = FrameReader.open(Frames.of(object), FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            ByteBuffer frame = reader.read(0);
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            return bytes;
        }
    }

    private static TestFrame frame(PixelDescription layout, int seed) {
        return TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(seed));
    }

    @Test
    void lossless_frames_come_back_from_it_and_from_us() throws Exception {
        PixelDescription[] layouts = {
            TestFrame.layout(33, 47, 1, 16, true),
            TestFrame.layout(1, 90, 1, 16, false),
            TestFrame.layout(40, 31, 1, 12, false),
            TestFrame.layout(21, 1, 1, 8, false),
            TestFrame.layout(29, 37, 3, 8, false)
        };
        String[] predictors = {"5", "1", "6", "7", "4"};
        for (int i = 0; i < layouts.length; i++) {
            TestFrame frame = frame(layouts[i], i);
            Path plain = files.uncompressed(frame);
            String predictor = predictors[i];
            Path ours = files.ours(
                    plain, UID.JPEGLossless, EncodeOptions.DEFAULT.with(CodecOptions.JPEG_PREDICTOR, predictor));
            assertThat(frame(files.peer(Peers.dcmtk("dcmdjpeg"), ours, "+px")))
                    .as("ours, predictor %s, %s", predictor, layouts[i])
                    .isEqualTo(frame.bytes());
            Path theirs = files.peer(Peers.dcmtk("dcmcjpeg"), plain, "+el", "+sv", predictor, "+un");
            assertThat(frame(theirs))
                    .as("theirs, predictor %s, %s", predictor, layouts[i])
                    .isEqualTo(frame.bytes());
        }
    }

    @Test
    void lossy_frames_of_ours_are_decoded_as_we_do() throws Exception {
        PixelDescription[] layouts = {
            TestFrame.layout(33, 47, 1, 8, false),
            TestFrame.layout(31, 46, 3, 8, false),
            TestFrame.layout(17, 33, 1, 12, false)
        };
        for (int i = 0; i < layouts.length; i++) {
            String syntax = layouts[i].bitsStored() == 8 ? UID.JPEGBaseline8Bit : UID.JPEGExtended12Bit;
            Path ours =
                    files.ours(files.uncompressed(frame(layouts[i], i)), syntax, EncodeOptions.DEFAULT.withQuality(85));
            assertClose(layouts[i], frame(files.peer(Peers.dcmtk("dcmdjpeg"), ours, "+px", "+cn")), frame(ours));
        }
    }

    @Test
    void lossy_frames_of_it_are_decoded_as_it_does() throws Exception {
        PixelDescription grey = TestFrame.layout(33, 47, 1, 8, false);
        PixelDescription colour = TestFrame.layout(35, 45, 3, 8, false);
        PixelDescription deep = TestFrame.layout(19, 41, 1, 12, false);
        compare(grey, "+eb", "+q", "80");
        compare(colour, "+eb", "+q", "90", "+s4");
        compare(colour, "+eb", "+q", "90", "+s2");
        compare(colour, "+eb", "+q", "90", "+cr");
        compare(deep, "+ee", "+q", "90");
        compare(grey, "+ep", "+q", "90");
        compare(colour, "+ep", "+q", "90", "+s2");
        compare(colour, "+es", "+q", "90");
        compare(deep, "+ep", "+q", "90");
    }

    private void compare(PixelDescription layout, Object... options) throws IOException {
        Path theirs = files.peer(Peers.dcmtk("dcmcjpeg"), files.uncompressed(frame(layout, 7)), options);
        assertClose(layout, frame(files.peer(Peers.dcmtk("dcmdjpeg"), theirs, "+px", "+cn")), frame(theirs));
    }

    /** That no sample differs by more than one grey level. */
    private static void assertClose(PixelDescription layout, byte[] theirs, byte[] ours) {
        assertThat(ours).hasSameSizeAs(theirs);
        int cell = layout.bitsAllocated() / 8;
        int most = 0;
        for (int i = 0; i < ours.length; i += cell) {
            most = Math.max(most, Math.abs(sample(ours, i, cell) - sample(theirs, i, cell)));
        }
        assertThat(most).as("largest difference, %s", layout).isLessThanOrEqualTo(1);
    }

    private static int sample(byte[] bytes, int at, int cell) {
        return cell == 1 ? bytes[at] & 0xFF : bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
