package org.diconde4j.codec.internal.jpegls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.junit.jupiter.api.Test;

class JpegLsCodecTest {
    private static final JpegLsCodec CODEC = new JpegLsCodec();
    private static final String LOSSLESS = UID.JPEGLSLossless;
    private static final String NEAR = UID.JPEGLSNearLossless;
    private static final String[] INTERLEAVES = {"none", "line", "sample"};

    /** T.87 H.3: a frame of 4 × 4 samples of 8 bits with all its codes. */
    private static final int[] EXAMPLE = {0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145};

    private final List<Deviation> told = new ArrayList<>();
    private final DecodeOptions strict = DecodeOptions.DEFAULT.withDeviations(told::add);
    private final DecodeOptions tolerant = strict.withTolerance();

    private static PixelDescription grey(int rows, int columns, int bits) {
        return TestFrame.layout(rows, columns, 1, bits, false);
    }

    private static byte[] decode(PixelDescription announced, DecodeOptions options, byte... encoded) {
        return TestFrame.decoded(CODEC, LOSSLESS, announced, options, encoded);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The example of T.87 H.3, with segments of other markers before its frame header and before its scan header. */
    private static byte[] example(byte[] beforeFrame, byte[] beforeScan) {
        return join(
                bytes(0xFF, 0xD8), // SOI
                beforeFrame,
                bytes(0xFF, 0xF7, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0), // SOF55: 8 bits, 4 × 4, component 1
                beforeScan,
                bytes(0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0), // SOS: component 1, lossless, one component
                bytes(0xC0, 0x00, 0x00, 0x6C, 0x80, 0x20, 0x8E, 0x01, 0xC0, 0x00, 0x00, 0x57, 0x40, 0x00, 0x00),
                bytes(0x6E, 0xE6, 0x00, 0x00, 0x01, 0xBC, 0x18, 0x00, 0x00, 0x05, 0xD8, 0x00, 0x00, 0x91, 0x60),
                bytes(0xFF, 0xD9)); // EOI
    }

    private static byte[] none() {
        return new byte[0];
    }

    @Test
    void the_example_of_the_standard_is_encoded_and_decoded_to_the_byte() {
        PixelDescription layout = grey(4, 4, 8);
        TestFrame frame = new TestFrame(layout, bytes(EXAMPLE));
        assertThat(frame.encoded(CODEC, LOSSLESS, EncodeOptions.DEFAULT)).isEqualTo(example(none(), none()));
        assertThat(decode(layout, strict, example(none(), none()))).isEqualTo(frame.bytes());
        assertThat(told).isEmpty();
    }

    private static PixelDescription randomLayout(Random random) {
        int[] size = TestFrame.size(random);
        int stored = 1 + random.nextInt(16);
        int samples = 1 + random.nextInt(4);
        return TestFrame.layout(size[0], size[1], samples, stored, random.nextBoolean());
    }

    private static TestFrame random(PixelDescription layout, Random random) {
        TestFrame.Content[] contents = TestFrame.Content.values();
        return TestFrame.of(layout, contents[random.nextInt(contents.length)], random);
    }

    @Test
    void frames_come_back() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            TestFrame frame = random(randomLayout(random), random);
            String interleave = INTERLEAVES[random.nextInt(3)];
            byte[] encoded = frame.encoded(
                    CODEC, LOSSLESS, EncodeOptions.DEFAULT.with(CodecOptions.JPEGLS_INTERLEAVE, interleave));
            assertThat(decode(frame.layout(), strict, encoded))
                    .as("seed %d: %s by %s", seed, frame.layout(), interleave)
                    .isEqualTo(frame.bytes());
        }
        assertThat(told).isEmpty();
    }

    @Test
    void samples_of_a_near_lossless_frame_differ_by_no_more_than_allowed() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            PixelDescription signed = randomLayout(random);
            PixelDescription layout = TestFrame.layout(
                    signed.rows(), signed.columns(), signed.samplesPerPixel(), signed.bitsStored(), false);
            TestFrame frame = random(layout, random);
            int error = 1 + random.nextInt(random.nextBoolean() ? 4 : 300);
            EncodeOptions options = EncodeOptions.DEFAULT
                    .withMaximumError(error)
                    .with(CodecOptions.JPEGLS_INTERLEAVE, INTERLEAVES[random.nextInt(3)]);
            byte[] decoded = TestFrame.decoded(CODEC, NEAR, layout, strict, frame.encoded(CODEC, NEAR, options));
            int cell = layout.bitsAllocated() / 8;
            int most = 0;
            for (int i = 0; i < decoded.length; i += cell) {
                int before = frame.bytes()[i] & 0xFF | (cell == 1 ? 0 : (frame.bytes()[i + 1] & 0xFF) << 8);
                int after = decoded[i] & 0xFF | (cell == 1 ? 0 : (decoded[i + 1] & 0xFF) << 8);
                most = Math.max(most, Math.abs(before - after));
            }
            assertThat(most).as("seed %d: %s", seed, layout).isLessThanOrEqualTo(error);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void a_loss_is_told_where_there_is_one() {
        PixelDescription layout = grey(4, 4, 8);
        EncodeOptions some = EncodeOptions.DEFAULT.withMaximumError(2);
        try (FrameEncoder lossless = CODEC.encoder(LOSSLESS, layout, some);
                FrameEncoder near = CODEC.encoder(NEAR, layout, some);
                FrameEncoder none = CODEC.encoder(NEAR, layout, EncodeOptions.DEFAULT)) {
            assertThat(lossless.lossyMethod()).isNull();
            assertThat(near.lossyMethod()).isEqualTo("ISO_14495_1");
            assertThat(none.lossyMethod()).isNull();
        }
        try (FrameDecoder decoder = CODEC.decoder(NEAR, layout, strict)) {
            assertThat(decoder.lossyMethod()).isEqualTo("ISO_14495_1");
            decoder.decode(ByteBuffer.wrap(example(none(), none())), ByteBuffer.allocate(16));
            assertThat(decoder.lossyMethod()).isNull();
        }
    }

    @Test
    void signed_values_do_not_cross_over_to_the_other_end() {
        PixelDescription layout = TestFrame.layout(1, 2, 1, 8, true);
        EncodeOptions some = EncodeOptions.DEFAULT.withMaximumError(3);
        byte[] fits = new TestFrame(layout, bytes(124, -125)).encoded(CODEC, NEAR, some);
        assertThat(TestFrame.decoded(CODEC, NEAR, layout, strict, fits)).hasSize(2);
        for (int value : new int[] {125, 127, -126, -128}) {
            assertThatThrownBy(() -> new TestFrame(layout, bytes(0, value)).encoded(CODEC, NEAR, some))
                    .isInstanceOf(PixelException.class)
                    .hasMessageContaining("the value " + value + " in row 0, column 1");
        }
    }

    @Test
    void the_codestream_may_have_other_bits_than_announced_and_the_listener_is_told() {
        TestFrame frame = TestFrame.of(grey(5, 6, 10), TestFrame.Content.SMOOTH, new Random(5));
        byte[] encoded = frame.encoded(CODEC, LOSSLESS, EncodeOptions.DEFAULT);
        assertThat(decode(grey(5, 6, 16), strict, encoded)).isEqualTo(frame.bytes());
        assertThat(told).singleElement().asString().contains("expected samples of 16 bits, found 10");
        assertThatThrownBy(() -> decode(grey(5, 6, 8), strict, encoded)).hasMessageContaining("no room");
    }

    @Test
    void samples_stand_where_the_data_set_has_them() {
        TestFrame frame = TestFrame.of(TestFrame.layout(5, 6, 1, 10, true), TestFrame.Content.NOISE, new Random(6));
        byte[] encoded = frame.encoded(CODEC, LOSSLESS, EncodeOptions.DEFAULT);
        byte[] decoded = decode(frame.layout().withBits(32, 10, 31), strict, encoded);
        for (int i = 0; i < 30; i++) {
            int high = decoded[4 * i + 3] << 8 | decoded[4 * i + 2] & 0xFF;
            int value = frame.bytes()[2 * i + 1] << 8 | frame.bytes()[2 * i] & 0xFF;
            assertThat(high).isEqualTo(value << 6);
        }
    }

    @Test
    void segments_that_say_nothing_of_pixels_are_passed_over() {
        byte[] spiff = join(bytes(0xFF, 0xE8, 0, 8), "SPIFF\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] comment = bytes(0xFF, 0xFF, 0xFE, 0, 4, 0xFF, 0xD9); // with a fill byte before it
        assertThat(decode(grey(4, 4, 8), strict, example(spiff, comment))).isEqualTo(bytes(EXAMPLE));
        assertThat(told).isEmpty();
    }

    @Test
    void a_mapping_table_gives_the_values_for_those_decoded() {
        byte[] table = new byte[5 + 2 * 256];
        table[0] = 2; // LSE of type 2
        table[1] = 7; // table 7
        table[2] = 2; // numbers of 2 bytes
        for (int i = 0; i < 256; i++) {
            table[3 + 2 * i] = (byte) (3 * i >> 8);
            table[4 + 2 * i] = (byte) (3 * i);
        }
        byte[] first = Arrays.copyOf(table, 3 + 2 * 100);
        byte[] second = join(bytes(3, 7, 2), Arrays.copyOfRange(table, 3 + 2 * 100, 3 + 2 * 256));
        byte[] encoded = example(
                none(),
                join(
                        bytes(0xFF, 0xF8, first.length + 2 >> 8, first.length + 2),
                        first,
                        bytes(0xFF, 0xF8, second.length + 2 >> 8, second.length + 2),
                        second));
        encoded[encoded.length - 2 - 30 - 4] = 7; // Tm of the component
        byte[] decoded = decode(grey(4, 4, 16).withBits(16, 10, 9), strict, encoded);
        for (int i = 0; i < 16; i++) {
            assertThat(decoded[2 * i] & 0xFF | decoded[2 * i + 1] << 8).isEqualTo(3 * EXAMPLE[i]);
        }
        assertThatThrownBy(() -> decode(grey(4, 4, 8), strict, encoded)).hasMessageContaining("mapping table");
    }

    @Test
    void rows_and_columns_may_come_in_other_segments() {
        byte[] oversize = bytes(0xFF, 0xF8, 0, 10, 4, 3, 0, 0, 4, 0, 0, 4);
        byte[] encoded = example(oversize, none());
        encoded[2 + 12 + 6] = 0; // no rows
        encoded[2 + 12 + 8] = 0; // no columns
        assertThat(decode(grey(4, 4, 8), strict, encoded)).isEqualTo(bytes(EXAMPLE));
        byte[] unknown = example(none(), none());
        unknown[2 + 6] = 0; // no rows, which DNL would say
        assertThat(decode(grey(4, 4, 8), strict, unknown)).isEqualTo(bytes(EXAMPLE));
        assertThat(told).isEmpty();
    }

    @Test
    void refuses_another_size_or_decodes_what_fits() {
        byte[] encoded = example(none(), none());
        assertThatThrownBy(() -> decode(grey(4, 5, 8), strict, encoded))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected 5 × 4 pixels of 1 samples, found 4 × 4 of 1");
        assertThat(decode(grey(2, 5, 8), tolerant, encoded)).isEqualTo(bytes(0, 0, 90, 74, 0, 68, 50, 43, 205, 0));
        assertThat(decode(grey(5, 1, 8), tolerant, encoded)).isEqualTo(bytes(0, 68, 64, 100, 0));
        assertThat(told).hasSize(2);
    }

    @Test
    void refuses_a_frame_of_another_process_and_parameters_that_cannot_be() {
        byte[] baseline = example(none(), none());
        baseline[3] = (byte) 0xC0;
        assertThatThrownBy(() -> decode(grey(4, 4, 8), strict, baseline)).hasMessageContaining("FFC0");
        byte[] thresholds = bytes(0xFF, 0xF8, 0, 13, 1, 0, 255, 0, 9, 0, 3, 0, 21, 0, 64);
        assertThatThrownBy(() -> decode(grey(4, 4, 8), strict, example(none(), thresholds)))
                .hasMessageContaining("out of their ranges");
        assertThatThrownBy(() -> decode(grey(4, 4, 8), strict, bytes(1, 2, 3)))
                .hasMessageContaining("expected a JPEG-LS codestream");
        assertThatThrownBy(() -> CODEC.encoder(LOSSLESS, grey(1, 1, 17), EncodeOptions.DEFAULT))
                .hasMessageContaining("2 to 16 bits");
        assertThatThrownBy(() -> CODEC.encoder(
                        LOSSLESS,
                        TestFrame.layout(1, 1, 3, 8, false),
                        EncodeOptions.DEFAULT.with(CodecOptions.JPEGLS_INTERLEAVE, "plane")))
                .hasMessageContaining("none, line or sample");
    }

    @Test
    void every_beginning_of_a_frame_is_refused_or_decoded_as_far_as_it_goes() {
        for (String interleave : INTERLEAVES) {
            TestFrame frame =
                    TestFrame.of(TestFrame.layout(7, 9, 3, 12, false), TestFrame.Content.SMOOTH, new Random(3));
            byte[] encoded = frame.encoded(
                    CODEC, LOSSLESS, EncodeOptions.DEFAULT.with(CodecOptions.JPEGLS_INTERLEAVE, interleave));
            for (int length = 0; length < encoded.length - 3; length++) {
                byte[] part = Arrays.copyOf(encoded, length);
                assertThatThrownBy(() -> decode(frame.layout(), strict, part))
                        .as("%d of %d bytes, %s", length, encoded.length, interleave)
                        .isInstanceOf(PixelException.class)
                        .hasMessageContaining("of the frame");
                told.clear();
                try {
                    assertThat(decode(frame.layout(), tolerant, part)).hasSameSizeAs(frame.bytes());
                    assertThat(told).as("%d bytes, %s", length, interleave).hasSize(1);
                } catch (PixelException e) {
                    assertThat(length).as("%s", e.getMessage()).isLessThan(60); // headers
                }
            }
        }
    }

    @Test
    void rows_before_the_damage_are_given() {
        TestFrame frame = TestFrame.of(grey(40, 40, 8), TestFrame.Content.NOISE, new Random(8));
        byte[] encoded = frame.encoded(CODEC, LOSSLESS, EncodeOptions.DEFAULT);
        byte[] decoded = decode(frame.layout(), tolerant, Arrays.copyOf(encoded, encoded.length / 2));
        assertThat(Arrays.mismatch(decoded, frame.bytes())).isBetween(600, 900);
        assertThat(Arrays.copyOfRange(decoded, 1000, 1600)).containsOnly(0);
        assertThat(told).singleElement().asString().contains("found no code for column");
    }

    @Test
    void planes_that_are_announced_come_as_pixels() {
        PixelDescription planes = TestFrame.layout(3, 3, 3, 8, false).withColour(3, "RGB", true);
        try (FrameDecoder decoder = CODEC.decoder(LOSSLESS, planes, strict);
                FrameEncoder encoder = CODEC.encoder(LOSSLESS, planes, EncodeOptions.DEFAULT)) {
            assertThat(decoder.output().planar()).isFalse();
            assertThat(encoder.input().planar()).isFalse();
            assertThat(encoder.output().sampleType()).isEqualTo(SampleType.UNSIGNED);
        }
    }
}
