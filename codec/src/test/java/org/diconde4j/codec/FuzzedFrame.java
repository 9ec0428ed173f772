package org.diconde4j.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;

/**
 * What a fuzzer's input is: four bytes say what the data set announces and what the caller wants, the rest is the frame. Held is
 * that no other exception comes than PixelException, nothing is written beside the target, what is given depends on the input
 * alone, and that it takes less than a second of processor time and 8 MiB.
 */
final class FuzzedFrame {
    private static final int HEAD = 4;
    private static final int MOST_EDGE = 64;

    private static final int PLANAR = 0x04;
    private static final int SIGNED = 0x08;
    private static final int TOLERANT = 0x10;
    private static final int TWICE = 0x20;
    private static final int HALVED = 0x40;
    private static final int PART = 0x80;

    private static final int SINGLE_BITS = 0x80;
    private static final int YBR = 0x40;

    private static final long MOST_NANOS = 1_000_000_000;
    private static final long MOST_BYTES = 8 << 20;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FuzzedFrame() {}

    /** An input with this frame in it, to be decoded whole and twice. */
    static byte[] input(PixelDescription layout, boolean tolerant, byte[] encoded) {
        byte[] input = new byte[HEAD + encoded.length];
        input[0] = (byte) (layout.rows() - 1);
        input[1] = (byte) (layout.columns() - 1);
        input[2] = (byte) (layout.samplesPerPixel() - 1
                | (layout.planar() ? PLANAR : 0)
                | (layout.sampleType() == SampleType.SIGNED ? SIGNED : 0)
                | (tolerant ? TOLERANT : 0)
                | TWICE);
        input[3] = (byte) (layout.bitsStored() - 1
                | (layout.bitsAllocated() == 1 ? SINGLE_BITS : 0)
                | (layout.photometricInterpretation().startsWith("YBR") ? YBR : 0));
        System.arraycopy(encoded, 0, input, HEAD, encoded.length);
        return input;
    }

    private static PixelDescription layout(byte[] input) {
        int samples = 1 + (input[2] & 3);
        int stored = 1 + (input[3] & 31);
        boolean single = (input[3] & SINGLE_BITS) != 0;
        String three = (input[3] & YBR) != 0 ? "YBR_FULL_422" : "RGB";
        return new PixelDescription(
                1 + (input[0] & MOST_EDGE - 1),
                1 + (input[1] & MOST_EDGE - 1),
                1,
                samples,
                samples == 3 ? three : "MONOCHROME2",
                (input[2] & PLANAR) != 0,
                single ? 1 : stored <= 8 ? 8 : stored <= 16 ? 16 : 32,
                single ? 1 : stored,
                single ? 0 : stored - 1,
                (input[2] & SIGNED) != 0 ? SampleType.SIGNED : SampleType.UNSIGNED);
    }

    private static DecodeOptions options(PixelDescription layout, byte[] input) {
        DecodeOptions options = DecodeOptions.DEFAULT.withReduction((input[2] & HALVED) != 0 ? 1 : 0);
        if ((input[2] & TOLERANT) != 0) {
            options = options.withTolerance();
        }
        if ((input[2] & PART) == 0) {
            return options;
        }
        int x = layout.columns() / 3;
        int y = layout.rows() / 3;
        return options.withRegion(
                new DecodeOptions.Region(x, y, (layout.columns() - x + 1) / 2, (layout.rows() - y + 1) / 2));
    }

    /** Decodes, or is refused. */
    static void check(FrameCodec codec, String syntax, byte[] input) {
        if (input.length >= HEAD
                && !isCheap(codec, syntax, input, System::nanoTime)
                && !isCheap(codec, syntax, input, THREAD::getCurrentThreadCpuTime)) {
            throw new AssertionError("a frame of " + (input.length - HEAD) + " bytes, " + layout(input)
                    + ", takes a second of processor time or more than " + MOST_BYTES + " bytes of memory");
        }
    }

    /**
     * Whether little was needed. The first time, classes may be loaded, and the time of the wall is enough: to ask for that of the
     * processor takes longer than to decode most inputs.
     */
    private static boolean isCheap(FrameCodec codec, String syntax, byte[] input, LongSupplier clock) {
        long bytes = THREAD.getCurrentThreadAllocatedBytes();
        long nanos = clock.getAsLong();
        PixelDescription layout = layout(input);
        ByteBuffer frame = ByteBuffer.wrap(input, HEAD, input.length - HEAD);
        try (FrameDecoder decoder = codec.decoder(syntax, layout, options(layout, input))) {
            byte[] decoded = decoded(decoder, frame, (byte) 0x55);
            if ((input[2] & TWICE) != 0 && !Arrays.equals(decoded, decoded(decoder, frame, (byte) 0xAA))) {
                throw new AssertionError("decoded again, the frame of " + layout + " is another one");
            }
        } catch (PixelException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("refused without a word", e);
            }
        }
        return clock.getAsLong() - nanos < MOST_NANOS && THREAD.getCurrentThreadAllocatedBytes() - bytes < MOST_BYTES;
    }

    private static byte[] decoded(FrameDecoder decoder, ByteBuffer frame, byte before) {
        int length = (int) decoder.output().frameLength();
        byte[] around = new byte[length + 2];
        Arrays.fill(around, before);
        ByteBuffer target = ByteBuffer.wrap(around, 1, length);
        decoder.decode(frame.duplicate(), target);
        if (target.hasRemaining() || around[0] != before || around[length + 1] != before) {
            throw new AssertionError(
                    "expected " + length + " bytes and no others, " + target.remaining() + " are left");
        }
        return Arrays.copyOfRange(around, 1, length + 1);
    }
}
