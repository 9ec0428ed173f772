package org.diconde4j.codec.internal.jpeg2000.wavelet;

/**
 * One level of a transform: four subbands make a rectangle of the resolution above. The rectangle may be a part: where it
 * ends before the resolution does, up to {@link #REACH} samples of its border are wrong.
 *
 * @param x0 first column, in coordinates of the resolution
 * @param y0 first row
 * @param x1 behind the last column
 * @param y1 behind the last row
 * @param ll columns and rows whose double is within the rectangle, as of the other subbands (B-15)
 * @param hl high-pass columns
 * @param lh high-pass rows
 * @param hh both
 */
public record Level(int x0, int y0, int x1, int y1, Plane ll, Plane hl, Plane lh, Plane hh) {
    /** Without samples. */
    static final Level NONE = new Level(0, 0, 0, 0, new Plane(), new Plane(), new Plane(), new Plane());

    /** Samples on either side that one depends on (Table F.3). */
    public static final int REACH = 4;

    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }

    /** A row within the rectangle that stands for one beyond it: symmetric extension (F.3.7). */
    int reflected(int y) {
        int row = y;
        int last = y1 - 1;
        if (last <= y0) {
            return y0;
        }
        while (row < y0 || row > last) {
            row = row < y0 ? 2 * y0 - row : 2 * last - row;
        }
        return row;
    }
}
