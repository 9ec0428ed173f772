package org.diconde4j.render;

import java.util.Arrays;

/**
 * Fits rows into a canvas: what becomes smaller is averaged by area, so that no pixel is left out; what becomes larger is
 * interpolated between the middles of pixels. Takes row after row and keeps one. Not thread-safe.
 */
final class Scaling {
    /**
     * What each pixel of the target takes from the source, along one axis.
     *
     * @param first index of the first source pixel
     * @param weights of that one and those that follow, together 1
     */
    private record Taps(int[] first, float[][] weights) {
        /**
         * Finds them.
         *
         * @param from where the target begins in the source; pixel i reaches from i to i + 1
         * @param to where it ends
         * @param limit pixels of the source
         * @param count pixels of the target
         */
        static Taps of(double from, double to, int limit, int count) {
            int[] first = new int[count];
            float[][] weights = new float[count][];
            double step = (to - from) / count;
            for (int i = 0; i < count; i++) {
                double begin = from + i * step;
                double end = from + (i + 1) * step; // to the last bit where the next one begins
                if (step < 1) { // between the middles of two pixels
                    double middle = (begin + end) / 2;
                    begin = middle - 0.5;
                    end = middle + 0.5;
                }
                // nothing from outside of the part, of which not every decoder knows
                begin = Math.max(Math.max(0, from), Math.min(begin, Math.min(limit, to) - 1e-9));
                end = Math.max(begin + 1e-9, Math.min(end, Math.min(limit, to)));
                int start = (int) begin;
                int stop = Math.min(limit, (int) Math.ceil(end));
                float[] each = new float[stop - start];
                for (int k = start; k < stop; k++) {
                    each[k - start] = (float) ((Math.min(end, k + 1) - Math.max(begin, k)) / (end - begin));
                }
                first[i] = start;
                weights[i] = each;
            }
            return new Taps(first, weights);
        }

        boolean isIdentity() {
            for (int i = 0; i < first.length; i++) {
                if (first[i] != first[0] + i || weights[i].length != 1) {
                    return false;
                }
            }
            return true;
        }

        int begin() {
            return first[0];
        }

        int end() {
            return first[first.length - 1] + weights[weights.length - 1].length;
        }
    }

    private final Canvas canvas;
    private final Taps across;
    private final Taps down;
    private final boolean identity;
    private final int width;
    /** What the open row of the target has got so far of rows that it takes a part of, in columns of the source. */
    private final float[] sums;
    /** The sum of rows that it takes whole, before their weight; unsigned, so that 65,535 fit. */
    private final int[] whole;
    /** The row before, of which more than one row of the target may take a part. */
    private int[] previous = new int[0];

    private final boolean enlarges;
    /** The first row of the target that is not finished. */
    private int open;

    private boolean begun;

    /**
     * Prepares to scale.
     *
     * @param canvas where to
     * @param left where the canvas begins in the rows
     * @param right where it ends
     * @param columns length of the rows that there are
     * @param top its first row
     * @param bottom behind its last row
     * @param rows how many rows there are
     */
    Scaling(Canvas canvas, double left, double right, int columns, double top, double bottom, int rows) {
        this.canvas = canvas;
        this.across = Taps.of(left, right, columns, canvas.columns());
        this.down = Taps.of(top, bottom, rows, canvas.rows());
        this.identity = across.isIdentity() && down.isIdentity();
        this.width = (across.end() - across.begin()) * canvas.channels();
        this.sums = new float[identity ? 0 : width];
        this.whole = new int[sums.length];
        this.enlarges = bottom - top < canvas.rows();
    }

    int firstColumn() {
        return across.begin();
    }

    int endColumn() {
        return across.end();
    }

    int firstRow() {
        return down.begin();
    }

    int endRow() {
        return down.end();
    }

    /** Takes the next row: samples from {@link #firstColumn} to {@link #endColumn}. */
    void row(int y, int[] samples) {
        if (identity) {
            char[] target = canvas.samples();
            int at = (y - down.begin()) * width;
            for (int i = 0; i < width; i++) {
                target[at + i] = (char) samples[i];
            }
            return;
        }
        while (open < canvas.rows() && down.first[open] <= y) {
            float[] weights = down.weights[open];
            int tap = y - down.first[open];
            if (!begun && tap == 1) { // it begins with the row before, which the last one still needed
                add(previous, weights[0]);
            }
            if (tap > 0 && tap < weights.length - 1) {
                addWhole(samples);
            } else {
                add(samples, weights[tap]);
            }
            begun = true;
            if (tap < weights.length - 1) {
                break;
            }
            finish(open++);
        }
        if (enlarges) {
            previous = samples.clone();
        }
    }

    /** The loop that takes the time: as simple as it is, it becomes vector instructions. */
    private void addWhole(int[] samples) {
        int[] to = whole;
        for (int i = 0; i < to.length; i++) {
            to[i] += samples[i];
        }
    }

    private void add(int[] samples, float weight) {
        float[] to = sums;
        for (int i = 0; i < to.length; i++) {
            to[i] += samples[i] * weight;
        }
    }

    private void finish(int row) {
        if (down.weights[row].length > 2) {
            float each = down.weights[row][1];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Integer.toUnsignedLong(whole[i]) * each;
            }
            Arrays.fill(whole, 0);
        }
        int channels = canvas.channels();
        int at = row * canvas.columns() * channels;
        for (int x = 0; x < canvas.columns(); x++) {
            float[] weights = across.weights[x];
            int from = (across.first[x] - across.begin()) * channels;
            for (int channel = 0; channel < channels; channel++) {
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += sums[from + k * channels + channel] * weights[k];
                }
                canvas.samples()[at + x * channels + channel] =
                        (char) Math.max(0, Math.min((int) (sum + 0.5f), 0xFFFF));
            }
        }
        Arrays.fill(sums, 0);
        begun = false;
    }
}
