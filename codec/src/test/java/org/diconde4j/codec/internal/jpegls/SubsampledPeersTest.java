package org.diconde4j.codec.internal.jpegls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.PixelDescription;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Components of different sizes as the JPEG of Thomas Richter codes them, which CharLS does not; of whole groups of rows, as it does not end well otherwise. */
class SubsampledPeersTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int ROWS = 32;
    private static final int COLUMNS = 48;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"0 1x1,2x2,2x1 0", "1 1x1,2x2,2x1 0", "1 1x1,2x2,2x2 3", "0 1x1,2x1,2x1 4"})
    void planes_are_those_that_it_decodes(int interleave, String sizes, int restart) throws Exception {
        PixelDescription layout = TestFrame.layout(ROWS, COLUMNS, 3, 8, false);
        TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(9));
        ByteArrayOutputStream ppm = new ByteArrayOutputStream();
        ppm.writeBytes(("P6\n" + COLUMNS + " " + ROWS + "\n255\n").getBytes(StandardCharsets.US_ASCII));
        ppm.writeBytes(frame.bytes());
        Path in = Files.write(folder.resolve("in.ppm"), ppm.toByteArray());
        Path encoded = folder.resolve("in.jls");
        Path jpeg = Peers.command("jpeg", "libjpeg-tools");
        Peers.run(WAIT, jpeg, "-ls", interleave, "-c", "-z", restart, "-s", sizes, in, encoded)
                .succeeded();
        Peers.run(WAIT, jpeg, "-c", "-U", encoded, folder.resolve("out")).succeeded();

        byte[] ours = TestFrame.decoded(
                new JpegLsCodec(), UID.JPEGLSLossless, layout, DecodeOptions.DEFAULT, Files.readAllBytes(encoded));
        String[] each = sizes.split(",");
        for (int c = 0; c < 3; c++) {
            int across = each[c].charAt(0) - '0';
            int down = each[c].charAt(2) - '0';
            byte[] plane = Files.readAllBytes(folder.resolve("out_" + c + ".raw"));
            byte[] expected = new byte[ROWS * COLUMNS];
            byte[] found = new byte[ROWS * COLUMNS];
            for (int i = 0; i < expected.length; i++) {
                int width = (COLUMNS + across - 1) / across;
                expected[i] = plane[i / COLUMNS / down * width + i % COLUMNS / across];
                found[i] = ours[3 * i + c];
            }
            assertThat(found).as("component %d", c).isEqualTo(expected);
        }
    }
}
