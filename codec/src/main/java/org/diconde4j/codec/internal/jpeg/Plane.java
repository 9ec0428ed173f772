package org.diconde4j.codec.internal.jpeg;

import java.util.Arrays;

/** The samples of one component of a frame. Keeps its memory from frame to frame. */
final class Plane {
    int horizontal;
    int vertical;
    /** The greatest sampling factors of the frame. */
    int horizontalMost;

    int verticalMost;
    /** Samples that belong to the image. */
    int width;

    int height;
    /** Blocks in a row and in a column, filled up to whole MCUs. */
    int across;

    int down;
    /** Samples of a row of blocks. */
    int stride;

    short[] samples = {};
    short[] coefficients = {};
    /** In zigzag order. */
    int[] quantization = {};

    /** Whether there was a scan of it. */
    boolean seen;

    /** The last DC coefficient of the scan. */
    int predicted;

    /** Prepares for a frame. */
    void begin(FrameHeader frame, Component component) {
        int columns = frame.columns();
        int rows = frame.rows();
        horizontal = component.horizontal();
        vertical = component.vertical();
        horizontalMost = frame.horizontal();
        verticalMost = frame.vertical();
        width = ceil(columns * horizontal, horizontalMost);
        height = ceil(rows * vertical, verticalMost);
        across = ceil(columns, 8 * horizontalMost) * horizontal;
        down = ceil(rows, 8 * verticalMost) * vertical;
        stride = across * 8;
        seen = false;
        long size = (long) across * down * 64;
        if (size > Integer.MAX_VALUE - 8) {
            throw new JpegFault(0, "a component of " + size + " samples is too large");
        }
        if (samples.length != size) {
            samples = new short[(int) size];
        }
    }

    /** Makes all samples of one value. */
    void fill(int value) {
        Arrays.fill(samples, (short) value);
    }

    /** Makes room for coefficients, which are 0. */
    void clearCoefficients() {
        if (coefficients.length != samples.length) {
            coefficients = new short[samples.length];
        } else {
            Arrays.fill(coefficients, (short) 0);
        }
    }

    static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
