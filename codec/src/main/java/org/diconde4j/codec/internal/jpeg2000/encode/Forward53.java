package org.diconde4j.codec.internal.jpeg2000.encode;

/** The reversible transform (ITU-T T.800 F.4.8.1). */
final class Forward53 extends ForwardWavelet {
    private int[][] ring = new int[RING][0];
    private int[] line = {};
    private int[] scratch = {};

    Forward53() {
        super(2);
    }

    @Override
    void prepare() {
        if (line.length < width) {
            line = new int[width];
            scratch = new int[width];
            ring = new int[RING][width];
        }
    }

    @Override
    void load(ForwardLevel level, int y) {
        level.source.read(y, ring[y & RING - 1], scratch);
    }

    /** Transforms a row into the line: the low-pass half, then the other one. */
    private void split(int[] row) {
        if (width == 1) {
            line[0] = startsOdd ? 2 * row[0] : row[0];
            return;
        }
        split(row, line, width, lows, startsOdd);
        // the neighbours of a high-pass number are the low-pass ones before and after it
        high(line, lows, width - lows, lows, startsOdd ? -1 : 0);
        low(line, lows, width - lows, startsOdd ? 0 : -1);
    }

    private static void split(int[] row, int[] line, int width, int lows, boolean startsOdd) {
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

    /** Numbers from at on less the mean of two of the first ones, which begin at the same index plus an offset. */
    private static void high(int[] row, int at, int count, int others, int offset) {
        int from = -offset;
        int to = Math.min(count, others - 1 - offset);
        for (int i = from; i < to; i++) {
            row[at + i] -= row[i + offset] + row[i + offset + 1] >> 1;
        }
        if (from > 0) {
            row[at] -= row[0];
        }
        for (int i = Math.max(from, to); i < count; i++) {
            row[at + i] -= row[others - 1];
        }
    }

    private static void low(int[] row, int lows, int highs, int offset) {
        int from = -offset;
        int to = Math.min(lows, highs - 1 - offset);
        for (int i = from; i < to; i++) {
            row[i] += row[lows + i + offset] + row[lows + i + offset + 1] + 2 >> 2;
        }
        if (from > 0) {
            row[0] += 2 * row[lows] + 2 >> 2;
        }
        for (int i = Math.max(from, to); i < lows; i++) {
            row[i] += 2 * row[lows + highs - 1] + 2 >> 2;
        }
    }

    @Override
    void lift(int step, int row, int above, int below) {
        if (step == 1) {
            predict(ring[row], ring[above], ring[below], width);
        } else {
            update(ring[row], ring[above], ring[below], width);
        }
    }

    private static void predict(int[] row, int[] above, int[] below, int width) {
        for (int x = 0; x < width; x++) {
            row[x] -= above[x] + below[x] >> 1;
        }
    }

    private static void update(int[] row, int[] above, int[] below, int width) {
        for (int x = 0; x < width; x++) {
            row[x] += above[x] + below[x] + 2 >> 2;
        }
    }

    @Override
    void store(ForwardLevel level, int y) {
        int[] row = ring[y & RING - 1];
        int odd = y & 1;
        if (odd != 0 && level.y1 - level.y0 == 1) {
            for (int x = 0; x < width; x++) {
                row[x] *= 2;
            }
        }
        split(row);
        Coefficients low = level.bands.get(2 * odd);
        Coefficients high = level.bands.get(2 * odd + 1);
        int k = y >> 1;
        System.arraycopy(line, 0, low.ints, (k - low.y0) * low.width, lows);
        System.arraycopy(line, lows, high.ints, (k - high.y0) * high.width, width - lows);
    }
}
