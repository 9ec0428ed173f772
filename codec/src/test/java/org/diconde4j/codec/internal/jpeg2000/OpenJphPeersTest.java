package org.diconde4j.codec.internal.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** High-throughput JPEG 2000 both ways with OpenJPH. */
class OpenJphPeersTest {
    private static final int CASES = Integer.getInteger("diconde4j.peerCases", 60);
    private static final String[] ORDERS = {"LRCP", "RLCP", "RPCL", "PCRL", "CPRL"};
    private static final Jpeg2000Codec CODEC = new Jpeg2000Codec();

    @TempDir
    Path folder;

    /** A frame and how it is encoded. */
    private record Case(
            int seed, TestFrame frame, boolean lossless, int blockWidth, int blockHeight, int levels, int order) {
        static Case of(int seed) {
            Random random = new Random(seed);
            int stored = 1 + random.nextInt(16);
            int[] size = TestFrame.size(random);
            // openjph.js reads signed samples of a byte as if they had no sign
            PixelDescription layout = TestFrame.layout(
                    size[0], size[1], random.nextInt(3) == 0 ? 3 : 1, stored, stored > 8 && random.nextBoolean());
            TestFrame.Content content = TestFrame.Content.values()[random.nextInt(TestFrame.Content.values().length)];
            int width = 2 + random.nextInt(9);
            int height = 2 + random.nextInt(Math.min(9, 11 - width));
            boolean lossless = random.nextInt(3) > 0;
            return new Case(
                    seed,
                    TestFrame.of(layout, lossless ? content : TestFrame.Content.SMOOTH, random),
                    lossless,
                    1 << width,
                    1 << height,
                    random.nextInt(7),
                    random.nextInt(5));
        }

        String task(Path raw, Path encoded, boolean encode) {
            String files = "{\"raw\":\"" + raw + "\",\"encoded\":\"" + encoded + "\"";
            PixelDescription pixels = frame.layout();
            // with no level at all it announces a bit-plane less than the least sample needs, and loses that
            return encode
                    ? files
                            + ",\"encode\":{\"width\":%d,\"height\":%d,\"bits\":%d,\"signed\":%b,\"components\":%d,"
                                    .formatted(
                                            pixels.columns(),
                                            pixels.rows(),
                                            pixels.bitsStored(),
                                            pixels.sampleType() == SampleType.SIGNED,
                                            pixels.samplesPerPixel())
                            + "\"reversible\":%b,\"step\":0.001,\"block\":[%d,%d],\"levels\":%d,\"order\":%d}}"
                                    .formatted(lossless, blockWidth, blockHeight, Math.max(1, levels), order)
                    : files + "}";
        }

        EncodeOptions options() {
            EncodeOptions options = EncodeOptions.DEFAULT
                    .with("jpeg2000.block", blockWidth + "x" + blockHeight)
                    .with("jpeg2000.levels", String.valueOf(levels))
                    .with("jpeg2000.progression", ORDERS[order]);
            return lossless ? options : options.withQuality(60);
        }
    }

    @Test
    void decodes_what_openjph_encodes() throws Exception {
        List<Case> cases = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (int seed = 0; seed < CASES; seed++) {
            Case one = Case.of(seed);
            int stored = one.frame.layout().bitsStored();
            if (!one.lossless && stored < 8 || stored > 8 && one.frame.layout().samplesPerPixel() > 1) {
                continue; // it does not clip the first, and openjph.js gives the encoder one plane of the others thrice
            }
            cases.add(one);
            Files.write(folder.resolve(seed + ".raw"), one.frame.bytes());
            tasks.add(one.task(folder.resolve(seed + ".raw"), folder.resolve(seed + ".j2c"), true));
        }
        run(tasks);
        for (Case one : cases) {
            byte[] expected = Files.readAllBytes(folder.resolve(one.seed + ".raw"));
            byte[] decoded = TestFrame.decoded(
                    CODEC,
                    one.lossless ? UID.HTJ2KLossless : UID.HTJ2K,
                    one.frame.layout(),
                    DecodeOptions.DEFAULT,
                    Files.readAllBytes(folder.resolve(one.seed + ".j2c")));
            if (one.lossless) {
                assertThat(decoded).as("%s", one).isEqualTo(one.frame.bytes());
            }
            assertThat(difference(one.frame.layout(), decoded, expected))
                    .as("%s", one)
                    .isLessThanOrEqualTo(one.lossless ? 0 : 1);
        }
    }

    @Test
    void openjph_decodes_what_is_encoded() throws Exception {
        List<Case> cases = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        String[] syntaxes = {UID.HTJ2KLossless, UID.HTJ2KLosslessRPCL, UID.HTJ2K};
        for (int seed = 1000; seed < 1000 + CASES; seed++) {
            Case one = Case.of(seed);
            if (!one.lossless && one.frame.layout().bitsStored() < 8) {
                continue;
            }
            String syntax = one.lossless ? syntaxes[seed % 3] : UID.HTJ2K;
            EncodeOptions options = syntax.equals(UID.HTJ2KLosslessRPCL) ? EncodeOptions.DEFAULT : one.options();
            cases.add(one);
            Files.write(folder.resolve(seed + ".j2c"), one.frame.encoded(CODEC, syntax, options));
            tasks.add(one.task(folder.resolve(seed + ".raw"), folder.resolve(seed + ".j2c"), false));
        }
        run(tasks);
        for (Case one : cases) {
            byte[] theirs = Files.readAllBytes(folder.resolve(one.seed + ".raw"));
            byte[] ours = TestFrame.decoded(
                    CODEC,
                    UID.HTJ2K,
                    one.frame.layout(),
                    DecodeOptions.DEFAULT,
                    Files.readAllBytes(folder.resolve(one.seed + ".j2c")));
            if (one.lossless) {
                assertThat(theirs).as("%s", one).isEqualTo(one.frame.bytes());
            }
            assertThat(difference(one.frame.layout(), ours, theirs))
                    .as("%s", one)
                    .isLessThanOrEqualTo(one.lossless ? 0 : 1);
        }
    }

    private void run(List<String> tasks) throws IOException {
        Path modules = Peers.npm("@cornerstonejs/codec-openjph");
        Path script = folder.resolve("openjph-peer.js");
        try (InputStream in = OpenJphPeersTest.class.getResourceAsStream("openjph-peer.js")) {
            Files.copy(in, script);
        }
        Path list = Files.write(folder.resolve("tasks"), tasks);
        Peers.run(Duration.ofSeconds(60), "env", "NODE_PATH=" + modules, Peers.command("node", "nodejs"), script, list)
                .succeeded();
    }

    private static int difference(PixelDescription layout, byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        int worst = 0;
        boolean signed = layout.sampleType() == SampleType.SIGNED;
        int cell = layout.bitsAllocated() / 8;
        for (int i = 0; i < one.length; i += cell) {
            worst = Math.max(worst, Math.abs(sample(one, i, cell, signed) - sample(other, i, cell, signed)));
        }
        return worst;
    }

    private static int sample(byte[] bytes, int at, int cell, boolean signed) {
        int value = cell == 1 ? bytes[at] : bytes[at] & 0xFF | bytes[at + 1] << 8;
        return signed ? value : value & (cell == 1 ? 0xFF : 0xFFFF);
    }
}
