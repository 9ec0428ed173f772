package org.diconde4j.codec.internal.jpeg2000.encode;

/** The irreversible transform (ITU-T T.800 F.4.8.2). */
final class Forward97 extends ForwardWavelet {
    /** α, β, γ, δ of Table F.4. */
    private static final float[] STEPS = {
        -1.586134342059924f, -0.052980118572961f, 0.882911075530934f, 0.443506852043971f
    };

    private static final float K = 1.230174104914001f;

    private float[][] ring = new float[RING][0];
    private float[] line = {};
    private int[] scratch = {};

    Forward97() {
        super(4);
    }

    @Override
    void prepare() {
        if (line.length < width) {
            line = new float[width];
            scratch = new int[width];
            ring = new float[RING][width];
        }
    }

    @Override
    void load(ForwardLevel level, int y) {
        level.source.read(y, ring[y & RING - 1], scratch);
    }

    /** Transforms a row into the line: the low-pass half, then the other one. */
    private void split(float[] row) {
        if (width == 1) {
            line[0] = startsOdd ? 2 * row[0] : row[0];
            return;
        }
        split(row, line, width, lows, startsOdd);
        int highs = width - lows;
        for (int step = 0; step < 4; step += 2) {
            lift(line, lows, highs, 0, lows, startsOdd ? -1 : 0, STEPS[step]);
            lift(line, 0, lows, lows, highs, startsOdd ? 0 : -1, STEPS[step + 1]);
        }
        scale(line, 0, lows, 1 / K);
        scale(line, lows, width, K);
    }

    private static void split(float[] row, float[] line, int width, int lows, boolean startsOdd) {
        int first = startsOdd ? lows : 0;
        int second = startsOdd ? 0 : lows;
        int pairs = width >> 1;
        for (int i = 0; i < pairs; i++) {
            line[first + i] = row[2 * i];
            line[second + i] = row[2 * i + 1];
        }
        if ((width & 1) != 0) {
            line[first + pairs] = row[width - 1];
        }
    }

    /** Adds to numbers from at on a multiple of two of the others, which begin at the same index plus an offset. */
    private static void lift(float[] row, int at, int count, int other, int others, int offset, float factor) {
        int from = -offset;
        int to = Math.min(count, others - 1 - offset);
        for (int i = from; i < to; i++) {
            row[at + i] += factor * (row[other + i + offset] + row[other + i + offset + 1]);
        }
        if (from > 0) {
            row[at] += 2 * factor * row[other];
        }
        for (int i = Math.max(from, to); i < count; i++) {
            row[at + i] += 2 * factor * row[other + others - 1];
        }
    }

    private static void scale(float[] row, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            row[i] *= factor;
        }
    }

    @Override
    void lift(int step, int row, int above, int below) {
        lift(ring[row], ring[above], ring[below], width, STEPS[step - 1]);
    }

    private static void lift(float[] row, float[] above, float[] below, int width, float factor) {
        for (int x = 0; x < width; x++) {
            row[x] += factor * (above[x] + below[x]);
        }
    }

    @Override
    void store(ForwardLevel level, int y) {
        float[] row = ring[y & RING - 1];
        int odd = y & 1;
        float factor = odd != 0 ? K : 1 / K;
        if (level.y1 - level.y0 == 1) {
            factor = odd != 0 ? 2 : 1;
        }
        split(row);
        Coefficients low = level.bands.get(2 * odd);
        Coefficients high = level.bands.get(2 * odd + 1);
        int k = y >> 1;
        store(line, 0, lows, factor, low.floats, (k - low.y0) * low.width);
        store(line, lows, width - lows, factor, high.floats, (k - high.y0) * high.width);
    }

    private static void store(float[] row, int from, int count, float factor, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = row[from + i] * factor;
        }
    }
}
