package org.diconde4j.codec.internal.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.LayoutConverter;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;

/** What some encoders write, and other decoders take. */
class UnusualCodestreamsTest {
    private static final Jpeg2000Codec CODEC = new Jpeg2000Codec();
    private static final PixelDescription GREY = TestFrame.layout(21, 33, 1, 12, false);
    private static final TestFrame FRAME = TestFrame.of(GREY, TestFrame.Content.SMOOTH, new Random(4));
    private static final byte[] ENCODED = FRAME.encoded(CODEC, UID.JPEG2000Lossless, EncodeOptions.DEFAULT);
    private static final int COD = find(0xFF52);

    private final List<Deviation> told = new ArrayList<>();

    @Test
    void passes_over_markers_without_a_meaning() {
        ByteBuffer longer = ByteBuffer.allocate(ENCODED.length + 2);
        longer.put(ENCODED, 0, COD)
                .putShort((short) 0xFF30)
                .put(ENCODED, COD, ENCODED.length - COD); // A.1: FF30 to FF3F
        assertThat(decoded(GREY, longer.array())).isEqualTo(FRAME.bytes());
        assertThat(told).isEmpty();
    }

    @Test
    void passes_over_a_component_transform_of_a_single_component() {
        byte[] changed = ENCODED.clone();
        changed[COD + 8] = 1; // SGcod: component transform
        assertThat(decoded(GREY, changed)).isEqualTo(FRAME.bytes());
        assertThat(told).anySatisfy(deviation -> assertThat(deviation.problem()).contains("component transform"));
    }

    @Test
    void takes_coding_passes_below_the_last_bit_plane() {
        byte[] changed = ENCODED.clone();
        int qcd = find(0xFF5C);
        int length = changed[qcd + 3];
        for (int i = qcd + 5; i < qcd + 2 + length; i++) {
            changed[i] -= 1 << 3; // SPqcd: an exponent, and so a bit-plane, less
        }
        assertThat(decoded(GREY, changed)).hasSameSizeAs(FRAME.bytes());
    }

    @Test
    void misses_no_tile_that_holds_no_sample() {
        // samples 5 columns and 3 rows apart, from row 160 on, in tiles of 379 × 161
        Siz siz = new Siz(0, 1519, 697, 0, 160, 379, 161, 0, 0, List.of(new Siz.Component(8, false, 5, 3)));
        assertThat(siz.tiles()).isEqualTo(25);
        for (int tile = 0; tile < 25; tile++) {
            assertThat(siz.hasSamples(tile)).as("tile %d", tile).isEqualTo(tile > 4 && tile % 5 < 4);
        }
    }

    @Test
    void gives_single_bits_and_cells_of_three_bytes() {
        for (PixelDescription announced :
                List.of(TestFrame.layout(13, 11, 1, 1, false), TestFrame.layout(13, 11, 1, 20, true))) {
            TestFrame frame = TestFrame.of(announced, TestFrame.Content.NOISE, new Random(5));
            byte[] encoded = frame.encoded(CODEC, UID.JPEG2000Lossless, EncodeOptions.DEFAULT);
            int bits = announced.bitsStored();
            PixelDescription packed = announced.withBits(bits == 1 ? 1 : 24, bits, bits - 1);
            ByteBuffer expected = ByteBuffer.allocate((int) packed.frameLength());
            LayoutConverter.between(announced, packed).convert(ByteBuffer.wrap(frame.bytes()), expected);
            assertThat(decoded(packed, encoded)).isEqualTo(expected.array());
        }
        PixelDescription mask = GREY.withBits(1, 1, 0);
        assertThatThrownBy(() -> decoded(mask, ENCODED))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("12 bits");
    }

    @Test
    void leaves_nothing_of_an_earlier_frame_where_rows_are_missing() {
        PixelDescription taller = GREY.withSize(GREY.rows() + 3, GREY.columns());
        ByteBuffer target = ByteBuffer.allocate((int) taller.frameLength());
        Arrays.fill(target.array(), (byte) 0x55);
        try (var decoder = CODEC.decoder(UID.JPEG2000Lossless, taller, DecodeOptions.DEFAULT.withTolerance())) {
            decoder.decode(ByteBuffer.wrap(ENCODED), target);
        }
        int there = FRAME.bytes().length;
        assertThat(Arrays.copyOf(target.array(), there)).isEqualTo(FRAME.bytes());
        assertThat(Arrays.copyOfRange(target.array(), there, target.capacity())).containsOnly(0);
    }

    @Test
    void every_beginning_of_a_frame_is_refused_or_decoded_as_far_as_it_goes() {
        PixelDescription layout = TestFrame.layout(19, 23, 3, 8, false);
        TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(6));
        EncodeOptions options =
                EncodeOptions.DEFAULT.with(CodecOptions.JPEG2000_TILE, "16x16").with(CodecOptions.JPEG2000_LAYERS, "2");
        for (String syntax : List.of(UID.JPEG2000Lossless, UID.HTJ2KLossless)) {
            byte[] encoded =
                    frame.encoded(CODEC, syntax, syntax.equals(UID.JPEG2000Lossless) ? options : EncodeOptions.DEFAULT);
            int header = ByteBuffer.wrap(encoded).getShort(0) == (short) 0xFF4F ? firstTilePart(encoded) : 0;
            for (int length = 0; length < encoded.length - 2; length++) {
                byte[] part = Arrays.copyOf(encoded, length);
                assertThatThrownBy(() -> TestFrame.decoded(CODEC, syntax, layout, DecodeOptions.DEFAULT, part))
                        .as("%s, first %d bytes", syntax, length)
                        .isInstanceOf(PixelException.class)
                        .hasMessageContaining("byte");
                if (length > header + 14) {
                    told.clear();
                    DecodeOptions tolerant =
                            DecodeOptions.DEFAULT.withTolerance().withDeviations(told::add);
                    TestFrame.decoded(CODEC, syntax, layout, tolerant, part);
                    assertThat(told).as("%s, first %d bytes", syntax, length).isNotEmpty();
                }
            }
        }
    }

    /** Then all bit-planes lie above the shift, and there are up to 67 of them. */
    @Test
    void takes_a_whole_image_for_a_region_of_interest_however_far_it_is_shifted() {
        for (int bits : new int[] {8, 16, 26}) {
            PixelDescription layout = TestFrame.layout(40, 50, 1, bits, false);
            TestFrame frame = TestFrame.of(layout, TestFrame.Content.NOISE, new Random(bits));
            for (EncodeOptions options : List.of(EncodeOptions.DEFAULT, EncodeOptions.DEFAULT.withQuality(95))) {
                byte[] encoded = frame.encoded(CODEC, UID.JPEG2000, options);
                byte[] expected = decoded(layout, encoded);
                for (int shift : new int[] {1, 13, 30, 31, 37}) {
                    int at = firstTilePart(encoded);
                    ByteBuffer longer = ByteBuffer.allocate(encoded.length + 7);
                    longer.put(encoded, 0, at)
                            .putShort((short) 0xFF5E) // RGN
                            .putShort((short) 5) // Lrgn
                            .put((byte) 0) // Crgn
                            .put((byte) 0) // Srgn: maximum shift
                            .put((byte) shift) // SPrgn
                            .put(encoded, at, encoded.length - at);
                    assertThat(decoded(layout, longer.array()))
                            .as("%d bits shifted by %d, %s", bits, shift, options)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private byte[] decoded(PixelDescription announced, byte[] encoded) {
        return TestFrame.decoded(
                CODEC, UID.JPEG2000Lossless, announced, DecodeOptions.DEFAULT.withDeviations(told::add), encoded);
    }

    private static int firstTilePart(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        int at = 2;
        while (bytes.getShort(at) != (short) 0xFF90) {
            at += 2 + (bytes.getShort(at + 2) & 0xFFFF);
        }
        return at;
    }

    private static int find(int marker) {
        ByteBuffer bytes = ByteBuffer.wrap(ENCODED);
        int at = 2;
        while (bytes.getShort(at) != (short) marker) {
            at += 2 + (bytes.getShort(at + 2) & 0xFFFF);
        }
        return at;
    }
}
