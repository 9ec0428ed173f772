package org.diconde4j.codec.internal.jpeg2000.wavelet;

/** The rows of a level of the irreversible 9/7 transform (ITU-T T.800 F.3.8.2.2). Keeps its memory; one thread at a time. */
public final class Irreversible {
    // Table F.4
    private static final float ALPHA = -1.586134342059924f;
    private static final float BETA = -0.052980118572961f;
    private static final float GAMMA = 0.882911075530934f;
    private static final float DELTA = 0.443506852043971f;
    private static final double K = 1.230174104914001;
    /** K for columns and rows of low-pass coefficients; for high-pass ones 1/K, so that both together are 1. */
    private static final float LOW = (float) (K * K);

    private static final float HIGH = (float) (1 / (K * K));

    private Level level = Level.NONE;
    private int width;
    /** The next row to give. */
    private int y;
    /** What the steps have made of the last rows; named by row before the even one that is read next, and by step. */
    private float[] above1 = {}; // odd, as read

    private float[] above2 = {}; // even, after step 3
    private float[] above3 = {}; // odd, after step 4
    private float[] above4 = {}; // even, done
    private float[] here = {};
    private float[] below = {};
    private float[] odd = {};
    private float[] line = {};

    /** Begins with a row of a level. */
    public void begin(Level of, int firstRow) {
        level = of;
        width = of.width();
        y = firstRow;
        if (here.length < width) {
            above1 = new float[width];
            above2 = new float[width];
            above3 = new float[width];
            above4 = new float[width];
            here = new float[width];
            below = new float[width];
            odd = new float[width];
            line = new float[width + 12];
        }
        if (level.height() > 1) {
            int start = firstRow & ~1;
            read(start - 3, above1);
            pair(start - 2);
            pair(start);
            pair(start + 2);
        }
    }

    /** The next row, in memory that is used again by the next call. */
    public float[] next() {
        int row = y++;
        if (level.height() == 1) {
            single(row);
            return here;
        }
        if ((row & 1) == 0) {
            return above4;
        }
        pair(row + 3);
        return odd;
    }

    private void single(int row) {
        read(row, here);
        // a single row is not scaled vertically, and an odd one is halved (F.3.6)
        float factor = (row & 1) == 0 ? (float) (1 / K) : (float) (K / 2);
        for (int x = 0; x < width; x++) {
            here[x] *= factor;
        }
    }

    /** Reads an even row and the odd one below it; then the even row two above and the odd one above that are done. */
    private void pair(int row) {
        read(row, here);
        read(row + 1, below);
        steps(here, below, above1, above2, above3, above4, odd, width);
        float[] free = above1;
        above1 = below;
        below = free;
    }

    /** Steps 3 to 6 of all columns: on return, the arrays hold what they are named by for the next even row. */
    private static void steps(
            float[] even,
            float[] below,
            float[] odd1,
            float[] even2,
            float[] odd3,
            float[] even4,
            float[] done,
            int width) {
        for (int x = 0; x < width; x++) {
            float s1 = even[x] - DELTA * (odd1[x] + below[x]);
            float d1 = odd1[x] - GAMMA * (even2[x] + s1);
            float s2 = even2[x] - BETA * (odd3[x] + d1);
            done[x] = odd3[x] - ALPHA * (even4[x] + s2);
            even2[x] = s1;
            odd3[x] = d1;
            even4[x] = s2;
        }
    }

    /** A row before the vertical transform. */
    private void read(int row, float[] target) {
        int at = level.reflected(row);
        boolean isOdd = (at & 1) != 0;
        Plane low = isOdd ? level.lh() : level.ll();
        Plane high = isOdd ? level.hh() : level.hl();
        int k = at >> 1;
        int l = low.row(k);
        int h = high.row(k);
        float lowFactor = isOdd ? 1 : LOW;
        float highFactor = isOdd ? HIGH : 1;
        int parity = level.x0() & 1;
        if (width == 1) {
            // a single column is not scaled horizontally
            target[0] = parity == 0
                    ? low.floats[l] * lowFactor * (float) (1 / K)
                    : high.floats[h] * highFactor * (float) (K / 2);
            return;
        }
        interleave(low.floats, l, lowFactor, line, 4 + (parity == 0 ? 0 : 1), width + 1 - parity >> 1);
        interleave(high.floats, h, highFactor, line, 4 + (parity == 0 ? 1 : 0), width + parity >> 1);
        extend();
        transform(line, 4 - parity, target, parity, width);
    }

    private static void interleave(float[] from, int at, float factor, float[] to, int first, int count) {
        for (int k = 0; k < count; k++) {
            to[first + 2 * k] = from[at + k] * factor;
        }
    }

    /** Symmetric extension by {@link Level#REACH} samples and one more. */
    private void extend() {
        int last = width - 1;
        for (int i = 1; i <= 4; i++) {
            line[4 - i] = line[4 + reflected(-i, last)];
        }
        for (int i = 1; i <= 5; i++) {
            line[4 + last + i] = line[4 + reflected(last + i, last)];
        }
    }

    private static int reflected(int index, int last) {
        int i = index;
        while (i < 0 || i > last) {
            i = i < 0 ? -i : 2 * last - i;
        }
        return i;
    }

    /** Steps 3 to 6 of a row; as those of columns, two samples at a time. */
    private static void transform(float[] from, int first, float[] to, int parity, int width) {
        float odd1 = from[first - 1];
        float s = from[first] - DELTA * (odd1 + from[first + 1]);
        float before = from[first - 2] - DELTA * (from[first - 3] + odd1);
        float odd3 = odd1 - GAMMA * (before + s);
        odd1 = from[first + 1];
        float s1 = from[first + 2] - DELTA * (odd1 + from[first + 3]);
        float d1 = odd1 - GAMMA * (s + s1);
        float even4 = s - BETA * (odd3 + d1);
        if (parity == 0) {
            to[0] = even4;
        }
        float even2 = s1;
        odd3 = d1;
        odd1 = from[first + 3];
        int x = 1 - parity;
        int in = first + 4;
        for (; x + 1 < width; x += 2, in += 2) {
            float below = from[in + 1];
            s1 = from[in] - DELTA * (odd1 + below);
            d1 = odd1 - GAMMA * (even2 + s1);
            float s2 = even2 - BETA * (odd3 + d1);
            to[x] = odd3 - ALPHA * (even4 + s2);
            to[x + 1] = s2;
            odd1 = below;
            even2 = s1;
            odd3 = d1;
            even4 = s2;
        }
        if (x < width) {
            s1 = from[in] - DELTA * (odd1 + from[in + 1]);
            d1 = odd1 - GAMMA * (even2 + s1);
            float s2 = even2 - BETA * (odd3 + d1);
            to[x] = odd3 - ALPHA * (even4 + s2);
        }
    }
}
