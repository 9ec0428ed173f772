package org.diconde4j.codec.internal.jpeg2000.wavelet;

/** The rows of a level of the reversible 5/3 transform (ITU-T T.800 F.3.8.2.1). Keeps its memory; one thread at a time. */
public final class Reversible {
    private Level level = Level.NONE;
    private int width;
    /** The next row to give. */
    private int y;
    /** The high-pass rows above and below the last even one. */
    private int[] high = {};

    private int[] nextHigh = {};
    /** The last two even rows that are done. */
    private int[] even = {};

    private int[] nextEven = {};

    /** Begins with a row of a level. */
    public void begin(Level of, int firstRow) {
        level = of;
        width = of.width();
        y = firstRow;
        if (even.length < width) {
            high = new int[width];
            nextHigh = new int[width];
            even = new int[width];
            nextEven = new int[width];
        }
        if (level.height() == 1) {
            return;
        }
        int start = firstRow & ~1;
        read(start - 1, nextHigh);
        pair(start);
    }

    /** The next row, in memory that is used again by the next call. */
    public int[] next() {
        int row = y++;
        if (level.height() == 1) {
            read(row, even);
            if ((row & 1) != 0) {
                for (int x = 0; x < width; x++) {
                    even[x] >>= 1;
                }
            }
            return even;
        }
        if ((row & 1) == 0) {
            return nextEven;
        }
        pair(row + 1);
        highPass(high, even, nextEven, width);
        return high;
    }

    /** Reads an even row and the high-pass row below it, and finishes the even one. */
    private void pair(int row) {
        int[] swap = high;
        high = nextHigh;
        nextHigh = swap;
        swap = even;
        even = nextEven;
        nextEven = swap;
        read(row, nextEven);
        read(row + 1, nextHigh);
        lowPass(nextEven, high, nextHigh, width);
    }

    private static void lowPass(int[] low, int[] above, int[] below, int width) {
        for (int x = 0; x < width; x++) {
            low[x] -= above[x] + below[x] + 2 >> 2;
        }
    }

    private static void highPass(int[] high, int[] above, int[] below, int width) {
        for (int x = 0; x < width; x++) {
            high[x] += above[x] + below[x] >> 1;
        }
    }

    /** A row before the vertical transform. */
    private void read(int row, int[] target) {
        int at = level.reflected(row);
        boolean odd = (at & 1) != 0;
        Plane low = odd ? level.lh() : level.ll();
        Plane high = odd ? level.hh() : level.hl();
        int k = at >> 1;
        row(low.ints, low.row(k), high.ints, high.row(k), target, width, level.x0() & 1);
    }

    /** Interleaves and transforms a row of low-pass and one of high-pass numbers. */
    private static void row(int[] low, int l, int[] high, int h, int[] to, int width, int parity) {
        if (width == 1) {
            to[0] = parity == 0 ? low[l] : high[h] >> 1;
            return;
        }
        if (parity == 0) {
            fromEven(low, l, high, h, to, width);
        } else {
            fromOdd(low, l, high, h, to, width);
        }
    }

    private static void fromEven(int[] low, int l, int[] high, int h, int[] to, int width) {
        int odds = width >> 1;
        int before = high[h];
        int done = low[l] - (before + before + 2 >> 2);
        to[0] = done;
        for (int k = 1; k < odds; k++) {
            int after = high[h + k];
            int next = low[l + k] - (before + after + 2 >> 2);
            to[2 * k - 1] = before + (done + next >> 1);
            to[2 * k] = next;
            before = after;
            done = next;
        }
        if ((width & 1) == 0) {
            to[width - 1] = before + done;
        } else {
            int next = low[l + odds] - (before + before + 2 >> 2);
            to[width - 2] = before + (done + next >> 1);
            to[width - 1] = next;
        }
    }

    private static void fromOdd(int[] low, int l, int[] high, int h, int[] to, int width) {
        int evens = width >> 1;
        int before = high[h];
        int done = 0;
        for (int k = 0; k < evens; k++) {
            int after = 2 * k + 2 < width ? high[h + k + 1] : before;
            int next = low[l + k] - (before + after + 2 >> 2);
            to[2 * k] = before + ((k == 0 ? next : done) + next >> 1);
            to[2 * k + 1] = next;
            before = after;
            done = next;
        }
        if ((width & 1) != 0) {
            to[width - 1] = before + done;
        }
    }
}
