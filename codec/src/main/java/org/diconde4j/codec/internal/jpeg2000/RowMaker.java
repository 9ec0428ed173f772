package org.diconde4j.codec.internal.jpeg2000;

import java.util.List;

/**
 * Makes rows of samples of all components of a tile: the last level of the wavelet transform, the component transform
 * (ITU-T T.800 Annex G), level shift and range. One thread at a time.
 */
final class RowMaker {
    private ComponentRows[] rows = {};
    /** For each component a row of samples. */
    int[][] samples = {};

    private int[] line = {};
    private float[] red = {};
    private float[] green = {};
    private float[] blue = {};

    private void reserve(int count) {
        if (rows.length < count) {
            rows = new ComponentRows[count];
            samples = new int[count][0];
            for (int c = 0; c < count; c++) {
                rows[c] = new ComponentRows();
            }
        }
    }

    /** Makes rows of a component; not between {@link #begin} and {@link #make}. */
    ComponentRows rows(int component) {
        reserve(component + 1);
        return rows[component];
    }

    /** The current row of a component with a sample for each pixel. */
    int[] spread(int component, int[] columns, int from, int width) {
        if (line.length < width) {
            line = new int[width];
        }
        int[] row = samples[component];
        for (int x = 0; x < width; x++) {
            line[x] = row[columns[from + x]];
        }
        return line;
    }

    /** Begins with a row of the image. */
    void begin(List<ComponentPlan> plans, FrameMap map, int y) {
        int count = plans.size();
        reserve(count);
        for (int c = 0; c < count; c++) {
            ComponentPlan plan = plans.get(c);
            int width = plan.x1 - plan.x0;
            if (samples[c].length < width) {
                samples[c] = new int[width];
            }
            if (!plan.isEmpty()) {
                rows[c].begin(plan, plan.resolutions - 1, plan.x0, row(plan, map, y));
            }
        }
    }

    private static int row(ComponentPlan plan, FrameMap map, int y) {
        return map.row(y, plan.component, plan.component.resolutions.get(plan.resolutions - 1), plan.halvings);
    }

    /** Makes a row of the image; those before it must have been made. */
    void make(List<ComponentPlan> plans, FrameMap map, int y, boolean transform) {
        int first = 0;
        for (int c = 0; c < plans.size(); c++) {
            ComponentPlan plan = plans.get(c);
            if (!plan.isEmpty()) {
                rows[c].advanceTo(row(plan, map, y));
            }
        }
        if (transform && !plans.get(0).isEmpty()) {
            ComponentPlan plan = plans.get(0);
            int width = plan.x1 - plan.x0;
            if (plan.reversible) {
                undoRct(rows[0], rows[1], rows[2], samples, width);
            } else {
                undoIct(rows[0], rows[1], rows[2], width);
            }
            first = 3;
            for (int c = 0; c < 3; c++) {
                if (plan.reversible) {
                    finish(samples[c], 0, samples[c], width, plans.get(c));
                } else {
                    round(c == 0 ? red : c == 1 ? green : blue, 0, samples[c], width, plans.get(c));
                }
            }
        }
        for (int c = first; c < plans.size(); c++) {
            ComponentPlan plan = plans.get(c);
            int width = plan.x1 - plan.x0;
            if (plan.isEmpty()) {
                continue;
            }
            if (plan.reversible) {
                finish(rows[c].ints, rows[c].at, samples[c], width, plan);
            } else {
                round(rows[c].floats, rows[c].at, samples[c], width, plan);
            }
        }
    }

    /** G.2.2. */
    private static void undoRct(ComponentRows y, ComponentRows u, ComponentRows v, int[][] to, int width) {
        int[] red = to[0];
        int[] green = to[1];
        int[] blue = to[2];
        int[] y0 = y.ints;
        int[] u0 = u.ints;
        int[] v0 = v.ints;
        int yAt = y.at;
        int uAt = u.at;
        int vAt = v.at;
        for (int x = 0; x < width; x++) {
            int cb = u0[uAt + x];
            int cr = v0[vAt + x];
            int g = y0[yAt + x] - (cb + cr >> 2);
            red[x] = cr + g;
            green[x] = g;
            blue[x] = cb + g;
        }
    }

    /** G.3.2; the rows read stay as they are, as the wavelet transform still needs them. */
    private void undoIct(ComponentRows y, ComponentRows u, ComponentRows v, int width) {
        if (red.length < width) {
            red = new float[width];
            green = new float[width];
            blue = new float[width];
        }
        undoIct(y.floats, y.at, u.floats, u.at, v.floats, v.at, red, green, blue, width);
    }

    private static void undoIct(
            float[] y, int yAt, float[] u, int uAt, float[] v, int vAt, float[] r, float[] g, float[] b, int width) {
        for (int x = 0; x < width; x++) {
            float luma = y[yAt + x];
            float cb = u[uAt + x];
            float cr = v[vAt + x];
            r[x] = luma + 1.402f * cr;
            g[x] = luma - 0.344136f * cb - 0.714136f * cr;
            b[x] = luma + 1.772f * cb;
        }
    }

    private static void finish(int[] from, int at, int[] to, int width, ComponentPlan plan) {
        int shift = plan.shift;
        int least = plan.least;
        int most = plan.most;
        for (int x = 0; x < width; x++) {
            to[x] = Math.max(least, Math.min(most, from[at + x] + shift));
        }
    }

    private static void round(float[] from, int at, int[] to, int width, ComponentPlan plan) {
        float least = plan.lowest;
        float most = plan.highest;
        int shift = plan.shift;
        for (int x = 0; x < width; x++) {
            to[x] = (int) Math.rint(Math.max(least, Math.min(most, from[at + x]))) + shift;
        }
    }
}
