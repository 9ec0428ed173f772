package org.diconde4j.pixel;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.Deviation;

/**
 * How the pixels of one image are laid out: the Image Pixel Module (PS3.3 C.7.6.3), or one of its floating point
 * counterparts (C.7.6.24, C.7.6.25). Lengths are those of native frames (PS3.5 8.1); of compressed pixel data they say
 * what a frame decodes to.
 *
 * <p>Any layout that bits can have is described, also those that no SOP class allows today: 12 bits allocated, four
 * samples, 64-bit integers. Whether a file holds as many bytes as it announces is seen by {@link Frames}.
 *
 * @param rows Rows (0028,0010), at least 1
 * @param columns Columns (0028,0011), at least 1
 * @param frames Number of Frames (0028,0008), at least 1
 * @param samplesPerPixel Samples per Pixel (0028,0002), at least 1
 * @param photometricInterpretation Photometric Interpretation (0028,0004), such as {@code MONOCHROME2}
 * @param planar whether a frame has one plane for each sample: Planar Configuration (0028,0006) is 1
 * @param bitsAllocated Bits Allocated (0028,0100), 1 to 64
 * @param bitsStored Bits Stored (0028,0101), 1 to bits allocated
 * @param highBit High Bit (0028,0102), from bits stored - 1 to bits allocated - 1
 * @param sampleType what a sample is
 */
public record PixelDescription(
        int rows,
        int columns,
        int frames,
        int samplesPerPixel,
        String photometricInterpretation,
        boolean planar,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        SampleType sampleType) {

    /**
     * Checks that the parts fit each other.
     *
     * @param rows Rows (0028,0010), at least 1
     * @param columns Columns (0028,0011), at least 1
     * @param frames Number of Frames (0028,0008), at least 1
     * @param samplesPerPixel Samples per Pixel (0028,0002), at least 1
     * @param photometricInterpretation Photometric Interpretation (0028,0004), such as {@code MONOCHROME2}
     * @param planar whether a frame has one plane for each sample: Planar Configuration (0028,0006) is 1
     * @param bitsAllocated Bits Allocated (0028,0100), 1 to 64
     * @param bitsStored Bits Stored (0028,0101), 1 to bits allocated
     * @param highBit High Bit (0028,0102), from bits stored - 1 to bits allocated - 1
     * @param sampleType what a sample is
     * @throws PixelException if one is out of its range
     */
    public PixelDescription {
        require(rows >= 1 && rows <= 0xFFFF, "Rows", rows, "1 to 65535");
        require(columns >= 1 && columns <= 0xFFFF, "Columns", columns, "1 to 65535");
        require(frames >= 1, "Number of Frames", frames, "at least 1");
        require(samplesPerPixel >= 1 && samplesPerPixel <= 0xFFFF, "Samples per Pixel", samplesPerPixel, "1 to 65535");
        require(bitsAllocated >= 1 && bitsAllocated <= 64, "Bits Allocated", bitsAllocated, "1 to 64");
        require(bitsStored >= 1 && bitsStored <= bitsAllocated, "Bits Stored", bitsStored, "1 to " + bitsAllocated);
        require(
                highBit >= bitsStored - 1 && highBit < bitsAllocated,
                "High Bit",
                highBit,
                bitsStored - 1 + " to " + (bitsAllocated - 1));
    }

    private static void require(boolean condition, String what, int found, String expected) {
        if (!condition) {
            throw new PixelException(what + " is " + found + ", expected " + expected);
        }
    }

    /**
     * Reads the description of a data set, or of an item such as one of Icon Image Sequence (0088,0200).
     *
     * @param dataset has Rows, Columns and what else describes pixels
     * @return the description
     * @throws PixelException if there is no sense in it
     */
    public static PixelDescription of(Dataset dataset) {
        return of(dataset, deviation -> {});
    }

    /**
     * Reads the description of a data set, or of an item such as one of Icon Image Sequence (0088,0200).
     *
     * @param dataset has Rows, Columns and what else describes pixels
     * @param deviations is told of each value that is missing or cannot be, and for which another one is taken
     * @return the description
     * @throws PixelException if Rows, Columns or Bits Allocated is missing or cannot be, as nothing can stand for them
     */
    public static PixelDescription of(Dataset dataset, Consumer<Deviation> deviations) {
        return new DescriptionReader(dataset, deviations).read();
    }

    /**
     * Whether chrominance has fewer samples than luminance in native frames, so that frames are shorter than pixels
     * times samples (PS3.3 C.7.6.3.1.2).
     *
     * @return true for three samples of YBR_FULL_422, YBR_PARTIAL_422 and YBR_PARTIAL_420
     */
    public boolean isSubsampled() {
        return samplesPerPixel == 3
                && (photometricInterpretation.equals("YBR_FULL_422")
                        || photometricInterpretation.equals("YBR_PARTIAL_422")
                        || photometricInterpretation.equals("YBR_PARTIAL_420"));
    }

    /**
     * Samples that a native frame has.
     *
     * @return the number; of subsampled frames two or one and a half a pixel
     */
    public long frameSamples() {
        if (!isSubsampled()) {
            return (long) rows * columns * samplesPerPixel;
        }
        long pairs = (columns + 1) / 2;
        return photometricInterpretation.endsWith("422")
                ? rows * pairs * 4
                : (long) rows * columns + 2 * pairs * ((rows + 1) / 2);
    }

    /**
     * Bits of a native frame. Native frames follow each other without padding, so that one of single bits need not begin
     * on a byte (PS3.5 8.1.1).
     *
     * @return the number
     */
    public long frameBits() {
        return frameSamples() * bitsAllocated;
    }

    /**
     * Bytes of one frame that stands by itself, the last byte filled up.
     *
     * @return the number
     */
    public long frameLength() {
        return (frameBits() + 7) / 8;
    }

    /**
     * Sees to it that a buffer holds one frame and no more.
     *
     * @param frame what is left in it is the frame
     * @throws PixelException if that is shorter or longer than {@link #frameLength}
     */
    public void requireFrame(ByteBuffer frame) {
        if (frame.remaining() != frameLength()) {
            throw new PixelException("expected a frame of " + frameLength() + " bytes, found " + frame.remaining());
        }
    }

    /**
     * Bytes of all native frames together, the last byte filled up, without the padding to an even length.
     *
     * @return the number
     * @throws PixelException if it is over 2^63 - 1 bits
     */
    public long nativeLength() {
        try {
            return Math.addExact(Math.multiplyExact(frameBits(), frames), 7) / 8;
        } catch (ArithmeticException e) {
            throw new PixelException(frames + " frames of " + frameLength() + " bytes are more than can be counted", e);
        }
    }

    /**
     * The same with another number of frames.
     *
     * @param count at least 1
     * @return a changed copy
     */
    public PixelDescription withFrames(int count) {
        return new PixelDescription(
                rows,
                columns,
                count,
                samplesPerPixel,
                photometricInterpretation,
                planar,
                bitsAllocated,
                bitsStored,
                highBit,
                sampleType);
    }

    /**
     * The same with other colours.
     *
     * @param samples Samples per Pixel
     * @param photometric Photometric Interpretation
     * @param planes whether a frame has one plane for each sample
     * @return a changed copy
     */
    public PixelDescription withColour(int samples, String photometric, boolean planes) {
        return new PixelDescription(
                rows, columns, frames, samples, photometric, planes, bitsAllocated, bitsStored, highBit, sampleType);
    }

    /**
     * The same in cells of another size.
     *
     * @param allocated Bits Allocated
     * @param stored Bits Stored
     * @param high High Bit
     * @return a changed copy
     */
    public PixelDescription withBits(int allocated, int stored, int high) {
        return new PixelDescription(
                rows,
                columns,
                frames,
                samplesPerPixel,
                photometricInterpretation,
                planar,
                allocated,
                stored,
                high,
                sampleType);
    }

    /**
     * The same with other sizes, for a decoder that gives a part of the image or a smaller one.
     *
     * @param height Rows
     * @param width Columns
     * @return a changed copy
     */
    public PixelDescription withSize(int height, int width) {
        return new PixelDescription(
                height,
                width,
                frames,
                samplesPerPixel,
                photometricInterpretation,
                planar,
                bitsAllocated,
                bitsStored,
                highBit,
                sampleType);
    }

    /** In one line, such as {@code 512 × 512 × 3 frames, MONOCHROME2, 12 of 16 bits, unsigned}. */
    @Override
    public String toString() {
        return columns + " × " + rows + (frames == 1 ? "" : " × " + frames + " frames") + ", "
                + photometricInterpretation
                + (samplesPerPixel == 1 ? "" : " of " + samplesPerPixel + " samples" + (planar ? ", planar" : ""))
                + ", "
                + (bitsStored == bitsAllocated ? "" : bitsStored + " of ")
                + bitsAllocated
                + (bitsAllocated == 1 ? " bit" : " bits")
                + (highBit == bitsStored - 1 ? "" : " up to bit " + highBit)
                + ", "
                + sampleType.name().toLowerCase(Locale.ROOT);
    }
}
