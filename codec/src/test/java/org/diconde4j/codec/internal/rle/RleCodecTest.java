package org.diconde4j.codec.internal.rle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.junit.jupiter.api.Test;

class RleCodecTest {
    private static final RleCodec CODEC = new RleCodec();
    private static final String RLE = UID.RLELossless;

    private final List<Deviation> told = new ArrayList<>();
    private final DecodeOptions strict = DecodeOptions.DEFAULT.withDeviations(told::add);
    private final DecodeOptions tolerant = strict.withTolerance();

    private static PixelDescription grey(int rows, int columns, int bits) {
        return TestFrame.layout(rows, columns, 1, bits, false);
    }

    private static byte[] decode(PixelDescription announced, DecodeOptions options, byte... encoded) {
        return TestFrame.decoded(CODEC, RLE, announced, options, encoded);
    }

    private static byte[] encode(PixelDescription layout, int... pixels) {
        return new TestFrame(layout, bytes(pixels)).encoded(CODEC, RLE, EncodeOptions.DEFAULT);
    }

    /** A frame: the header with these offsets, and what follows it. */
    private static byte[] frame(int[] offsets, int... segments) {
        ByteBuffer frame = ByteBuffer.allocate(64 + segments.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(offsets.length);
        Arrays.stream(offsets).forEach(frame::putInt);
        frame.position(64).put(bytes(segments));
        return frame.array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void is_found_by_service_loader() {
        assertThat(FrameCodecs.installed().decodable()).contains(RLE);
        FrameCodecs.installed()
                .encoder(TransferSyntax.of(RLE), grey(1, 1, 8), EncodeOptions.DEFAULT)
                .close();
    }

    @Test
    void frames_come_back() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int[] size = TestFrame.size(random);
            int allocated = 8 << random.nextInt(3);
            int stored = 1 + random.nextInt(allocated);
            int samples = 1 + random.nextInt(allocated == 32 ? 3 : 4);
            PixelDescription layout = new PixelDescription(
                    size[0],
                    size[1],
                    1,
                    samples,
                    samples == 3 ? "RGB" : "MONOCHROME2",
                    random.nextBoolean(),
                    allocated,
                    stored,
                    stored - 1 + random.nextInt(allocated - stored + 1),
                    random.nextBoolean() ? SampleType.SIGNED : SampleType.UNSIGNED);
            var contents = TestFrame.Content.values();
            TestFrame frame = TestFrame.of(layout, contents[random.nextInt(contents.length)], random);
            byte[] encoded = frame.encoded(CODEC, RLE, EncodeOptions.DEFAULT);
            assertThat(encoded.length % 2).as("seed %d: %s", seed, layout).isZero();
            assertThat(decode(layout, strict, encoded))
                    .as("seed %d: %s", seed, layout)
                    .isEqualTo(frame.bytes());
        }
        assertThat(told).isEmpty();
    }

    @Test
    void direct_buffers_serve_as_well() throws Exception {
        PixelDescription layout = grey(9, 11, 12);
        TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(1));
        byte[] encoded = frame.encoded(CODEC, RLE, EncodeOptions.DEFAULT);
        ByteBuffer in =
                ByteBuffer.allocateDirect(encoded.length + 3).put(new byte[3]).put(encoded);
        ByteBuffer out = ByteBuffer.allocateDirect(frame.bytes().length + 5).put(new byte[5]);
        try (FrameDecoder decoder = CODEC.decoder(RLE, layout, strict)) {
            decoder.decode(in.position(3), out);
        }
        assertThat(out.hasRemaining()).isFalse();
        byte[] decoded = new byte[frame.bytes().length];
        out.position(5).get(decoded);
        assertThat(decoded).isEqualTo(frame.bytes());
    }

    @Test
    void sixteen_bits_are_two_segments_with_the_most_significant_bytes_first() {
        assertThat(encode(grey(1, 4, 16), 0x01, 0x02, 0x01, 0x02, 0x01, 0x02, 0x03, 0x02))
                .isEqualTo(frame(
                        new int[] {64, 66},
                        0xFD, // -3: four times
                        0x02,
                        0xFE, // -2: three times
                        0x01,
                        0x00, // one literal
                        0x03));
    }

    @Test
    void three_equal_bytes_are_a_replicate_run_and_two_within_literals_are_not() {
        assertThat(encode(grey(1, 10, 8), 1, 2, 2, 3, 4, 4, 4, 5, 5, 6))
                .isEqualTo(frame(new int[] {64}, 3, 1, 2, 2, 3, 0xFE, 4, 2, 5, 5, 6, 0));
        assertThat(encode(grey(1, 5, 8), 4, 4, 4, 5, 5)).isEqualTo(frame(new int[] {64}, 0xFE, 4, 0xFF, 5));
    }

    @Test
    void runs_end_with_the_row() {
        assertThat(encode(grey(2, 3, 8), 7, 7, 7, 7, 7, 7)).isEqualTo(frame(new int[] {64}, 0xFE, 7, 0xFE, 7));
    }

    @Test
    void runs_have_at_most_128_bytes() {
        int[] same = new int[300];
        assertThat(encode(grey(1, 300, 8), same)).isEqualTo(frame(new int[] {64}, 0x81, 0, 0x81, 0, 0xD5, 0));
        int[] different = new int[130];
        Arrays.setAll(different, i -> i);
        assertThat(encode(grey(1, 130, 8), different))
                .hasSize(64 + 1 + 128 + 1 + 2)
                .containsSequence(127, 1, 128, 129);
    }

    @Test
    void runs_across_rows_and_no_operations_are_decoded() {
        assertThat(decode(grey(2, 3, 8), strict, frame(new int[] {64}, 0x80, 0xFC, 7, 0x80, 0, 8, 0)))
                .isEqualTo(bytes(7, 7, 7, 7, 7, 8));
        assertThat(told).isEmpty();
    }

    @Test
    void segments_may_stand_in_any_order_and_at_odd_offsets() {
        assertThat(decode(grey(1, 2, 16), strict, frame(new int[] {67, 64}, 1, 1, 2, 0xFF, 9)))
                .isEqualTo(bytes(1, 9, 2, 9));
        assertThat(told).singleElement().asString().contains("even offset");
    }

    @Test
    void more_bytes_than_expected_do_no_harm() {
        assertThat(decode(grey(1, 3, 8), strict, frame(new int[] {64}, 3, 1, 2, 3, 4)))
                .isEqualTo(bytes(1, 2, 3));
        assertThat(told)
                .singleElement()
                .asString()
                .contains("more than the 3 bytes")
                .contains("offset 69");
    }

    @Test
    void colours_are_by_plane_or_by_pixel_as_announced() {
        byte[] encoded = frame(new int[] {64, 66, 68}, 0xFF, 1, 0xFF, 2, 0xFF, 3);
        PixelDescription rgb = TestFrame.layout(1, 2, 3, 8, false);
        assertThat(decode(rgb, strict, encoded)).isEqualTo(bytes(1, 2, 3, 1, 2, 3));
        assertThat(decode(rgb.withColour(3, "RGB", true), strict, encoded)).isEqualTo(bytes(1, 1, 2, 2, 3, 3));
    }

    @Test
    void chrominance_is_all_there_whatever_is_announced() {
        PixelDescription announced = TestFrame.layout(1, 2, 3, 8, false).withColour(3, "YBR_FULL_422", false);
        try (FrameDecoder decoder = CODEC.decoder(RLE, announced, strict)) {
            assertThat(decoder.output().photometricInterpretation()).isEqualTo("YBR_FULL");
        }
        assertThat(decode(announced, strict, frame(new int[] {64, 66, 68}, 0xFF, 1, 0xFF, 2, 0xFF, 3)))
                .hasSize(6);
    }

    @Test
    void single_bits_are_a_byte_each() {
        PixelDescription mask = grey(3, 3, 8).withBits(1, 1, 0);
        byte[] encoded = encode(mask, 0b1010_0111, 1);
        assertThat(encoded).isEqualTo(frame(new int[] {64}, 0xFE, 1, 2, 0, 0, 1, 2, 0, 1, 1));
        assertThat(decode(mask, strict, encoded)).isEqualTo(bytes(0b1010_0111, 1));
        assertThat(told).isEmpty();
    }

    @Test
    void single_bits_that_stand_eight_in_a_byte_are_told_and_taken() {
        PixelDescription mask = grey(3, 3, 8).withBits(1, 1, 0);
        assertThat(decode(mask, strict, frame(new int[] {64}, 1, 0b1010_0111, 1, 0)))
                .isEqualTo(bytes(0b1010_0111, 1));
        assertThat(told).singleElement().asString().contains("8 bits in each byte");
    }

    @Test
    void a_segment_that_ends_early_is_refused_with_its_place_or_filled_up() {
        byte[] encoded = frame(new int[] {64}, 3, 1, 2);
        assertThatThrownBy(() -> decode(grey(2, 2, 8), strict, encoded))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected 4 bytes in RLE segment 0, found 2")
                .hasMessageContaining("byte 67 of the frame");
        assertThat(decode(grey(2, 2, 8), tolerant, encoded)).isEqualTo(bytes(1, 2, 0, 0));
        assertThat(told).singleElement().extracting(Deviation::offset).isEqualTo(67L);
    }

    @Test
    void a_header_that_does_not_fit_is_refused_or_its_segments_stay_0() {
        assertThatThrownBy(() -> decode(grey(1, 1, 16), strict, frame(new int[] {64}, 0, 1)))
                .hasMessageContaining("expected 2 RLE segments")
                .hasMessageContaining("found 1");
        assertThat(decode(grey(1, 1, 16), tolerant, frame(new int[] {64}, 0, 1)))
                .isEqualTo(bytes(0, 1));
        assertThatThrownBy(() -> decode(grey(1, 1, 8), strict, frame(new int[] {1 << 31}, 0, 1)))
                .hasMessageContaining("within 64 to 66, found 2147483648");
        assertThat(decode(grey(1, 1, 8), tolerant, frame(new int[] {-1}, 0, 1))).isEqualTo(bytes(0));
        assertThatThrownBy(() -> decode(grey(1, 1, 8), tolerant, new byte[63])).hasMessageContaining("found 63");
    }

    @Test
    void every_beginning_of_a_frame_is_refused_or_decoded_as_far_as_it_goes() {
        TestFrame frame = TestFrame.of(TestFrame.layout(5, 7, 3, 12, false), TestFrame.Content.FLAT, new Random(3));
        byte[] encoded = frame.encoded(CODEC, RLE, EncodeOptions.DEFAULT);
        for (int length = 64; length < encoded.length - 1; length++) {
            byte[] part = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> decode(frame.layout(), strict, part)).isInstanceOf(PixelException.class);
            told.clear();
            assertThat(decode(frame.layout(), tolerant, part)).hasSameSizeAs(frame.bytes());
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void refuses_what_it_cannot_hold() {
        assertThatThrownBy(() -> CODEC.encoder(RLE, TestFrame.layout(1, 1, 4, 32, false), EncodeOptions.DEFAULT))
                .hasMessageContaining("at most 15 segments");
        assertThatThrownBy(() -> CODEC.decoder(RLE, grey(1, 1, 16).withBits(12, 12, 11), strict))
                .hasMessageContaining("12 bits");
        assertThatThrownBy(() ->
                        CODEC.decoder(RLE, grey(1, 1, 8), strict.withRegion(new DecodeOptions.Region(0, 0, 1, 1))))
                .hasMessageContaining("whole and in full size");
    }
}
