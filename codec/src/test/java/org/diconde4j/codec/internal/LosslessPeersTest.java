package org.diconde4j.codec.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.diconde4j.pixel.SampleType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RLE and JPEG-LS: DCMTK, GDCM and pydicom decode what we encode, and we what DCMTK and GDCM encode. */
class LosslessPeersTest {
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** Gives the pixels of each file as pydicom's own RLE handler has them: bytes of the cells, by pixel. */
    private static final String PYDICOM = "import sys, pydicom\n"
            + "for f in sys.argv[1:]:\n"
            + "    d = pydicom.dcmread(f)\n"
            + "    d.decompress('rle')\n"
            + "    a = d.pixel_array\n"
            + "    open(f + '.raw', 'wb').write(a.tobytes())\n";

    @TempDir
    Path folder;

    private PeerFiles files;

    @BeforeEach
    void begin() {
        files = new PeerFiles(folder);
    }

    private static List<TestFrame> frames() {
        List<PixelDescription> layouts = List.of(
                TestFrame.layout(33, 47, 1, 8, false),
                TestFrame.layout(40, 31, 1, 12, false),
                TestFrame.layout(21, 35, 1, 16, true),
                TestFrame.layout(1, 200, 1, 16, false),
                TestFrame.layout(29, 37, 3, 8, false));
        List<TestFrame> frames = new ArrayList<>();
        for (PixelDescription layout : layouts) {
            TestFrame.Content content = layout.bitsStored() == 12 ? TestFrame.Content.FLAT : TestFrame.Content.SMOOTH;
            frames.add(TestFrame.of(layout, content, new Random(frames.size())));
        }
        return frames;
    }

    private static Path gdcm() {
        return Peers.command("gdcmconv", "libgdcm-tools");
    }

    /** The only frame, as we have it, by pixel. */
    private static byte[] frame(Path file) throws IOException {
        DicomObject object = DicomReader.lenient().read(file);
        try (FrameReader reader = FrameReader.open(Frames.of(object), FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
            ByteBuffer frame = reader.read(0);
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            PixelDescription layout = reader.description();
            return layout.planar() ? byPixel(bytes, layout) : bytes;
        }
    }

    private static byte[] byPixel(byte[] planes, PixelDescription layout) {
        assertThat(layout.bitsAllocated()).isEqualTo(8);
        int pixels = layout.rows() * layout.columns();
        byte[] bytes = new byte[planes.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = planes[i % layout.samplesPerPixel() * pixels + i / layout.samplesPerPixel()];
        }
        return bytes;
    }

    @Test
    void rle_frames_go_to_peers_and_come_from_them() throws Exception {
        List<Path> forPydicom = new ArrayList<>();
        for (TestFrame frame : frames()) {
            Path plain = files.uncompressed(frame);
            Path ours = files.ours(plain, UID.RLELossless, EncodeOptions.DEFAULT);
            forPydicom.add(ours);
            assertThat(frame(files.peer(Peers.dcmtk("dcmdrle"), ours)))
                    .as("ours by DCMTK, %s", frame.layout())
                    .isEqualTo(frame.bytes());
            assertThat(frame(files.peer(gdcm(), ours, "--raw")))
                    .as("ours by GDCM, %s", frame.layout())
                    .isEqualTo(frame.bytes());
            assertThat(frame(files.peer(Peers.dcmtk("dcmcrle"), plain)))
                    .as("DCMTK's, %s", frame.layout())
                    .isEqualTo(frame.bytes());
            if (frame.bytes().length % 2 == 0) { // it gives up on a padded value
                assertThat(frame(files.peer(gdcm(), plain, "--rle")))
                        .as("GDCM's, %s", frame.layout())
                        .isEqualTo(frame.bytes());
            }
        }
        List<Object> command = new ArrayList<>(List.of(Peers.pydicom(), "-c", PYDICOM));
        command.addAll(forPydicom);
        Peers.run(WAIT, command.toArray()).succeeded();
        List<TestFrame> frames = frames();
        for (int i = 0; i < frames.size(); i++) {
            assertThat(Path.of(forPydicom.get(i) + ".raw"))
                    .as("ours by pydicom, %s", frames.get(i).layout())
                    .hasBinaryContent(frames.get(i).bytes());
        }
    }

    @Test
    void lossless_jpeg_ls_frames_go_to_peers_and_come_from_them() throws Exception {
        String[] interleaves = {"none", "line", "sample"};
        for (TestFrame frame : frames()) {
            Path plain = files.uncompressed(frame);
            for (int i = 0; i < (frame.layout().samplesPerPixel() == 1 ? 1 : 3); i++) {
                Path ours = files.ours(
                        plain,
                        UID.JPEGLSLossless,
                        EncodeOptions.DEFAULT.with(CodecOptions.JPEGLS_INTERLEAVE, interleaves[i]));
                assertThat(frame(files.peer(Peers.dcmtk("dcmdjpls"), ours)))
                        .as("ours by DCMTK, %s by %s", frame.layout(), interleaves[i])
                        .isEqualTo(frame.bytes());
                assertThat(frame(files.peer(gdcm(), ours, "--raw")))
                        .as("ours by GDCM, %s by %s", frame.layout(), interleaves[i])
                        .isEqualTo(frame.bytes());
            }
            assertThat(frame(files.peer(Peers.dcmtk("dcmcjpls"), plain)))
                    .as("DCMTK's, %s", frame.layout())
                    .isEqualTo(frame.bytes());
            assertThat(frame(files.peer(gdcm(), plain, "--jpegls")))
                    .as("GDCM's, %s", frame.layout())
                    .isEqualTo(frame.bytes());
        }
    }

    @Test
    void near_lossless_frames_are_decoded_as_peers_decode_them() throws Exception {
        for (TestFrame frame : frames()) {
            if (frame.layout().sampleType() != SampleType.UNSIGNED) {
                continue;
            }
            Path plain = files.uncompressed(frame);
            Path ours = files.ours(plain, UID.JPEGLSNearLossless, EncodeOptions.DEFAULT.withMaximumError(3));
            byte[] decoded = frame(ours);
            assertThat(decoded).isNotEqualTo(frame.bytes());
            assertThat(frame(files.peer(Peers.dcmtk("dcmdjpls"), ours)))
                    .as("ours by DCMTK, %s", frame.layout())
                    .isEqualTo(decoded);
            Path theirs = files.peer(Peers.dcmtk("dcmcjpls"), plain, "+en", "+md", "2");
            assertThat(frame(theirs))
                    .as("DCMTK's, %s", frame.layout())
                    .isEqualTo(frame(files.peer(Peers.dcmtk("dcmdjpls"), theirs)));
        }
    }
}
