package org.diconde4j.codec.internal.jpeg2000.encode;

/**
 * One level of the forward wavelet transform (ITU-T T.800 F.4), some rows of it at a time: a row is read, goes through the
 * lifting steps of the columns with the few rows around it, is split into its low-pass and its high-pass half, and leaves for
 * the sub-bands. So an image passes through the memory once.
 *
 * <p>Keeps its memory; one thread at a time. The kinds of numbers are for subclasses.
 */
abstract class ForwardWavelet {
    /** More than the rows that are under way at a time. */
    static final int RING = 8;

    private final int steps;
    /** Columns of the level. */
    int width;
    /** How many of them are even in coordinates of the level, so that they become low-pass. */
    int lows;
    /** Whether the first column is odd. */
    boolean startsOdd;

    ForwardWavelet(int steps) {
        this.steps = steps;
    }

    /**
     * Transforms some rows.
     *
     * @param level of which resolution
     * @param from the first row to give, in its coordinates
     * @param to behind the last row
     */
    final void run(ForwardLevel level, int from, int to) {
        width = level.x1 - level.x0;
        startsOdd = (level.x0 & 1) != 0;
        lows = startsOdd ? width >> 1 : width + 1 >> 1;
        int y0 = level.y0;
        int y1 = level.y1;
        prepare();
        int lifts = y1 - y0 == 1 ? 0 : steps;
        int start = Math.max(y0, from - lifts);
        for (int y = start; y < to + lifts; y++) {
            if (y < y1) {
                load(level, y);
            }
            for (int step = 1; step <= lifts; step++) {
                int row = y - step;
                // odd steps are for odd rows; what begins amid the level has no neighbours at first
                if (row < y1 && row >= (start == y0 ? y0 : start + step) && ((row ^ step) & 1) == 0) {
                    int above = row == y0 ? row + 1 : row - 1;
                    int below = row == y1 - 1 ? row - 1 : row + 1;
                    lift(step, row & RING - 1, above & RING - 1, below & RING - 1);
                }
            }
            int done = y - lifts;
            if (done >= from && done < to) {
                store(level, done);
            }
        }
    }

    /** Makes room for rows of the width. */
    abstract void prepare();

    /** Reads a row into the ring. */
    abstract void load(ForwardLevel level, int y);

    /** Does a step of columns. */
    abstract void lift(int step, int row, int above, int below);

    /** Transforms a row whose columns are done, and gives it to the sub-bands. */
    abstract void store(ForwardLevel level, int y);
}
