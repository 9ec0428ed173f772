package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FrameSamplesTest {
    private static PixelDescription layout(int allocated, int stored, int high, SampleType type) {
        return new PixelDescription(1, 2, 1, 1, "MONOCHROME2", false, allocated, stored, high, type);
    }

    private static ByteBuffer frame(int... bytes) {
        return ByteBuffer.wrap(Images.bytes(bytes));
    }

    @Test
    void extends_the_sign_from_the_high_bit() {
        FrameSamples samples = FrameSamples.of(layout(16, 12, 11, SampleType.SIGNED));
        assertThat(samples.ints(frame(0xFF, 0x0F, 0xFF, 0x07))).containsExactly(-1, 2047);
        assertThat(samples.shorts(frame(0x00, 0x08, 0x01, 0x00))).containsExactly((short) -2048, (short) 1);
    }

    @Test
    void passes_over_bits_above_and_below_the_sample() {
        FrameSamples samples = FrameSamples.of(layout(16, 8, 11, SampleType.UNSIGNED));
        assertThat(samples.ints(frame(0xAF, 0xF5, 0x0F, 0x00))).containsExactly(0x5A, 0);
    }

    @Test
    void reads_cells_that_begin_within_a_byte() {
        assertThat(FrameSamples.of(layout(1, 1, 0, SampleType.UNSIGNED)).ints(frame(0b10)))
                .containsExactly(0, 1);
        assertThat(FrameSamples.of(layout(12, 12, 11, SampleType.UNSIGNED)).ints(frame(0x34, 0xC2, 0xAB)))
                .containsExactly(0x234, 0xABC);
    }

    @Test
    void reads_floating_point_numbers_and_large_ones() {
        ByteBuffer floats = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2f)
                .flip();
        FrameSamples samples = FrameSamples.of(layout(32, 32, 31, SampleType.FLOAT));
        assertThat(samples.floats(floats)).containsExactly(1.5f, -2f);
        assertThat(samples.doubles(floats)).containsExactly(1.5, -2);
        assertThatThrownBy(() -> samples.ints(floats))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("int");
        ByteBuffer longs = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-1)
                .putLong(7)
                .flip();
        FrameSamples unsigned = FrameSamples.of(layout(64, 64, 63, SampleType.UNSIGNED));
        assertThat(unsigned.longs(longs)).containsExactly(-1, 7);
        assertThat(unsigned.doubles(longs)).containsExactly(0x1p64, 7);
    }

    @Test
    void begins_at_the_position_and_leaves_it_there() {
        ByteBuffer frame = frame(9, 9, 1, 2).position(2);
        assertThat(FrameSamples.of(layout(8, 8, 7, SampleType.UNSIGNED)).ints(frame))
                .containsExactly(1, 2);
        assertThat(frame.position()).isEqualTo(2);
    }

    @Test
    void refuses_a_frame_that_is_too_short() {
        assertThatThrownBy(() ->
                        FrameSamples.of(layout(16, 16, 15, SampleType.UNSIGNED)).ints(frame(1, 2, 3)))
                .isInstanceOf(PixelException.class)
                .hasMessage("expected a frame of 4 bytes, found 3");
    }
}
