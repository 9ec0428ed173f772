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

    /**
     * One row.
     *
     * @param width samples of a row that belong to the image
     * @param across the sampling factor of the component, and the greatest of the frame
     * @param down the same from top to bottom
     * @param y the row of the image
     */
    void row(short[] samples, int stride, int width, int height, int[] across, int[] down, int y, int[] to) {
        int own = Math.min(y * down[0] / down[1], height - 1);
        boolean half = across[1] == 2 * across[0] && width > 2;
        if (half && (down[1] == down[0] || down[1] == 2 * down[0])) {
            if (down[1] == down[0]) {
                straight(samples, own * stride, width, to);
            } else {
                int other = Math.max(0, Math.min(y % 2 == 0 ? own - 1 : own + 1, height - 1));
                both(samples, own * stride, other * stride, width, to);
            }
            return;
        }
        int from = own * stride;
        for (int x = 0; x < columns; x++) {
            to[x] = samples[from + Math.min(x * across[0] / across[1], width - 1)];
        }
    }

    private void straight(short[] samples, int from, int width, int[] to) {
        to[0] = samples[from];
        to[1] = samples[from] * 3 + samples[from + 1] + 2 >> 2;
        for (int i = 1; i < width - 1; i++) {
            int three = samples[from + i] * 3;
            to[2 * i] = three + samples[from + i - 1] + 1 >> 2;
            to[2 * i + 1] = three + samples[from + i + 1] + 2 >> 2;
        }
        int last = width - 1;
        to[2 * last] = samples[from + last] * 3 + samples[from + last - 1] + 1 >> 2;
        to[2 * last + 1] = samples[from + last];
    }

    private void both(short[] samples, int own, int other, int width, int[] to) {
        for (int i = 0; i < width; i++) {
            near[i] = samples[own + i] * 3 + samples[other + i];
        }
        to[0] = near[0] * 4 + 8 >> 4;
        to[1] = near[0] * 3 + near[1] + 7 >> 4;
        for (int i = 1; i < width - 1; i++) {
            to[2 * i] = near[i] * 3 + near[i - 1] + 8 >> 4;
            to[2 * i + 1] = near[i] * 3 + near[i + 1] + 7 >> 4;
        }
        int last = width - 1;
        to[2 * last] = near[last] * 3 + near[last - 1] + 8 >> 4;
        to[2 * last + 1] = near[last] * 4 + 7 >> 4;
    }
}
