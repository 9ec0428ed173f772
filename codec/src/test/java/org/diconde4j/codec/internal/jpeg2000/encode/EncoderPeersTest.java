package org.diconde4j.codec.internal.jpeg2000.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.PixelDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenJPEG decodes what we encode; {@code -Ddiconde4j.jpeg2000.frames=N} tries as many frames. */
class EncoderPeersTest {
    private static final int FRAMES = Integer.getInteger("diconde4j.jpeg2000.frames", 40);

    /** What comes first in some orders of packets. */
    private static final Map<String, String> FIRST =
            Map.of("LRCP", "layer", "RLCP", "resolution", "RPCL", "resolution", "CPRL", "component");

    @TempDir
    Path folder;

    private static byte[] encode(TestFrame frame, EncodeOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Jpeg2000Encoder encoder = new Jpeg2000Encoder(frame.layout(), options, Target.ANY)) {
            encoder.encode(ByteBuffer.wrap(frame.bytes()), out);
        }
        return out.toByteArray();
    }

    /** What opj_decompress makes of it: planes, samples in as few bytes as they need, without sign extension. */
    private byte[] decode(byte[] encoded, String as) throws Exception {
        Path in = Files.write(folder.resolve("in.j2k"), encoded);
        Path out = folder.resolve("out.rawl");
        Files.deleteIfExists(out);
        PeerRun run = Peers.run(
                        Duration.ofSeconds(60),
                        Peers.command("opj_decompress", "libopenjp2-tools"),
                        "-i",
                        in,
                        "-o",
                        out)
                .succeeded();
        assertThat(run.output()).as(as).doesNotContain("WARN").doesNotContain("ERROR");
        return Files.readAllBytes(out);
    }

    private static byte[] planes(TestFrame frame) {
        PixelDescription layout = frame.layout();
        int cell = layout.bitsAllocated() / 8;
        int samples = layout.samplesPerPixel();
        int pixels = layout.rows() * layout.columns();
        byte[] planes = new byte[frame.bytes().length];
        for (int i = 0; i < pixels * samples; i++) {
            for (int b = 0; b < cell; b++) {
                int mask = (1 << layout.bitsStored()) - 1 >> 8 * b;
                planes[(i % samples * pixels + i / samples) * cell + b] = (byte) (frame.bytes()[i * cell + b] & mask);
            }
        }
        return planes;
    }

    @Test
    void what_is_lossless_comes_back_with_all_options() throws Exception {
        for (int seed = 0; seed < FRAMES; seed++) {
            Random random = new Random(seed);
            int[] size = TestFrame.size(random);
            PixelDescription layout = TestFrame.layout(
                    size[0] * (1 + random.nextInt(3)),
                    size[1],
                    1 + random.nextInt(4),
                    1 + random.nextInt(16),
                    random.nextInt(3) == 0);
            var contents = TestFrame.Content.values();
            TestFrame frame = TestFrame.of(layout, contents[random.nextInt(contents.length)], random);
            List<String> said = new ArrayList<>();
            EncodeOptions options = options(random, said);
            String style = String.valueOf(options.special(CodecOptions.JPEG2000_STYLE));
            // OpenJPEG 2.5.0 counts the bit-planes before the bypass (T.800 Table D.9) without those of the shift
            if (layout.bitsStored() <= 12 && !style.contains("bypass") && random.nextInt(3) == 0) {
                options = with(options, CodecOptions.JPEG2000_REGION, region(layout, random), said);
            }
            String as = "seed " + seed + ": " + layout + " with " + said;
            assertThat(decode(encode(frame, options), as)).as(as).isEqualTo(planes(frame));
        }
    }

    private static String region(PixelDescription layout, Random random) {
        int x = random.nextInt(layout.columns());
        int y = random.nextInt(layout.rows());
        return (1 + random.nextInt(layout.columns() - x)) + "x" + (1 + random.nextInt(layout.rows() - y)) + "+" + x
                + "+" + y;
    }

    private static EncodeOptions options(Random random, List<String> said) {
        EncodeOptions options = EncodeOptions.DEFAULT;
        if (random.nextBoolean()) {
            String[] orders = {"LRCP", "RLCP", "RPCL", "PCRL", "CPRL"};
            options = with(options, CodecOptions.JPEG2000_PROGRESSION, orders[random.nextInt(5)], said);
        }
        if (random.nextBoolean()) {
            options = with(options, CodecOptions.JPEG2000_LAYERS, "" + (1 + random.nextInt(5)), said);
        }
        if (random.nextBoolean()) {
            options = with(options, CodecOptions.JPEG2000_LEVELS, "" + random.nextInt(7), said);
        }
        if (random.nextInt(3) == 0) {
            String tile = (20 + random.nextInt(100)) + "x" + (20 + random.nextInt(100));
            options = with(options, CodecOptions.JPEG2000_TILE, tile, said);
        }
        if (random.nextBoolean()) {
            int width = 2 + random.nextInt(9);
            int height = 2 + random.nextInt(11 - width);
            options = with(options, CodecOptions.JPEG2000_BLOCK, (1 << width) + "x" + (1 << height), said);
        }
        if (random.nextInt(3) == 0) {
            String precincts = (4 << random.nextInt(6)) + "x" + (4 << random.nextInt(6)) + ", "
                    + (2 << random.nextInt(6)) + "x" + (2 << random.nextInt(6));
            options = with(options, CodecOptions.JPEG2000_PRECINCTS, precincts, said);
        }
        if (random.nextInt(3) == 0) {
            String[] markers = {"sop, eph", "eph", "plt", "tlm, plt", "sop, eph, plt, tlm"};
            options = with(options, CodecOptions.JPEG2000_MARKERS, markers[random.nextInt(5)], said);
        }
        String first =
                FIRST.get(Objects.requireNonNullElse(options.special(CodecOptions.JPEG2000_PROGRESSION), "LRCP"));
        if (first != null && random.nextBoolean()) {
            options = with(options, CodecOptions.JPEG2000_PARTS, first, said);
        }
        List<String> styles = new ArrayList<>();
        for (String style : List.of("bypass", "reset", "terminate", "causal", "predictable", "segmentation")) {
            if (random.nextInt(4) == 0) {
                styles.add(style);
            }
        }
        return with(options, CodecOptions.JPEG2000_STYLE, String.join(",", styles), said);
    }

    private static EncodeOptions with(EncodeOptions options, String name, String value, List<String> said) {
        said.add(name + "=" + value);
        return options.with(name, value);
    }

    @Test
    void what_is_lossy_comes_back_about_as_good_as_was_asked() throws Exception {
        for (int samples : new int[] {1, 3}) {
            for (int bits : new int[] {8, 12, 16}) {
                TestFrame frame = TestFrame.of(
                        TestFrame.layout(150, 170, samples, bits, false), TestFrame.Content.SMOOTH, new Random(bits));
                for (int quality : new int[] {20, 60, 95}) {
                    String as = frame.layout() + ", quality " + quality;
                    byte[] encoded = encode(frame, EncodeOptions.DEFAULT.withQuality(quality));
                    assertThat(decibels(frame, decode(encoded, as)))
                            .as(as)
                            .isBetween(24.5 + 0.3 * quality, 31.0 + 0.3 * quality);
                }
            }
        }
    }

    private static double decibels(TestFrame frame, byte[] decoded) {
        byte[] expected = planes(frame);
        int cell = frame.layout().bitsAllocated() / 8;
        double sum = 0;
        for (int i = 0; i < expected.length; i += cell) {
            double difference = value(expected, i, cell) - value(decoded, i, cell);
            sum += difference * difference;
        }
        double peak = (1 << frame.layout().bitsStored()) - 1;
        return 10 * Math.log10(peak * peak * (expected.length / cell) / sum);
    }

    private static int value(byte[] bytes, int at, int cell) {
        return cell == 1 ? bytes[at] & 0xFF : bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
