package org.diconde4j.codec.internal.htj2k;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HtBlockTest {
    private static final int[][] SIZES = {
        {1, 1}, {2, 2}, {1, 7}, {7, 1}, {3, 3}, {4, 4}, {5, 9}, {16, 6}, {31, 33}, {32, 32}, {64, 64}, {64, 3},
        {4, 1024}, {1024, 4}, {1023, 3}, {1, 1024}, {128, 32}
    };

    private final HtBlockEncoder encoder = new HtBlockEncoder();
    private final HtBlockDecoder decoder = new HtBlockDecoder();

    @Test
    void the_codes_of_each_context_leave_no_bits_without_meaning() {
        for (String[] table : new String[][] {CxtVlcCodes.FIRST_ROW, CxtVlcCodes.OTHER_ROWS}) {
            int[] meanings = new int[8 * 128];
            CxtVlcCodes.each(table, (context, rho, offset, known, reached, word, length) -> {
                for (int bits = word; bits < 128; bits += 1 << length) {
                    meanings[context * 128 + bits]++;
                }
                assertThat(reached & ~known).as("ε_1 without ε_k").isZero();
                assertThat(known & ~rho).as("ε_k without ρ").isZero();
            });
            assertThat(meanings).containsOnly(1);
        }
    }

    @Test
    void blocks_come_back_whatever_they_hold() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int[] size = SIZES[seed % SIZES.length];
            int planes = 1 + random.nextInt(30);
            int[] samples = block(random, size[0] * size[1], planes);
            int length = encoder.encode(samples, 0, size[0], size[0], size[1], 0);
            byte[] bytes = Arrays.copyOf(encoder.bytes(), length);
            assertThat(hasMarker(bytes, length)).as("seed %d: a marker", seed).isFalse();
            int[] decoded = new int[samples.length];
            String wrong =
                    decoder.decode(bytes, 0, length, 0, 0, 1, size[0], size[1], planes, 1, false, decoded, 0, size[0]);
            assertThat(wrong).as("seed %d", seed).isNull();
            for (int i = 0; i < samples.length; i++) {
                assertThat(signMagnitude(decoded[i] < 0, (decoded[i] & Integer.MAX_VALUE) >> 1))
                        .as("seed %d, sample %d of %s", seed, i, Arrays.toString(size))
                        .isEqualTo(samples[i]);
            }
        }
    }

    @Test
    void bits_that_are_left_out_are_replaced_by_the_middle_of_what_they_can_be() {
        Random random = new Random(7);
        int[] samples = block(random, 32 * 32, 12);
        int length = encoder.encode(samples, 0, 32, 32, 32, 5);
        int[] decoded = new int[samples.length];
        assertThat(decoder.decode(encoder.bytes(), 0, length, 0, 0, 1, 32, 32, 7, 6, true, decoded, 0, 32))
                .isNull();
        for (int i = 0; i < samples.length; i++) {
            int kept = (samples[i] & Integer.MAX_VALUE) >> 5;
            int expected = kept == 0 ? 0 : kept << 6 | 32 | (samples[i] < 0 ? 1 << 31 : 0);
            assertThat(decoded[i]).as("sample %d", i).isEqualTo(expected);
        }
    }

    @Test
    void refinement_passes_add_a_bit_plane() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int[] size = SIZES[seed % SIZES.length];
            int planes = 4 + random.nextInt(20);
            int plane = 1 + random.nextInt(3);
            boolean causal = random.nextBoolean();
            int[] samples = block(random, size[0] * size[1], planes);
            RefinementCoder coder = new RefinementCoder(samples, size[0], size[1], plane, causal);
            int length = encoder.encode(samples, 0, size[0], size[0], size[1], plane);
            byte[] bytes = Arrays.copyOf(encoder.bytes(), length + coder.propagation.length + coder.refinement.length);
            System.arraycopy(coder.propagation, 0, bytes, length, coder.propagation.length);
            System.arraycopy(coder.refinement, 0, bytes, length + coder.propagation.length, coder.refinement.length);
            int[] decoded = new int[samples.length];
            String wrong = decoder.decode(
                    bytes,
                    0,
                    length,
                    length,
                    bytes.length - length,
                    3,
                    size[0],
                    size[1],
                    planes - plane,
                    plane + 1,
                    causal,
                    decoded,
                    0,
                    size[0]);
            assertThat(wrong).as("seed %d", seed).isNull();
            assertThat(decoded).as("seed %d of %s", seed, Arrays.toString(size)).isEqualTo(coder.expected);
        }
    }

    @Test
    void says_what_is_wrong_with_lengths() {
        int[] decoded = new int[64];
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0};
        assertThat(decode(bytes, 1, decoded)).isEqualTo("expected a cleanup pass of at least 2 bytes, found 1");
        assertThat(decode(bytes, 8, decoded)).isEqualTo("expected 2 to 8 bytes of MEL and VLC, found 0");
        bytes[7] = 1; // the upper eight bits of twelve
        assertThat(decode(bytes, 8, decoded)).isEqualTo("expected 2 to 8 bytes of MEL and VLC, found 16");
    }

    @Test
    void damaged_blocks_are_decoded_or_refused_in_bounded_time() {
        int count = Integer.getInteger("diconde4j.mutations", 400) * 10;
        long start = Long.getLong("diconde4j.mutationSeed", 20_240_315);
        int[] decoded = new int[4096];
        for (long seed = start; seed < start + count; seed++) {
            Random random = new Random(seed);
            int[] size = SIZES[random.nextInt(SIZES.length)];
            int planes = 1 + random.nextInt(30);
            int length = encoder.encode(block(random, size[0] * size[1], planes), 0, size[0], size[0], size[1], 0);
            byte[] bytes = Arrays.copyOf(encoder.bytes(), length + random.nextInt(64));
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int cleanup = random.nextInt(3) == 0 ? random.nextInt(length + 1) : length;
            int passes = 1 + random.nextInt(3);
            try {
                decoder.decode(
                        bytes,
                        0,
                        cleanup,
                        cleanup,
                        bytes.length - cleanup,
                        passes,
                        size[0],
                        size[1],
                        1 + random.nextInt(30),
                        1,
                        random.nextBoolean(),
                        decoded,
                        0,
                        size[0]);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private String decode(byte[] bytes, int cleanup, int[] decoded) {
        return decoder.decode(bytes, 0, cleanup, cleanup, 0, 1, 8, 8, 8, 1, false, decoded, 0, 8);
    }

    private static int signMagnitude(boolean negative, int magnitude) {
        return negative ? magnitude | Integer.MIN_VALUE : magnitude;
    }

    static int[] block(Random random, int count, int planes) {
        int[] samples = new int[count];
        int kind = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int magnitude = switch (kind) {
                case 0 -> random.nextInt() >>> 32 - planes; // noise
                case 1 -> random.nextInt(8) == 0 ? random.nextInt() >>> 32 - planes : 0; // sparse
                case 2 -> random.nextInt() >>> 31 - random.nextInt(planes); // any size
                default -> i % 97 == 0 ? (1 << planes) - 1 : i % 5 == 0 ? 1 : 0; // extreme
            };
            samples[i] = signMagnitude(magnitude > 0 && random.nextBoolean(), magnitude);
        }
        return samples;
    }

    private static boolean hasMarker(byte[] bytes, int length) {
        for (int i = 0; i + 1 < length; i++) {
            if (bytes[i] == -1 && (bytes[i + 1] & 0xFF) > 0x8F) {
                return true;
            }
        }
        return bytes[length - 1] == -1;
    }
}
