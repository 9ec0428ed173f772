package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.pixel.Images.attributes;
import static org.diconde4j.pixel.Images.bytes;

import java.nio.ByteBuffer;
import java.util.Random;
import org.diconde4j.dict.Tag;
import org.junit.jupiter.api.Test;

/** Native frames in one layout and another (PS3.5 8.1.1). */
class LayoutConverterTest {
    private static PixelDescription layout(int samples, int allocated, int stored, int high, int planar, int signed) {
        return PixelDescription.of(attributes(1, 2, 1, samples, samples == 3 ? "RGB" : "MONOCHROME2", allocated, stored)
                .set(Tag.HighBit, high)
                .set(Tag.PlanarConfiguration, planar)
                .set(Tag.PixelRepresentation, signed)
                .build());
    }

    private static byte[] convert(PixelDescription from, PixelDescription to, byte... frame) {
        ByteBuffer target = ByteBuffer.allocate((int) to.frameLength());
        LayoutConverter.between(from, to).convert(ByteBuffer.wrap(frame), target);
        assertThat(target.hasRemaining()).isFalse();
        return target.array();
    }

    @Test
    void turns_planes_into_pixels_and_back() {
        PixelDescription planes = layout(3, 8, 8, 7, 1, 0);
        PixelDescription pixels = layout(3, 8, 8, 7, 0, 0);
        byte[] interleaved = convert(planes, pixels, bytes(1, 4, 2, 5, 3, 6));
        assertThat(interleaved).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(convert(pixels, planes, interleaved)).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(convert(
                        layout(3, 16, 16, 15, 1, 0),
                        layout(3, 16, 16, 15, 0, 0),
                        bytes(1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0)))
                .containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
    }

    @Test
    void moves_values_to_other_bits_and_clears_what_is_none() {
        // 12 bits at the top of 16, an overlay in the lowest: F7Ah with 5h below it
        assertThat(convert(layout(1, 16, 12, 15, 0, 0), layout(1, 16, 12, 11, 0, 0), bytes(0xA5, 0xF7, 0, 0)))
                .isEqualTo(bytes(0x7A, 0x0F, 0, 0));
    }

    @Test
    void extends_the_sign() {
        assertThat(convert(layout(1, 16, 12, 11, 0, 1), layout(1, 16, 16, 15, 0, 1), bytes(0xFF, 0x0F, 1, 0)))
                .isEqualTo(bytes(0xFF, 0xFF, 1, 0));
    }

    @Test
    void unpacks_cells_of_12_bits_and_single_bits() {
        // the retired 12 bits allocated: ABCh and 123h in three bytes
        assertThat(convert(layout(1, 12, 12, 11, 0, 0), layout(1, 16, 12, 11, 0, 0), bytes(0xBC, 0x3A, 0x12)))
                .isEqualTo(bytes(0xBC, 0x0A, 0x23, 0x01));
        assertThat(convert(layout(1, 1, 1, 0, 0, 0), layout(1, 8, 1, 0, 0, 0), bytes(0b10)))
                .isEqualTo(bytes(0, 1));
    }

    @Test
    void brings_any_values_back() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int stored = 1 + random.nextInt(64);
            int small = stored + random.nextInt(65 - stored);
            int large = stored + random.nextInt(65 - stored);
            PixelDescription from = layout(3, small, stored, stored - 1 + random.nextInt(small - stored + 1), 1, 0);
            PixelDescription to = layout(3, large, stored, stored - 1 + random.nextInt(large - stored + 1), 0, 0);
            byte[] frame = new byte[(int) from.frameLength()];
            random.nextBytes(frame);
            byte[] clean = convert(to, from, convert(from, to, frame));
            assertThat(convert(to, from, convert(from, to, clean)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(clean);
            assertThat(convert(from, to, clean))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(convert(from, to, frame));
        }
    }

    @Test
    void refuses_to_change_a_value() {
        assertThatThrownBy(() -> LayoutConverter.between(layout(1, 16, 12, 11, 0, 0), layout(1, 8, 8, 7, 0, 0)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("12 of 16 bits")
                .hasMessageContaining("without changing values");
        assertThatThrownBy(() -> LayoutConverter.between(layout(1, 8, 8, 7, 0, 0), layout(3, 8, 8, 7, 0, 0)))
                .isInstanceOf(PixelException.class);
        PixelDescription subsampled = layout(3, 8, 8, 7, 0, 0).withColour(3, "YBR_FULL_422", false);
        assertThatThrownBy(() -> LayoutConverter.between(subsampled, subsampled.withColour(3, "YBR_FULL_422", true)))
                .isInstanceOf(PixelException.class);
    }
}
