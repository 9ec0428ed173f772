package org.diconde4j.codec.internal.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;

/** Frames of the three transfer syntaxes of High-Throughput JPEG 2000. */
class HighThroughputTest {
    private static final String[] LOSSLESS = {UID.HTJ2KLossless, UID.HTJ2KLosslessRPCL, UID.HTJ2K};
    private static final Jpeg2000Codec CODEC = new Jpeg2000Codec();

    @Test
    void frames_come_back_without_loss_whatever_their_layout() {
        for (int seed = 0; seed < 80; seed++) {
            Random random = new Random(seed);
            TestFrame frame = frame(random, 1 + random.nextInt(20));
            EncodeOptions options = EncodeOptions.DEFAULT;
            if (random.nextBoolean()) {
                options = options.with("jpeg2000.tile", 7 + random.nextInt(40) + "x" + (7 + random.nextInt(40)));
            }
            if (random.nextBoolean()) {
                options = options.with("jpeg2000.block", (4 << random.nextInt(5)) + "x" + (4 << random.nextInt(5)));
            }
            if (random.nextInt(3) == 0) {
                options = options.with("jpeg2000.precincts", "32x64,16x16").with("jpeg2000.markers", "sop,eph");
            }
            String syntax = LOSSLESS[seed % 3];
            byte[] encoded = frame.encoded(CODEC, syntax, options);
            assertThat(decoded(syntax, frame.layout(), encoded))
                    .as("seed %d, %s", seed, frame.layout())
                    .isEqualTo(frame.bytes());
        }
    }

    @Test
    void rpcl_tells_where_each_resolution_is_and_begins_with_a_thumbnail() {
        PixelDescription layout = TestFrame.layout(300, 517, 3, 8, false);
        TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(5));
        byte[] encoded = frame.encoded(CODEC, UID.HTJ2KLosslessRPCL, EncodeOptions.DEFAULT);
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        int cod = find(bytes, 0xFF52);
        assertThat(bytes.get(cod + 5)).as("progression RPCL").isEqualTo((byte) 2);
        int levels = bytes.get(cod + 9);
        assertThat(517 >> levels).as("columns of the base resolution").isLessThanOrEqualTo(64);

        int tlm = find(bytes, 0xFF55);
        assertThat(bytes.getShort(tlm + 2)).as("length of TLM").isEqualTo((short) (4 + 6 * (levels + 1)));
        int at = find(bytes, 0xFF90);
        List<Integer> starts = new ArrayList<>();
        for (int part = 0; part <= levels; part++) {
            starts.add(at);
            assertThat(bytes.getShort(at)).as("SOT of part " + part).isEqualTo((short) 0xFF90);
            assertThat(bytes.get(at + 10)).as("number of part " + part).isEqualTo((byte) part);
            int length = bytes.getInt(tlm + 6 + 6 * part + 2);
            assertThat(length).as("length in SOT and TLM").isEqualTo(bytes.getInt(at + 6));
            at += length;
        }
        assertThat(bytes.getShort(at)).as("EOC").isEqualTo((short) 0xFFD9);

        DecodeOptions small = DecodeOptions.DEFAULT.withReduction(levels);
        byte[] thumbnail = TestFrame.decoded(CODEC, UID.HTJ2KLosslessRPCL, layout, small, encoded);
        byte[] beginning = Arrays.copyOf(encoded, starts.get(1));
        assertThat(TestFrame.decoded(CODEC, UID.HTJ2KLosslessRPCL, layout, small.withTolerance(), beginning))
                .isEqualTo(thumbnail);
    }

    @Test
    void refuses_what_a_transfer_syntax_does_not_allow() {
        TestFrame frame = frame(new Random(1), 8);
        assertThatThrownBy(() -> frame.encoded(CODEC, UID.HTJ2KLossless, EncodeOptions.DEFAULT.withQuality(50)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("take HTJ2K (1.2.840.10008.1.2.4.203)");
        assertThatThrownBy(() -> frame.encoded(
                        CODEC, UID.HTJ2KLosslessRPCL, EncodeOptions.DEFAULT.with("jpeg2000.progression", "LRCP")))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected one of RPCL");
        PixelDescription large = TestFrame.layout(130, 140, 1, 8, false);
        assertThatThrownBy(() -> TestFrame.of(large, TestFrame.Content.CONSTANT, new Random(1))
                        .encoded(CODEC, UID.HTJ2KLosslessRPCL, EncodeOptions.DEFAULT.with("jpeg2000.levels", "1")))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected 2 to 32");
    }

    @Test
    void what_is_left_of_a_damaged_frame_has_nothing_of_the_frame_before() {
        PixelDescription layout = TestFrame.layout(40, 40, 1, 12, false);
        byte[] whole = TestFrame.of(layout, TestFrame.Content.NOISE, new Random(1))
                .encoded(CODEC, UID.HTJ2K, EncodeOptions.DEFAULT);
        byte[] flat = TestFrame.of(layout, TestFrame.Content.CONSTANT, new Random(2))
                .encoded(CODEC, UID.HTJ2K, EncodeOptions.DEFAULT);
        try (FrameDecoder decoder = CODEC.decoder(UID.HTJ2K, layout, DecodeOptions.DEFAULT.withTolerance())) {
            for (int seed = 0; seed < 500; seed++) {
                Random random = new Random(seed);
                byte[] damaged = whole.clone();
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    damaged[damaged.length / 8 + random.nextInt(damaged.length * 7 / 8)] = (byte) random.nextInt();
                }
                byte[] first = decoded(decoder, damaged);
                decoded(decoder, seed % 2 == 0 ? whole : flat);
                assertThat(decoded(decoder, damaged)).as("seed %d", seed).isEqualTo(first);
            }
        }
    }

    private static byte[] decoded(FrameDecoder decoder, byte[] frame) {
        ByteBuffer target = ByteBuffer.allocate((int) decoder.output().frameLength());
        try {
            decoder.decode(ByteBuffer.wrap(frame), target);
        } catch (PixelException e) {
            return new byte[0];
        }
        return target.array();
    }

    @Test
    void a_ratio_is_met_and_a_quality_is_reached() {
        PixelDescription layout = TestFrame.layout(256, 256, 1, 12, false);
        TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(3));
        for (double ratio : new double[] {3, 8, 20}) {
            byte[] encoded = frame.encoded(CODEC, UID.HTJ2K, EncodeOptions.DEFAULT.withRatio(ratio));
            assertThat(frame.bytes().length / (double) encoded.length).isBetween(ratio, ratio * 1.1);
        }
        for (int quality : new int[] {30, 60, 90}) {
            byte[] encoded = frame.encoded(CODEC, UID.HTJ2K, EncodeOptions.DEFAULT.withQuality(quality));
            assertThat(psnr(frame.bytes(), decoded(UID.HTJ2K, layout, encoded)))
                    .isBetween(24.5 + 0.3 * quality, 28 + 0.3 * quality);
        }
        try (FrameEncoder encoder = CODEC.encoder(UID.HTJ2K, layout, EncodeOptions.DEFAULT.withQuality(60))) {
            assertThat(encoder.lossyMethod()).isEqualTo("ISO_15444_15");
        }
    }

    @Test
    void truncated_frames_are_refused_or_given_as_far_as_they_go() {
        TestFrame frame = frame(new Random(11), 12);
        byte[] encoded = frame.encoded(CODEC, UID.HTJ2K, EncodeOptions.DEFAULT);
        for (int length = 0; length < encoded.length - 2; length += 1 + length / 200) {
            byte[] part = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> decoded(UID.HTJ2K, frame.layout(), part))
                    .as("%d of %d bytes", length, encoded.length)
                    .isInstanceOf(PixelException.class);
            harmless(frame.layout(), part, DecodeOptions.DEFAULT.withTolerance(), length);
        }
    }

    @Test
    void damaged_frames_are_decoded_or_refused() {
        int count = Integer.getInteger("diconde4j.mutations", 400);
        long start = Long.getLong("diconde4j.mutationSeed", 20_240_315);
        List<TestFrame> frames = new ArrayList<>();
        List<byte[]> streams = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Random random = new Random(i);
            TestFrame frame = frame(random, 1 + random.nextInt(16));
            frames.add(frame);
            EncodeOptions options = i % 3 == 2 ? EncodeOptions.DEFAULT.withQuality(60) : EncodeOptions.DEFAULT;
            streams.add(frame.encoded(CODEC, LOSSLESS[i % 3], options));
        }
        for (long seed = start; seed < start + count; seed++) {
            Random random = new Random(seed);
            int which = random.nextInt(frames.size());
            byte[] bytes = streams.get(which).clone();
            int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 120);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(reach)] = (byte) random.nextInt();
            }
            DecodeOptions options = DecodeOptions.DEFAULT.withReduction(random.nextInt(8) == 0 ? 1 : 0);
            harmless(frames.get(which).layout(), bytes, random.nextBoolean() ? options.withTolerance() : options, seed);
        }
    }

    private static void harmless(PixelDescription layout, byte[] bytes, DecodeOptions options, long seed) {
        try {
            TestFrame.decoded(CODEC, UID.HTJ2K, layout, options, bytes);
        } catch (PixelException e) {
            assertThat(e).hasMessageContaining(" "); // the documented way to say no
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + " of " + layout, e);
        }
    }

    private static TestFrame frame(Random random, int stored) {
        int[] size = TestFrame.size(random);
        PixelDescription layout =
                TestFrame.layout(size[0], size[1], random.nextInt(3) == 0 ? 3 : 1, stored, random.nextBoolean());
        TestFrame.Content[] contents = TestFrame.Content.values();
        return TestFrame.of(layout, contents[random.nextInt(contents.length)], random);
    }

    private static byte[] decoded(String syntax, PixelDescription layout, byte[] encoded) {
        try (FrameDecoder decoder = CODEC.decoder(syntax, layout, DecodeOptions.DEFAULT)) {
            ByteBuffer target = ByteBuffer.allocate((int) decoder.output().frameLength());
            decoder.decode(ByteBuffer.wrap(encoded), target);
            return target.array();
        }
    }

    private static int find(ByteBuffer bytes, int marker) {
        int at = 2;
        while ((bytes.getShort(at) & 0xFFFF) != marker) {
            at += 2 + (bytes.getShort(at + 2) & 0xFFFF);
        }
        return at;
    }

    private static double psnr(byte[] one, byte[] other) {
        ByteBuffer a = ByteBuffer.wrap(one).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        ByteBuffer b = ByteBuffer.wrap(other).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        for (int i = 0; i < one.length; i += 2) {
            double difference = a.getShort(i) - b.getShort(i);
            sum += difference * difference;
        }
        return 10 * Math.log10(4095.0 * 4095 * one.length / 2 / sum);
    }
}
