package org.diconde4j.render;

/**
 * Fits rows into a canvas: what becomes smaller is averaged by area, so that no pixel is left out; what becomes larger is
 * interpolated between the middles of pixels. Takes row after row and keeps none. Not thread-safe.
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
                double end = begin + step;
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
    private final float[] sums;
    private final float[] line;
    /** The first row of the target that is not finished. */
    private int open;

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
        this.sums = new float[identity ? 0 : canvas.samples().length];
        this.line = new float[canvas.columns() * canvas.channels()];
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
            int at = (y - down.begin()) * line.length;
            for (int i = 0; i < line.length; i++) {
                target[at + i] = (char) samples[i];
            }
            return;
        }
        if (canvas.channels() == 1) {
            grey(samples);
        } else {
            colours(samples);
        }
        while (open < canvas.rows() && down.first[open] + down.weights[open].length <= y) {
            open++;
        }
        for (int i = open; i < canvas.rows() && down.first[i] <= y; i++) {
            if (y < down.first[i] + down.weights[i].length) {
                add(i * line.length, down.weights[i][y - down.first[i]]);
            }
        }
    }

    private void grey(int[] samples) {
        int begin = across.begin();
        for (int x = 0; x < line.length; x++) {
            line[x] = weighted(samples, across.first[x] - begin, across.weights[x]);
        }
    }

    private static float weighted(int[] samples, int at, float[] weights) {
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += samples[at + k] * weights[k];
        }
        return sum;
    }

    private void colours(int[] samples) {
        int begin = across.begin();
        for (int x = 0; x < canvas.columns(); x++) {
            float[] weights = across.weights[x];
            int at = 3 * (across.first[x] - begin);
            for (int channel = 0; channel < 3; channel++) {
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += samples[at + 3 * k + channel] * weights[k];
                }
                line[3 * x + channel] = sum;
            }
        }
    }

    private void add(int at, float weight) {
        for (int i = 0; i < line.length; i++) {
            sums[at + i] += line[i] * weight;
        }
    }

    /** Ends, once all rows were taken. */
    void finish() {
        char[] target = canvas.samples();
        for (int i = 0; i < sums.length; i++) {
            target[i] = (char) Math.max(0, Math.min((int) (sums[i] + 0.5f), 0xFFFF));
        }
    }
}
