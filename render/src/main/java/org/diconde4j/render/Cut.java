package org.diconde4j.render;

import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts a plane through a volume: its pixels are put in the order of the slices that they lie between, and then slice after
 * slice is read, of each the rows that are needed.
 */
final class Cut {
    private final Volume volume;
    private final Volume.Plane plane;
    private final int columns;
    private final int rows;
    /** For each slice the number of pixels that lie before it in {@link #order}. */
    private final int[] starts;

    private final int[] order;
    /** First and last row needed of each slice. */
    private final int[] least;

    private final int[] greatest;

    Cut(Volume volume, Volume.Plane plane) {
        this.volume = volume;
        this.plane = plane;
        this.columns = volume.slices().get(0).columns();
        this.rows = volume.slices().get(0).rows();
        int count = volume.slices().size();
        this.starts = new int[count + 1];
        this.least = new int[count];
        this.greatest = new int[count];
        Arrays.fill(least, Integer.MAX_VALUE);
        Arrays.fill(greatest, -1);
        this.order = new int[plane.columns() * plane.rows()];
        sort();
    }

    private void sort() {
        int pixels = order.length;
        int[] slices = new int[pixels];
        double[] point = new double[3];
        for (int i = 0; i < pixels; i++) {
            place(i, point);
            int slice = volume.before(Vectors.dot(point, volume.normal()));
            slices[i] = slice >= 0 && need(slice, point) ? slice : -1;
            if (slices[i] >= 0) {
                starts[slice + 1]++;
            }
        }
        for (int slice = 1; slice < starts.length; slice++) {
            starts[slice] += starts[slice - 1];
        }
        int[] next = starts.clone();
        for (int i = 0; i < pixels; i++) {
            if (slices[i] >= 0) {
                order[next[slices[i]]++] = i;
            }
        }
    }

    /** Notes the rows of both slices; false if the pixel lies beside them. */
    private boolean need(int slice, double[] point) {
        VolumeSlice one = volume.slices().get(0);
        double right = Vectors.dot(point, one.right());
        double down = Vectors.dot(point, one.down());
        for (int i = slice; i <= slice + 1; i++) {
            double column = volume.column(i, right);
            double row = volume.row(i, down);
            if (!(column >= -0.5 && column <= columns - 0.5 && row >= -0.5 && row <= rows - 0.5)) {
                return false;
            }
        }
        for (int i = slice; i <= slice + 1; i++) {
            int row = (int) within(volume.row(i, down), rows);
            least[i] = Math.min(least[i], row);
            greatest[i] = Math.max(greatest[i], Math.min(row + 1, rows - 1));
        }
        return true;
    }

    private static double within(double place, int count) {
        return Math.max(0, Math.min(place, count - 1));
    }

    private void place(int pixel, double[] point) {
        double across = pixel % plane.columns() * plane.spacing();
        double along = pixel / plane.columns() * plane.spacing();
        for (int axis = 0; axis < 3; axis++) {
            point[axis] = plane.origin()[axis] + across * plane.right()[axis] + along * plane.down()[axis];
        }
    }

    float[] values() throws IOException {
        float[] values = new float[order.length];
        Arrays.fill(values, Float.NaN);
        float[] front = null;
        for (int slice = 0; slice + 1 < volume.slices().size(); slice++) {
            if (starts[slice + 1] == starts[slice]) {
                front = null;
                continue;
            }
            front = front == null ? rows(slice) : front;
            float[] back = rows(slice + 1);
            between(slice, front, back, values);
            front = back;
        }
        return values;
    }

    private float[] rows(int slice) throws IOException {
        return volume.values(slice, least[slice], greatest[slice] + 1);
    }

    private void between(int slice, float[] front, float[] back, float[] values) {
        VolumeSlice one = volume.slices().get(0);
        double from = volume.depth(slice);
        double distance = volume.depth(slice + 1) - from;
        double[] point = new double[3];
        for (int i = starts[slice]; i < starts[slice + 1]; i++) {
            place(order[i], point);
            double right = Vectors.dot(point, one.right());
            double down = Vectors.dot(point, one.down());
            double part = Math.max(0, Math.min((Vectors.dot(point, volume.normal()) - from) / distance, 1));
            double value = 0; // nothing is taken of a slice that has no part, as it may be padding there
            if (part < 1) {
                value += (1 - part) * sample(slice, front, right, down);
            }
            if (part > 0) {
                value += part * sample(slice + 1, back, right, down);
            }
            values[order[i]] = (float) value;
        }
    }

    private double sample(int slice, float[] values, double right, double down) {
        double column = within(volume.column(slice, right), columns);
        double row = within(volume.row(slice, down), rows);
        int x = (int) column;
        int y = (int) row;
        double across = column - x;
        double along = row - y;
        int at = (y - least[slice]) * columns + x;
        double upper = mixed(values, at, across);
        return along == 0 ? upper : (1 - along) * upper + along * mixed(values, at + columns, across);
    }

    private static double mixed(float[] values, int at, double across) {
        return across == 0 ? values[at] : (1 - across) * values[at] + across * values[at + 1];
    }
}
