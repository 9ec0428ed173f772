package org.diconde4j.codec.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.codec.internal.jpegls.JpegLsCodec;
import org.diconde4j.codec.internal.rle.RleCodec;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;

/**
 * RLE and JPEG-LS frames that were changed: decoded or refused, in little memory, and nothing beside the target is touched.
 * How many: system property {@code diconde4j.mutations}; from which seed: {@code diconde4j.mutationSeed}.
 */
class LosslessDamageTest {
    private static final int COUNT = Integer.getInteger("diconde4j.mutations", 2000);
    private static final long SEED = Long.getLong("diconde4j.mutationSeed", 20_261_126);
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The second bytes of markers, which are put where they don't belong. */
    private static final int[] MARKERS = {0xF7, 0xF8, 0xDA, 0xDC, 0xDD, 0xD0, 0xD8, 0xD9, 0xE8};

    private record Sample(FrameCodec codec, String syntax, PixelDescription layout, byte[] encoded) {}

    private static List<Sample> samples(Random random) {
        List<Sample> samples = new ArrayList<>();
        TestFrame.Content[] contents = TestFrame.Content.values();
        String[] interleaves = {"none", "line", "sample"};
        for (int i = 0; i < 40; i++) {
            PixelDescription layout = TestFrame.layout(
                    1 + random.nextInt(24),
                    1 + random.nextInt(24),
                    1 + random.nextInt(4),
                    2 + random.nextInt(15),
                    random.nextInt(4) == 0);
            TestFrame frame = TestFrame.of(layout, contents[i % contents.length], random);
            EncodeOptions options =
                    EncodeOptions.DEFAULT.with(CodecOptions.JPEGLS_INTERLEAVE, interleaves[random.nextInt(3)]);
            boolean rle = random.nextInt(3) == 0;
            FrameCodec codec = rle ? new RleCodec() : new JpegLsCodec();
            String syntax = rle ? UID.RLELossless : UID.JPEGLSLossless;
            samples.add(new Sample(codec, syntax, layout, frame.encoded(codec, syntax, options)));
        }
        return samples;
    }

    @Test
    void changed_frames_are_decoded_or_refused_and_nothing_else() {
        List<Sample> samples = samples(new Random(SEED));
        byte[] around = new byte[1 << 14];
        for (int i = 0; i < COUNT; i++) {
            Random random = new Random(SEED + i);
            Sample sample = samples.get(random.nextInt(samples.size()));
            byte[] changed = changed(sample.encoded(), random);
            int[] told = {0};
            DecodeOptions options = DecodeOptions.DEFAULT.withDeviations(deviation -> told[0]++);
            if (random.nextBoolean()) {
                options = options.withTolerance();
            }
            int length = (int) sample.layout().frameLength();
            Arrays.fill(around, (byte) 0x55);
            long before = THREAD.getCurrentThreadAllocatedBytes();
            try (FrameDecoder decoder = sample.codec().decoder(sample.syntax(), sample.layout(), options)) {
                decoder.decode(ByteBuffer.wrap(changed), ByteBuffer.wrap(around, 8, length));
            } catch (PixelException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + SEED + " + " + i + ", " + sample.layout() + ": "
                                + HexFormat.of().formatHex(changed),
                        e);
            }
            assertThat(THREAD.getCurrentThreadAllocatedBytes() - before)
                    .as("memory, seed %d + %d", SEED, i)
                    .isLessThan(4 << 20);
            assertThat(told[0]).as("told, seed %d + %d", SEED, i).isLessThan(2);
            assertThat(around[7]).isEqualTo((byte) 0x55);
            assertThat(around[8 + length]).isEqualTo((byte) 0x55);
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int left = 1 + random.nextInt(4); left > 0 && changed.length > 0; left--) {
            int at = random.nextInt(random.nextInt(3) == 0 ? Math.min(changed.length, 64) : changed.length);
            switch (random.nextInt(7)) {
                case 0 -> changed[at] = (byte) random.nextInt();
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = Arrays.copyOf(changed, random.nextBoolean() ? at : changed.length - 1);
                case 3 -> Arrays.fill(changed, at, Math.min(changed.length, at + 1 + random.nextInt(4)), (byte) -1);
                case 4 -> Arrays.fill(changed, at, Math.min(changed.length, at + 1 + random.nextInt(8)), (byte) 0);
                case 5 -> { // a piece of the frame elsewhere
                    int count = Math.min(random.nextInt(40), changed.length - at);
                    System.arraycopy(changed.clone(), random.nextInt(changed.length - count + 1), changed, at, count);
                }
                default -> {
                    changed[at] = -1;
                    changed[Math.min(at + 1, changed.length - 1)] = (byte) MARKERS[random.nextInt(MARKERS.length)];
                }
            }
        }
        return changed;
    }

    @Test
    void a_frame_that_says_it_is_large_takes_no_memory() {
        PixelDescription layout = TestFrame.layout(9, 9, 1, 16, false);
        byte[] large = TestFrame.of(layout, TestFrame.Content.CONSTANT, new Random(1))
                .encoded(new JpegLsCodec(), UID.JPEGLSLossless, EncodeOptions.DEFAULT);
        Arrays.fill(large, 7, 11, (byte) 0xFF); // SOF55: 65,535 × 65,535
        large[11] = 3; // components, of which two are not there
        for (DecodeOptions options : List.of(DecodeOptions.DEFAULT, DecodeOptions.DEFAULT.withTolerance())) {
            long before = THREAD.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> TestFrame.decoded(new JpegLsCodec(), UID.JPEGLSLossless, layout, options, large))
                    .isInstanceOf(PixelException.class);
            assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
        }
    }

    @Test
    void a_decoder_allocates_little_once_it_is_warm() {
        PixelDescription layout = TestFrame.layout(300, 400, 1, 16, false);
        TestFrame frame = TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(2));
        for (boolean rle : new boolean[] {true, false}) {
            FrameCodec codec = rle ? new RleCodec() : new JpegLsCodec();
            String syntax = rle ? UID.RLELossless : UID.JPEGLSLossless;
            byte[] encoded = frame.encoded(codec, syntax, EncodeOptions.DEFAULT);
            try (FrameDecoder decoder = codec.decoder(syntax, layout, DecodeOptions.DEFAULT)) {
                ByteBuffer target = ByteBuffer.allocate((int) layout.frameLength());
                decoder.decode(ByteBuffer.wrap(encoded), target);
                decoder.decode(ByteBuffer.wrap(encoded), target.clear()); // the first to compare with a frame before it
                long before = THREAD.getCurrentThreadAllocatedBytes();
                decoder.decode(ByteBuffer.wrap(encoded), target.clear());
                assertThat(THREAD.getCurrentThreadAllocatedBytes() - before)
                        .as(syntax)
                        .isLessThan(64 << 10);
            }
        }
    }
}
