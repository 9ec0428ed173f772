package org.diconde4j.codec.internal.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;
import org.diconde4j.pixel.ColourConversion;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.LayoutConverter;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;

/** Frames that are whole, but others than the data set announces, and such that are damaged between restart markers. */
class JpegToleranceTest {
    private static final JpegCodec CODEC = new JpegCodec();
    private static final PixelDescription STACK = TestFrame.layout(8 * 12, 8, 1, 8, false);

    private final List<Deviation> told = new ArrayList<>();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private byte[] decoded(PixelDescription announced, byte[] encoded) {
        return TestFrame.decoded(
                CODEC, UID.JPEGBaseline8Bit, announced, DecodeOptions.DEFAULT.withDeviations(told::add), encoded);
    }

    private byte[] tolerated(PixelDescription announced, byte[] encoded) {
        return TestFrame.decoded(
                CODEC,
                UID.JPEGBaseline8Bit,
                announced,
                DecodeOptions.DEFAULT.withTolerance().withDeviations(told::add),
                encoded);
    }

    /** Behind the marker SOI. */
    private static byte[] withSegment(byte[] encoded, String hex) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(encoded, 0, 2);
        out.writeBytes(bytes(hex));
        out.write(encoded, 2, encoded.length - 2);
        return out.toByteArray();
    }

    private static byte[] adobe(byte[] encoded, int transform) {
        return withSegment(encoded, "FFEE 000E 41646F6265 0064 0000 0000 0" + transform);
    }

    /**
     * A grey frame, eight columns wide, of blocks of one value each, with a restart marker between them: the value of a block is its
     * index + 160. Interval i is left out if the text has its digit after {@code -}, and damaged if it has it after {@code !}.
     */
    private static byte[] stack(String changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("FFD8"));
        out.writeBytes(bytes("FFDB 0043 00")); // a quantization table of eights
        byte[] eights = new byte[64];
        Arrays.fill(eights, (byte) 8);
        out.writeBytes(eights);
        out.writeBytes(bytes("FFC0 000B 08 0060 0008 01 01 11 00")); // 96 lines of 8 samples, one component
        out.writeBytes(bytes("FFC4 0014 00 01000000000000000000000000000000 06")); // DC: category 6 is 0
        out.writeBytes(bytes("FFC4 0014 10 01000000000000000000000000000000 00")); // AC: end of block is 0
        out.writeBytes(bytes("FFDD 0004 0001")); // a restart marker after each MCU
        out.writeBytes(bytes("FFDA 0008 01 01 00 00 3F 00"));
        for (int i = 0; i < 12; i++) {
            char digit = Character.forDigit(i, 16);
            if (changes.contains("-" + digit)) {
                continue;
            }
            out.write(
                    changes.contains("!" + digit) ? 0xFE : 32 + i << 1); // 0, six bits, 0; or a code that is not there
            if (i < 11) {
                out.writeBytes(new byte[] {-1, (byte) (0xD0 + i % 8)});
            }
        }
        out.writeBytes(bytes("FFD9"));
        return out.toByteArray();
    }

    /** The value of each block of a stack. */
    private static int[] values(byte[] frame) {
        int[] values = new int[12];
        for (int i = 0; i < 12; i++) {
            values[i] = frame[i * 64] & 0xFF;
            for (int j = 1; j < 64; j++) {
                assertThat(frame[i * 64 + j]).isEqualTo(frame[i * 64]);
            }
        }
        return values;
    }

    @Test
    void restart_intervals_are_decoded_one_by_one() {
        assertThat(values(decoded(STACK, stack(""))))
                .containsExactly(160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171);
        assertThat(told).isEmpty();
    }

    @Test
    void decoding_goes_on_behind_the_next_restart_marker() {
        assertThat(values(tolerated(STACK, stack("!3"))))
                .containsExactly(160, 161, 162, 0, 164, 165, 166, 167, 168, 169, 170, 171);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).problem()).contains("Huffman table");
        assertThatThrownBy(() -> decoded(STACK, stack("!3")))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("offset");
    }

    @Test
    void lossless_rows_are_found_again_as_well() {
        PixelDescription layout = TestFrame.layout(12, 2, 1, 8, false);
        byte[] whole = decoded(layout, losslessRows(-1));
        byte[] rest = tolerated(layout, losslessRows(5));
        for (int i = 0; i < 24; i++) {
            assertThat(whole[i] & 0xFF).isEqualTo(160 + i / 2);
            assertThat(rest[i] & 0xFF).isEqualTo(i / 2 == 5 ? 0 : 160 + i / 2);
        }
        assertThat(told).hasSize(1);
        assertThat(told.get(0).problem()).contains("in row 5");
        assertThatThrownBy(() -> decoded(layout, losslessRows(5))).isInstanceOf(PixelException.class);
    }

    /** Twelve rows of two equal samples, each its own restart interval, one of them damaged. */
    private static byte[] losslessRows(int damaged) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("FFD8 FFC3 000B 08 000C 0002 01 01 11 00")); // 12 lines of 2 samples, one component
        out.writeBytes(bytes("FFC4 0015 00 01010000000000000000000000000000 06 00")); // category 6 is 0, 0 is 10
        out.writeBytes(bytes("FFDD 0004 0002"));
        out.writeBytes(bytes("FFDA 0008 01 01 00 01 00 00")); // predictor 1
        for (int i = 0; i < 12; i++) {
            out.write(i == damaged ? 0xFE : 32 + i << 1 | 1); // 0, six bits, 10, filled up with ones
            out.write(0x7F);
            if (i < 11) {
                out.writeBytes(new byte[] {-1, (byte) (0xD0 + i % 8)});
            }
        }
        out.writeBytes(bytes("FFD9"));
        return out.toByteArray();
    }

    @Test
    void the_number_of_a_restart_marker_says_how_much_is_lost_before_it() {
        int[] values = values(tolerated(STACK, stack("-4-5")));
        // what follows RST3 is the interval 6, which only the marker behind it tells
        assertThat(values).containsExactly(160, 161, 162, 163, 166, 0, 0, 167, 168, 169, 170, 171);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).problem()).contains("expected the restart marker RST4, found RST6");
        assertThatThrownBy(() -> decoded(STACK, stack("-4-5")))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected the restart marker RST4, found RST6");
    }

    @Test
    void a_frame_of_another_size_gives_the_part_that_belongs_to_the_image() {
        for (String syntax : List.of(UID.JPEGBaseline8Bit, UID.JPEGLosslessSV1)) {
            PixelDescription coded = TestFrame.layout(20, 30, 1, 8, false);
            byte[] encoded = TestFrame.of(coded, TestFrame.Content.SMOOTH, new Random(5))
                    .encoded(CODEC, syntax, EncodeOptions.DEFAULT);
            byte[] whole = decoded(coded, encoded);
            for (int[] size : new int[][] {{25, 40}, {10, 16}, {33, 7}, {20, 31}}) {
                PixelDescription announced = TestFrame.layout(size[0], size[1], 1, 8, false);
                told.clear();
                byte[] part = tolerated(announced, encoded);
                for (int i = 0; i < part.length; i++) {
                    int x = i % size[1];
                    int y = i / size[1];
                    assertThat(part[i])
                            .as("%d, %d of %s", x, y, announced)
                            .isEqualTo(x < 30 && y < 20 ? whole[y * 30 + x] : 0);
                }
                assertThat(told).hasSize(1);
                assertThat(told.get(0).problem()).contains("as the data set announces, found 30 × 20");
                assertThatThrownBy(() -> decoded(announced, encoded))
                        .isInstanceOf(PixelException.class)
                        .hasMessageContaining("found 30 × 20");
            }
        }
    }

    @Test
    void colours_other_than_announced_are_converted_and_told() {
        PixelDescription rgb = TestFrame.layout(21, 35, 3, 8, false);
        PixelDescription ybr = rgb.withColour(3, "YBR_FULL", false);
        byte[] encoded = TestFrame.of(ybr, TestFrame.Content.SMOOTH, new Random(9))
                .encoded(
                        CODEC,
                        UID.JPEGBaseline8Bit,
                        EncodeOptions.DEFAULT.with(CodecOptions.JPEG_SUBSAMPLING, "4:4:4"));
        byte[] plain = decoded(ybr, encoded);
        assertThat(decoded(rgb, encoded)).as("nothing says otherwise").isEqualTo(plain);
        assertThat(decoded(ybr, adobe(encoded, 1))).isEqualTo(plain);
        assertThat(decoded(rgb, adobe(encoded, 0))).isEqualTo(plain);
        assertThat(told).isEmpty();

        assertClose(decoded(rgb, adobe(encoded, 1)), toRgb(ybr, plain), 1);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).problem()).contains("is RGB, but the frame says that it has luminance");
        assertClose(
                decoded(rgb, withSegment(encoded, "FFE0 0010 4A46494600 0102 00 0001 0001 00 00")),
                toRgb(ybr, plain),
                1);

        told.clear();
        assertClose(toRgb(ybr, decoded(ybr, adobe(encoded, 0))), plain, 2);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).problem()).contains("is YBR_FULL, but the frame says that it has RGB");
    }

    private static byte[] toRgb(PixelDescription ybr, byte[] frame) {
        ByteBuffer rgb = ByteBuffer.allocate(frame.length);
        ColourConversion.toRgb(ybr, Dataset.builder().build()).convert(ByteBuffer.wrap(frame), rgb);
        return rgb.array();
    }

    private static void assertClose(byte[] found, byte[] expected, int most) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs((found[i] & 0xFF) - (expected[i] & 0xFF)))
                    .as("sample %d", i)
                    .isLessThanOrEqualTo(most);
        }
    }

    @Test
    void fill_bytes_may_stand_before_any_marker() {
        PixelDescription layout = TestFrame.layout(11, 19, 1, 8, false);
        byte[] encoded = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(1))
                .encoded(CODEC, UID.JPEGBaseline8Bit, EncodeOptions.DEFAULT);
        byte[] filled = withSegment(encoded, "FFFFFF");
        byte[] more = new byte[filled.length + 3];
        Arrays.fill(more, 0, 3, (byte) -1);
        System.arraycopy(filled, 0, more, 3, filled.length);
        assertThat(decoded(layout, more)).isEqualTo(decoded(layout, encoded));
    }

    @Test
    void the_number_of_lines_may_stand_behind_the_scan() {
        byte[] encoded = stack("");
        String hex = HexFormat.of().formatHex(encoded);
        byte[] later = bytes(hex.replace("ffc0000b080060", "ffc0000b080000").replace("ffd9", "ffdc00040060ffd9"));
        assertThat(decoded(STACK, later)).isEqualTo(decoded(STACK, encoded));
    }

    @Test
    void quantization_tables_may_have_16_bits() {
        byte[] encoded = stack("");
        String hex = HexFormat.of().formatHex(encoded);
        byte[] wide = bytes(hex.replace("ffdb004300" + "08".repeat(64), "ffdb008310" + "0008".repeat(64)) // Pq of 1
                .replace("ffc0000b", "ffc1000b")); // which baseline does not have
        assertThat(wide).hasSize(encoded.length + 64);
        assertThat(decoded(STACK, wide)).isEqualTo(decoded(STACK, encoded));
    }

    @Test
    void components_may_come_in_scans_of_their_own() {
        PixelDescription block = TestFrame.layout(8, 8, 3, 8, false).withColour(3, "YBR_FULL", false);
        String interleaved = "FFDA 000C 03 0100 0200 0300 003F00 48 5A 6C"; // a block of each, as in a stack
        String alone = "FFDA 0008 01 0100 003F00 48 FFDA 0008 01 0200 003F00 5A FFDA 0008 01 0300 003F00 6C";
        byte[] together = decoded(block, threeComponents(interleaved));
        assertThat(decoded(block, threeComponents(alone))).isEqualTo(together);
        assertThat(Arrays.copyOf(together, 3)).isEqualTo(bytes("A4 AD B6")); // 128 + the differences 36, 45, 54
        String two = "FFDA 000A 02 0200 0300 003F00 5A 6C FFDA 0008 01 0100 003F00 48";
        assertThat(decoded(block, threeComponents(two))).isEqualTo(together);
    }

    /** A frame of one block of each component with the tables of a stack. */
    private static byte[] threeComponents(String scans) {
        return bytes("FFD8 FFDB 0043 00" + "08".repeat(64) + "FFC0 0011 08 0008 0008 03 011100 021100 031100"
                + "FFC4 0014 00 01000000000000000000000000000000 06 FFC4 0014 10 01000000000000000000000000000000 00"
                + scans + "FFD9");
    }

    @Test
    void native_pixels_that_share_chrominance_are_encoded_with_that() throws IOException {
        PixelDescription shared = TestFrame.layout(5, 7, 3, 8, false).withColour(3, "YBR_FULL_422", false);
        ByteBuffer frame = ByteBuffer.allocate((int) shared.frameLength()); // 5 rows of 4 pairs, each of 4 samples
        for (int i = 0; i < frame.capacity(); i++) {
            frame.put(i, (byte) (i % 4 < 2 ? 3 * i : 90 + 40 * (i % 4 - 2)));
        }
        for (String syntax : List.of(UID.JPEGLosslessSV1, UID.JPEGBaseline8Bit)) {
            try (FrameEncoder encoder = CODEC.encoder(syntax, shared, EncodeOptions.DEFAULT.withQuality(100))) {
                ByteBuffer full = ByteBuffer.allocate((int) encoder.input().frameLength());
                LayoutConverter.between(shared, encoder.input()).convert(frame, full);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                encoder.encode(full.flip(), out);
                byte[] found =
                        TestFrame.decoded(CODEC, syntax, encoder.output(), DecodeOptions.DEFAULT, out.toByteArray());
                byte[] expected = new byte[3 * 5 * 7];
                for (int i = 0; i < 5 * 7; i++) {
                    int pair = i / 7 * 4 + i % 7 / 2;
                    expected[3 * i] = frame.get(4 * pair + i % 7 % 2);
                    expected[3 * i + 1] = 90;
                    expected[3 * i + 2] = (byte) 130;
                }
                assertClose(found, expected, syntax.equals(UID.JPEGLosslessSV1) ? 0 : 2);
            }
        }
    }
}
