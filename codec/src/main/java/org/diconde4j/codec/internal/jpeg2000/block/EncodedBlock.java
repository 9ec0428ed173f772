package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;

/**
 * A code-block as a {@link BlockEncoder} leaves it: bytes, and where its coding passes end in them. Keeps its memory from
 * one block to the next.
 */
public final class EncodedBlock {
    private byte[] bytes = {};
    private int passes;
    private int bitPlanes;
    private int[] starts = {};
    private int[] ends = {};
    private double[] fallen = {};
    private boolean[] terminated = {};
    private float[] slopes = {};

    /**
     * Begins anew.
     *
     * @param planes bit-planes in which something is not 0
     */
    public void begin(int planes) {
        passes = 0;
        bitPlanes = planes;
    }

    /**
     * Adds a coding pass.
     *
     * @param end bytes up to its end, as far as a decoder needs them
     * @param ends whether a segment ends with it, which the decoder can begin without those before
     * @param gain by how much it lowers the sum of squared errors, in squared steps of quantisation
     */
    public void add(int end, boolean ends, double gain) {
        if (this.ends.length == passes) {
            int room = Math.max(8, 2 * passes);
            starts = Arrays.copyOf(starts, room);
            this.ends = Arrays.copyOf(this.ends, room);
            fallen = Arrays.copyOf(fallen, room);
            terminated = Arrays.copyOf(terminated, room);
            slopes = Arrays.copyOf(slopes, room);
        }
        starts[passes] = 0;
        this.ends[passes] = end;
        fallen[passes] = gain + (passes == 0 ? 0 : fallen[passes - 1]);
        terminated[passes++] = ends;
    }

    /**
     * Adds a pass that does without those before, each of which lacks a bit-plane more: one of them is to be chosen.
     *
     * @param source has its bytes from 0 on
     * @param length how many
     * @param gain by how much it lowers the sum of squared errors, against the one before
     */
    public void choice(byte[] source, int length, double gain) {
        int start = passes == 0 ? 0 : starts[passes - 1] + ends[passes - 1];
        if (bytes.length < start + length) {
            bytes = Arrays.copyOf(bytes, start + length + (start + length >> 3));
        }
        System.arraycopy(source, 0, bytes, start, length);
        add(length, true, gain);
        starts[passes - 1] = start;
    }

    /** Where the bytes of a pass begin that does without those before. */
    public int start(int pass) {
        return starts[pass];
    }

    /**
     * Changes where a pass ends, when later ones have shown it.
     *
     * @param pass 0 for the first
     * @param end bytes up to its end
     */
    public void end(int pass, int end) {
        ends[pass] = end;
    }

    /**
     * Takes the bytes of all passes.
     *
     * @param source where they are
     * @param from from here on
     */
    public void take(byte[] source, int from) {
        int length = length();
        if (bytes.length < length) {
            bytes = new byte[length + (length >> 3)];
        }
        System.arraycopy(source, from, bytes, 0, length);
    }

    /** The bytes of all passes, and perhaps others after them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of all passes. */
    public int length() {
        return passes == 0 ? 0 : ends[passes - 1];
    }

    /** Coding passes. */
    public int passes() {
        return passes;
    }

    /** Bit-planes in which something is not 0; of passes to choose from, those that the first one has. */
    public int bitPlanes() {
        return bitPlanes;
    }

    /** Bytes up to the end of a pass, 0 for the first. */
    public int end(int pass) {
        return ends[pass];
    }

    /** Whether a segment ends with a pass. */
    public boolean isTerminated(int pass) {
        return terminated[pass];
    }

    /**
     * Finds after which passes it is worth while to cut the block off: those on the convex hull of error over length. Each
     * gets as its slope how much the error falls per byte since the one before; others get 0.
     *
     * @param weight what a squared step counts
     */
    public void weigh(double weight) {
        for (int pass = 0; pass < passes; pass++) {
            slopes[pass] = 0;
            int corner = cornerBefore(pass);
            while (fallen[pass] > (corner < 0 ? 0 : fallen[corner])) {
                double gain = weight * (fallen[pass] - (corner < 0 ? 0 : fallen[corner]));
                int length = ends[pass] - (corner < 0 ? 0 : ends[corner]);
                float slope = length <= 0 ? Float.MAX_VALUE : (float) (gain / length);
                if (corner < 0 || slope < slopes[corner]) {
                    slopes[pass] = slope;
                    break;
                }
                slopes[corner] = 0; // it lies under the line from the one before it to this one
                corner = cornerBefore(corner);
            }
        }
    }

    /** By how much some of the first passes lower the sum of squared errors, in squared steps. */
    public double fallen(int count) {
        return count == 0 ? 0 : fallen[count - 1];
    }

    /** The last pass before another one that has a slope, or -1. */
    private int cornerBefore(int pass) {
        int corner = pass - 1;
        while (corner >= 0 && slopes[corner] == 0) {
            corner--;
        }
        return corner;
    }

    /** The slope of a pass, 0 if it is not worth while to cut the block off after it. */
    public float slope(int pass) {
        return slopes[pass];
    }
}
