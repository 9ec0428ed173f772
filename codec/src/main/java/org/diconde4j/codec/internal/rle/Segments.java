package org.diconde4j.codec.internal.rle;

import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/**
 * Where the bytes of the segments stand in a frame whose cells are whole bytes (PS3.5 G.2).
 *
 * @param layout the frame
 * @param cellBytes bytes of a cell
 * @param count how many segments there are
 */
record Segments(PixelDescription layout, int cellBytes, int count) {
    /** Bytes of the header: a count and 15 offsets (PS3.5 G.5). */
    static final int HEADER = 64;

    static final int MOST = 15;

    /** What an array can hold. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

    /**
     * The segments of a layout.
     *
     * @throws PixelException if its cells are no bytes, or make too many segments
     */
    static Segments of(PixelDescription layout) {
        int bytes = layout.bitsAllocated() / 8;
        int count = layout.samplesPerPixel() * bytes;
        if (layout.bitsAllocated() % 8 != 0 || layout.isSubsampled()) {
            throw new PixelException("RLE Lossless is of cells of 1, 8, 16, 24 … bits, not of " + layout);
        }
        if (layout.frameLength() > MOST_BYTES) {
            throw new PixelException("expected frames of at most " + MOST_BYTES + " bytes, found " + layout);
        }
        if (count > MOST) {
            throw new PixelException(
                    "RLE Lossless has at most " + MOST + " segments (PS3.5 G.5), expected " + count + " for " + layout);
        }
        return new Segments(layout, bytes, count);
    }

    /** Bytes of a segment when decoded, which all have the same length. */
    int length() {
        return Math.toIntExact((long) layout.rows() * layout.columns());
    }

    /** Where the first byte of a segment stands in the frame. */
    int first(int segment) {
        int sample = segment / cellBytes;
        int fromBelow = cellBytes - 1 - segment % cellBytes;
        return sample * cellBytes * (layout.planar() ? length() : 1) + fromBelow;
    }

    /** From one byte of a segment to the next one in the frame. */
    int step() {
        return layout.planar() ? cellBytes : cellBytes * layout.samplesPerPixel();
    }
}
