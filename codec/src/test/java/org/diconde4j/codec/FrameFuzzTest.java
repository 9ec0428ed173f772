package org.diconde4j.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.diconde4j.codec.internal.jpeg.JpegCodec;
import org.diconde4j.codec.internal.jpeg2000.Jpeg2000Codec;
import org.diconde4j.codec.internal.jpegls.JpegLsCodec;
import org.diconde4j.codec.internal.rle.RleCodec;
import org.diconde4j.dict.UID;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames that mean harm, to each decoder, as {@link FuzzedFrame} reads them from the input: decoded or refused, in little
 * time and memory. In every build the seeds alone; docs/reliability.md has the command for more.
 */
public class FrameFuzzTest {
    /** Seeds of what one of our encoders makes, and others can make. */
    public static Stream<byte[]> rle() {
        return FuzzSeeds.of(new RleCodec(), UID.RLELossless);
    }

    /** Baseline, extended, lossless; progressive ones are made by others. */
    public static Stream<byte[]> jpeg() {
        return Stream.of(
                        FuzzSeeds.of(new JpegCodec(), UID.JPEGBaseline8Bit),
                        FuzzSeeds.of(new JpegCodec(), UID.JPEGExtended12Bit),
                        FuzzSeeds.of(new JpegCodec(), UID.JPEGLossless),
                        FuzzSeeds.progressive())
                .flatMap(seeds -> seeds);
    }

    /** Lossless and near-lossless, and with components that have fewer samples than others. */
    public static Stream<byte[]> jpegLs() {
        return Stream.of(
                        FuzzSeeds.of(new JpegLsCodec(), UID.JPEGLSLossless),
                        FuzzSeeds.of(new JpegLsCodec(), UID.JPEGLSNearLossless),
                        FuzzSeeds.subsampled())
                .flatMap(seeds -> seeds);
    }

    /** Our encoder's and OpenJPEG's. */
    public static Stream<byte[]> jpeg2000() {
        return Stream.concat(FuzzSeeds.of(new Jpeg2000Codec(), UID.JPEG2000), FuzzSeeds.openJpeg());
    }

    /** Our encoder's. */
    public static Stream<byte[]> highThroughput() {
        return FuzzSeeds.of(new Jpeg2000Codec(), UID.HTJ2K);
    }

    @MethodSource("rle")
    @FuzzTest
    public void rle_frames_are_decoded_or_refused(byte[] input) {
        FuzzedFrame.check(new RleCodec(), UID.RLELossless, input);
    }

    @MethodSource("jpeg")
    @FuzzTest
    public void jpeg_frames_are_decoded_or_refused(byte[] input) {
        FuzzedFrame.check(new JpegCodec(), UID.JPEGBaseline8Bit, input);
    }

    @MethodSource("jpegLs")
    @FuzzTest
    public void jpeg_ls_frames_are_decoded_or_refused(byte[] input) {
        FuzzedFrame.check(new JpegLsCodec(), UID.JPEGLSNearLossless, input);
    }

    @MethodSource("jpeg2000")
    @FuzzTest
    public void jpeg_2000_frames_are_decoded_or_refused(byte[] input) {
        FuzzedFrame.check(new Jpeg2000Codec(), UID.JPEG2000, input);
    }

    @MethodSource("highThroughput")
    @FuzzTest
    public void high_throughput_frames_are_decoded_or_refused(byte[] input) {
        FuzzedFrame.check(new Jpeg2000Codec(), UID.HTJ2K, input);
    }
}
