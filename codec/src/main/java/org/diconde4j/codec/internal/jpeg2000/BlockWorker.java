package org.diconde4j.codec.internal.jpeg2000;

import java.util.Arrays;
import org.diconde4j.codec.internal.jpeg2000.block.BlockDecoder;
import org.diconde4j.codec.internal.jpeg2000.block.CodedBlock;
import org.diconde4j.codec.internal.jpeg2000.block.EbcotDecoder;
import org.diconde4j.codec.internal.jpeg2000.block.HighThroughputDecoder;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Plane;
import org.jspecify.annotations.Nullable;

/** Decodes code-blocks and puts their coefficients into subbands. Keeps its memory; one thread at a time. */
final class BlockWorker {
    /** A coefficient is an int of sign, magnitude and half a step. */
    private static final int MOST_BIT_PLANES = 30;

    private static final int MAGNITUDE = Integer.MAX_VALUE;

    private final CodedBlock block = new CodedBlock();
    private final BlockDecoder original = new EbcotDecoder();
    private final BlockDecoder highThroughput = new HighThroughputDecoder();
    private final int[] coefficients = new int[4096];

    /** What holds for all code-blocks of one subband. */
    record Target(
            Subband band, Plane plane, boolean reversible, int style, int bitPlanes, int regionShift, float halfStep) {
        /** Whether any of a code-block is wanted. */
        boolean wants(int column, int row) {
            return band.blockX1(column) > plane.x0
                    && band.blockX0(column) < plane.x1
                    && band.blockY1(row) > plane.y0
                    && band.blockY0(row) < plane.y1;
        }
    }

    /** Decodes a block of the store; says what is wrong with it, or null. */
    @Nullable
    String decode(BlockStore store, int number, byte[] data, Target target) {
        Subband band = target.band;
        int column = store.column[number];
        int row = store.row[number];
        int left = band.blockX0(column);
        int top = band.blockY0(row);
        int right = band.blockX1(column);
        int bottom = band.blockY1(row);
        store.load(number, data, block);
        block.width = right - left;
        block.height = bottom - top;
        block.style = target.style;
        block.orientation = band.orientation;
        block.bitPlanes = target.bitPlanes;
        block.regionShift = block.highThroughput ? 0 : target.regionShift;
        int planes = block.bitPlanes - block.zeroBitPlanes;
        int most = planes > block.regionShift ? block.regionShift + MOST_BIT_PLANES : MOST_BIT_PLANES;
        String problem = null;
        if (block.passes > 0 && planes > 0 && (planes <= most || block.highThroughput)) {
            if (!(block.highThroughput ? highThroughput : original).decode(block, coefficients, 0, block.width)) {
                problem = "a code-block is damaged";
            }
        } else {
            Arrays.fill(coefficients, 0, block.width * block.height, 0);
            if (block.passes > 0) {
                problem = "a code-block has " + planes + " bit-planes, expected 1 to " + most;
            }
        }
        if (target.regionShift > 0 && block.highThroughput) {
            unshift(coefficients, block.width * block.height, target.regionShift);
        }
        Plane plane = target.plane;
        int from = Math.max(left, plane.x0);
        int count = Math.min(right, plane.x1) - from;
        for (int y = Math.max(top, plane.y0); y < Math.min(bottom, plane.y1); y++) {
            int source = (y - top) * block.width + from - left;
            int to = plane.row(y) + from - plane.x0;
            if (target.reversible) {
                whole(coefficients, source, plane.ints, to, count);
            } else {
                scaled(coefficients, source, plane.floats, to, count, target.halfStep);
            }
        }
        return problem;
    }

    /** What was shifted over all the rest belongs to the region of interest (H.1). */
    private static void unshift(int[] values, int count, int shift) {
        if (shift >= MOST_BIT_PLANES) {
            return; // nothing decoded is as large
        }
        for (int i = 0; i < count; i++) {
            int magnitude = values[i] & MAGNITUDE;
            if (magnitude >> 1 >= 1 << shift) {
                values[i] = magnitude >> shift | values[i] & ~MAGNITUDE;
            }
        }
    }

    private static void whole(int[] from, int at, int[] to, int first, int count) {
        for (int i = 0; i < count; i++) {
            int value = from[at + i];
            int sign = value >> 31;
            to[first + i] = ((value & MAGNITUDE) >> 1 ^ sign) - sign;
        }
    }

    private static void scaled(int[] from, int at, float[] to, int first, int count, float factor) {
        for (int i = 0; i < count; i++) {
            int value = from[at + i];
            int sign = value >> 31;
            to[first + i] = (((value & MAGNITUDE) ^ sign) - sign) * factor;
        }
    }
}
