package org.diconde4j.codec.internal.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Frames that are cut short or changed. How many changes: system property {@code diconde4j.mutations}; from which seed: {@code
 * diconde4j.mutationSeed}. More frames to change, such as progressive ones, are taken from files of 40 × 30 pixels with three
 * components in the folder {@code diconde4j.jpegs}, if it is said.
 */
class JpegDamageTest {
    private static final int COUNT = Integer.getInteger("diconde4j.mutations", 400);
    private static final long SEED = Long.getLong("diconde4j.mutationSeed", 20_240_315);
    private static final JpegCodec CODEC = new JpegCodec();

    private final List<Deviation> told = new ArrayList<>();

    /** An encoded frame and what the data set says of it. */
    private record Sample(String syntax, PixelDescription announced, byte[] encoded) {
        static Sample of(String syntax, PixelDescription layout, EncodeOptions options) {
            TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(3));
            PixelDescription announced;
            try (var encoder = CODEC.encoder(syntax, layout, options)) {
                announced = encoder.output();
            }
            return new Sample(syntax, announced, frame.encoded(CODEC, syntax, options));
        }

        byte[] decoded(DecodeOptions options, byte[] bytes) {
            return TestFrame.decoded(CODEC, syntax, announced, options, bytes);
        }
    }

    private static List<Sample> samples() {
        EncodeOptions plain = EncodeOptions.DEFAULT;
        return List.of(
                Sample.of(UID.JPEGLosslessSV1, TestFrame.layout(9, 14, 1, 16, true), plain),
                Sample.of(
                        UID.JPEGLossless,
                        TestFrame.layout(7, 5, 3, 8, false),
                        plain.with(CodecOptions.JPEG_PREDICTOR, "7")),
                Sample.of(UID.JPEGBaseline8Bit, TestFrame.layout(19, 30, 1, 8, false), plain),
                Sample.of(UID.JPEGBaseline8Bit, TestFrame.layout(17, 35, 3, 8, false), plain),
                Sample.of(UID.JPEGExtended12Bit, TestFrame.layout(20, 21, 1, 12, false), plain));
    }

    @Test
    void every_beginning_of_a_frame_is_refused_or_decoded_as_far_as_it_goes() {
        for (Sample sample : samples()) {
            byte[] encoded = sample.encoded();
            int lastBits = encoded.length - 3; // without EOI a frame is whole
            for (int length = 0; length < lastBits; length++) {
                byte[] part = Arrays.copyOf(encoded, length);
                assertThatThrownBy(() -> sample.decoded(DecodeOptions.DEFAULT, part))
                        .as("%s, first %d bytes", sample.announced(), length)
                        .isInstanceOf(PixelException.class);
                told.clear();
                sample.decoded(DecodeOptions.DEFAULT.withTolerance().withDeviations(told::add), part);
                assertThat(told)
                        .as("%s, first %d bytes", sample.announced(), length)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void the_rows_before_the_damage_are_given() {
        Sample sample = samples().get(0);
        byte[] whole = sample.decoded(DecodeOptions.DEFAULT, sample.encoded());
        byte[] half = sample.decoded(
                DecodeOptions.DEFAULT.withTolerance(),
                Arrays.copyOf(sample.encoded(), sample.encoded().length * 3 / 4));
        int row = 2 * 14;
        assertThat(Arrays.copyOf(half, 3 * row)).isEqualTo(Arrays.copyOf(whole, 3 * row));
        assertThat(Arrays.copyOfRange(half, 8 * row, 9 * row)).containsOnly(0);
    }

    @Test
    void changed_frames_are_decoded_or_refused_and_nothing_else() throws IOException {
        List<Sample> samples = new ArrayList<>(samples());
        String folder = System.getProperty("diconde4j.jpegs");
        if (folder != null) {
            PixelDescription announced = TestFrame.layout(30, 40, 3, 8, false).withColour(3, "YBR_FULL_422", false);
            try (var files = Files.list(Path.of(folder))) {
                for (Path file : files.sorted().toList()) {
                    samples.add(new Sample(
                            UID.JPEGFullProgressionNonHierarchical1012, announced, Files.readAllBytes(file)));
                }
            }
        }
        for (int i = 0; i < COUNT; i++) {
            Random random = new Random(SEED + i);
            Sample sample = samples.get(i % samples.size());
            byte[] changed = changed(sample.encoded(), random);
            DecodeOptions options =
                    random.nextBoolean() ? DecodeOptions.DEFAULT : DecodeOptions.DEFAULT.withTolerance();
            try {
                sample.decoded(options, changed);
            } catch (PixelException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + (SEED + i) + ", " + sample.announced(), e);
            }
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(random.nextBoolean() ? changed.length : Math.min(changed.length, 200));
            switch (random.nextInt(6)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt();
                case 2 -> changed[at] = -1;
                case 3 -> changed[at] = 0;
                case 4 -> { // some bytes go
                    int count = Math.min(1 + random.nextInt(8), changed.length - at - 1);
                    System.arraycopy(changed, at + count, changed, at, changed.length - at - count);
                }
                default -> { // some come twice
                    int count = Math.min(1 + random.nextInt(40), changed.length - at);
                    System.arraycopy(bytes, random.nextInt(bytes.length - count + 1), changed, at, count);
                }
            }
        }
        return changed;
    }

    @Test
    void a_frame_that_says_it_is_large_takes_no_memory() {
        for (Sample sample : samples()) {
            byte[] large = sample.encoded().clone();
            int frame = startOfFrame(large);
            Arrays.fill(large, frame + 5, frame + 9, (byte) 0xFF); // 65,535 × 65,535
            long before = allocated();
            assertThatThrownBy(() -> sample.decoded(DecodeOptions.DEFAULT, large))
                    .isInstanceOf(PixelException.class)
                    .hasMessageContaining("65535");
            assertThat(allocated() - before).isLessThan(4_000_000);
        }
    }

    @Test
    void a_frame_of_many_rows_and_few_columns_takes_no_memory_where_damage_is_tolerated() {
        for (Sample sample : samples()) {
            byte[] tall = sample.encoded().clone();
            // 62,991 × 3, of which each row of blocks is five times as wide
            System.arraycopy(new byte[] {(byte) 0xF6, 0x0F, 0, 3}, 0, tall, startOfFrame(tall) + 5, 4);
            told.clear();
            long before = allocated();
            sample.decoded(DecodeOptions.DEFAULT.withTolerance().withDeviations(told::add), tall);
            assertThat(allocated() - before).isLessThan(1_000_000);
            assertThat(told).anyMatch(deviation -> deviation.problem().contains("62991"));
        }
    }

    @Test
    void a_decoder_allocates_little_once_it_is_warm() {
        Sample sample = Sample.of(UID.JPEGLosslessSV1, TestFrame.layout(300, 400, 1, 12, false), EncodeOptions.DEFAULT);
        try (FrameDecoder decoder = CODEC.decoder(sample.syntax(), sample.announced(), DecodeOptions.DEFAULT)) {
            ByteBuffer target = ByteBuffer.allocate((int) decoder.output().frameLength());
            decoder.decode(ByteBuffer.wrap(sample.encoded()), target);
            long before = allocated();
            decoder.decode(ByteBuffer.wrap(sample.encoded()), target.clear());
            assertThat(allocated() - before).isLessThan(200_000);
        }
    }

    /** Bytes that this thread has allocated. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Where the marker SOF0, SOF1 or SOF3 stands. */
    private static int startOfFrame(byte[] encoded) {
        for (int i = 0; ; i++) {
            int code = encoded[i + 1] & 0xFF;
            if (encoded[i] == -1 && (code == 0xC0 || code == 0xC1 || code == 0xC3)) {
                return i;
            }
        }
    }
}
