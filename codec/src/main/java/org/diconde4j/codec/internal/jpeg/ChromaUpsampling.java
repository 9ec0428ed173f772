package org.diconde4j.codec.internal.jpeg;

/**
 * Brings a row of a component that has fewer samples to the size of the image. Between two samples a straight line is drawn, as
 * the decoders do that are in use everywhere: a new sample is three quarters of the nearer and one of the farther. Other
 * factors than two are repeated.
 */
final class ChromaUpsampling {
    private final int columns;
    private final int[] near;

    ChromaUpsampling(int columns) {
        this.columns = columns;
        this.near = new int[columns + 8];
    }

    int columns() {
        return columns;
    }

    /**
     * One row.
     *
     * @param y the row of the image
     * @param to receives as many numbers as there are columns, and perhaps one more
     */
    void row(Plane plane, int y, int[] to) {
        short[] samples = plane.samples;
        int stride = plane.stride;
        int width = plane.width;
        int across = plane.horizontalMost;
        int down = plane.verticalMost;
        int own = plane.vertical == down ? y : Math.min(y * plane.vertical / down, plane.height - 1);
        int from = own * stride;
        if (plane.horizontal == across) {
            for (int x = 0; x < columns; x++) {
                to[x] = samples[from + x];
            }
        } else if (across == 2 * plane.horizontal && width > 2 && down == plane.vertical) {
            straight(samples, from, width, to);
        } else if (across == 2 * plane.horizontal && width > 2 && down == 2 * plane.vertical) {
            int other = Math.max(0, Math.min(y % 2 == 0 ? own - 1 : own + 1, plane.height - 1));
            both(samples, from, other * stride, width, to);
        } else {
            for (int x = 0; x < columns; x++) {
                to[x] = samples[from + Math.min(x * plane.horizontal / across, width - 1)];
            }
        }
    }

    private static void straight(short[] samples, int from, int width, int[] to) {
        int before = samples[from];
        int own = before;
        int after = samples[from + 1];
        to[0] = own;
        to[1] = own * 3 + after + 2 >> 2;
        for (int i = 1; i < width - 1; i++) {
            before = own;
            own = after;
            after = samples[from + i + 1];
            int three = own * 3;
            to[2 * i] = three + before + 1 >> 2;
            to[2 * i + 1] = three + after + 2 >> 2;
        }
        int last = width - 1;
        to[2 * last] = after * 3 + own + 1 >> 2;
        to[2 * last + 1] = after;
    }

    private void both(short[] samples, int own, int other, int width, int[] to) {
        for (int i = 0; i < width; i++) {
            near[i] = samples[own + i] * 3 + samples[other + i];
        }
        to[0] = near[0] * 4 + 8 >> 4;
        to[1] = near[0] * 3 + near[1] + 7 >> 4;
        for (int i = 1; i < width - 1; i++) {
            int three = near[i] * 3;
            to[2 * i] = three + near[i - 1] + 8 >> 4;
            to[2 * i + 1] = three + near[i + 1] + 7 >> 4;
        }
        int last = width - 1;
        to[2 * last] = near[last] * 3 + near[last - 1] + 8 >> 4;
        to[2 * last + 1] = near[last] * 4 + 7 >> 4;
    }
}
