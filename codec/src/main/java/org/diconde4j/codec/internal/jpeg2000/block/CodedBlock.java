package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * A code-block as the packets gave it: its bytes, put together from all layers, in codeword segments. One object is filled
 * again and again; each thread has its own.
 */
public final class CodedBlock {
    /** Bytes behind each segment that may be read: FF FF, which no segment holds. */
    public static final int PADDING = 8;

    /** Samples in a row of the block. */
    public int width;
    /** Rows of the block. */
    public int height;
    /** Bits of {@link BlockStyle}. */
    public int style;
    /** The subband: 0 LL, 1 HL, 2 LH, 3 HH. */
    public int orientation;
    /** Bit-planes of the subband, M_b of E-2, with the shift of a region of interest. */
    public int bitPlanes;
    /** The lowest bit-plane of a region of interest (H.1), or 0; what becomes significant in one below is not in it. */
    public int regionShift;
    /** Bit-planes without a single 1 above the first coded one. */
    public int zeroBitPlanes;
    /** Whether the block is coded by high throughput; in a mixed style some are. */
    public boolean highThroughput;
    /** Coding passes in all segments. */
    public int passes;

    /** Bytes of the segments, each followed by {@link #PADDING}. */
    public byte[] data = new byte[8192];
    /** How many segments there are. */
    public int segments;
    /** Where each segment begins in the data. */
    public int[] start = new int[64];
    /** Bytes of each segment, without padding. */
    public int[] length = new int[64];
    /** Coding passes of each segment. */
    public int[] segmentPasses = new int[64];

    private int end;

    /** Begins anew. */
    public void clear() {
        segments = 0;
        passes = 0;
        end = 0;
    }

    /** Adds a segment without bytes. */
    public void beginSegment() {
        endSegment();
        if (segments == start.length) {
            start = Arrays.copyOf(start, 2 * segments);
            length = Arrays.copyOf(length, 2 * segments);
            segmentPasses = Arrays.copyOf(segmentPasses, 2 * segments);
        }
        start[segments] = end;
        length[segments] = 0;
        segmentPasses[segments] = 0;
        segments++;
    }

    /** Adds what one packet brought to the last segment. */
    public void append(byte[] source, int from, int bytes, int morePasses) {
        reserve(bytes);
        System.arraycopy(source, from, data, end, bytes);
        end += bytes;
        length[segments - 1] += bytes;
        segmentPasses[segments - 1] += morePasses;
        passes += morePasses;
    }

    /** Pads the last segment; after the last append. */
    public void endSegment() {
        if (segments > 0) {
            reserve(0);
            Arrays.fill(data, end, end + PADDING, (byte) 0xFF);
            end += PADDING;
        }
    }

    private void reserve(int bytes) {
        int needed = end + bytes + PADDING;
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, 2 * data.length));
        }
    }
}
