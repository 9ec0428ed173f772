package org.diconde4j.codec.internal.jpegls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;

class SubsampledComponentsTest {
    private static final JpegLsCodec CODEC = new JpegLsCodec();
    /** Of the standard's own test images: all of the first, each fourth row of the second, a quarter of the third. */
    private static final int[][] UNLIKE = {{2, 4}, {2, 1}, {1, 2}};

    private static final int[][] HALF = {{2, 1}, {1, 1}, {1, 1}};

    private final List<Deviation> told = new ArrayList<>();
    private final DecodeOptions strict = DecodeOptions.DEFAULT.withDeviations(told::add);

    private static byte[] decode(PixelDescription announced, DecodeOptions options, byte[] encoded) {
        return TestFrame.decoded(CODEC, UID.JPEGLSLossless, announced, options, encoded);
    }

    @Test
    void each_sample_is_given_to_all_pixels_that_it_belongs_to() {
        for (int seed = 0; seed < 120; seed++) {
            Random random = new Random(seed);
            int[][] factors = new int[3][];
            Arrays.setAll(factors, c -> new int[] {1 + random.nextInt(4), 1 + random.nextInt(4)});
            SubsampledFrame frame = SubsampledFrame.of(
                    1 + random.nextInt(20), 1 + random.nextInt(20), 2 + random.nextInt(15), factors, random);
            assertThat(decode(frame.layout(), strict, frame.encoded()))
                    .as("seed %d: %s, %s", seed, Arrays.deepToString(factors), frame)
                    .isEqualTo(frame.pixels());
        }
        assertThat(told).noneMatch(deviation -> !deviation.toString().contains("expected samples of"));
    }

    @Test
    void chrominance_of_two_pixels_becomes_that_of_each() {
        SubsampledFrame frame = SubsampledFrame.of(5, 8, 8, HALF, new Random(1));
        PixelDescription announced = frame.layout().withColour(3, "YBR_FULL_422", false);
        try (FrameDecoder decoder = CODEC.decoder(UID.JPEGLSLossless, announced, strict)) {
            assertThat(decoder.output()).isEqualTo(frame.layout().withColour(3, "YBR_FULL", false));
        }
        assertThat(decode(announced, strict, frame.encoded())).isEqualTo(frame.pixels());
        assertThat(told).isEmpty();
    }

    @Test
    void refuses_factors_that_cannot_be() {
        byte[] encoded = SubsampledFrame.of(5, 8, 8, HALF, new Random(2)).encoded();
        PixelDescription layout = TestFrame.layout(5, 8, 3, 8, false);
        for (int factors : new int[] {0x01, 0x10, 0x51, 0x15, 0xFF}) {
            encoded[2 + 2 + 2 + 6 + 1] = (byte) factors;
            assertThatThrownBy(() -> decode(layout, strict, encoded))
                    .isInstanceOf(PixelException.class)
                    .hasMessageContaining(
                            "expected sampling factors of 1 to 4, found " + (factors >> 4) + " × " + (factors & 15))
                    .hasMessageContaining("byte 13 of the frame");
        }
    }

    @Test
    void factors_that_were_left_out_are_taken_for_one() {
        SubsampledFrame frame = SubsampledFrame.of(5, 8, 8, new int[][] {{1, 1}, {1, 1}, {1, 1}}, new Random(4));
        byte[] encoded = frame.encoded();
        encoded[19] = 0; // H3, V3
        assertThat(decode(frame.layout(), strict, encoded)).isEqualTo(frame.pixels());
        assertThat(told).singleElement().asString().contains("found 0, taken for 1");
    }

    @Test
    void samples_of_components_of_different_sizes_cannot_follow_each_other() {
        TestFrame frame = TestFrame.of(TestFrame.layout(4, 4, 3, 8, false), TestFrame.Content.NOISE, new Random(3));
        byte[] encoded = frame.encoded(
                CODEC, UID.JPEGLSLossless, EncodeOptions.DEFAULT.with(CodecOptions.JPEGLS_INTERLEAVE, "sample"));
        encoded[13] = 0x22;
        assertThatThrownBy(() -> decode(frame.layout(), strict, encoded))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected components of sampling factors 1 × 1 in a scan by sample, found 2 × 2");
    }

    @Test
    void every_beginning_is_refused_or_decoded_as_far_as_it_goes() {
        for (int seed = 0; seed < 2; seed++) {
            SubsampledFrame frame = SubsampledFrame.of(9, 7, 8, UNLIKE, new Random(seed));
            byte[] encoded = frame.encoded();
            for (int length = 0; length < encoded.length - 3; length++) {
                byte[] part = Arrays.copyOf(encoded, length);
                assertThatThrownBy(() -> decode(frame.layout(), strict, part))
                        .as("seed %d: %d of %d bytes", seed, length, encoded.length)
                        .isInstanceOf(PixelException.class)
                        .hasMessageContaining("of the frame");
                told.clear();
                try {
                    decode(frame.layout(), strict.withTolerance(), part);
                    assertThat(told).as("seed %d: %d bytes", seed, length).hasSize(1);
                } catch (PixelException e) {
                    assertThat(length).as("%s", e.getMessage()).isLessThan(45); // headers
                }
            }
        }
    }

    @Test
    void rows_before_the_damage_are_given() {
        SubsampledFrame frame = SubsampledFrame.of(40, 40, 8, UNLIKE, new Random(1));
        assertThat(frame.byLine()).isTrue();
        byte[] encoded = frame.encoded();
        byte[] decoded = decode(frame.layout(), strict.withTolerance(), Arrays.copyOf(encoded, encoded.length * 3 / 4));
        assertThat(Arrays.mismatch(decoded, frame.pixels())).isBetween(2000, 4500);
    }
}
