package org.diconde4j.codec.internal.jpeg2000.wavelet;

import java.util.Arrays;

/**
 * A rectangle of coefficients or samples: whole numbers of the reversible transform or floating point numbers of the other.
 * Keeps its memory for the next tile.
 */
public final class Plane {
    public int x0;
    public int y0;
    public int x1;
    public int y1;
    public int[] ints = {};
    public float[] floats = {};

    /** Takes the place of another rectangle; holds anything. */
    public void place(int left, int top, int right, int bottom, boolean reversible) {
        x0 = left;
        y0 = top;
        x1 = Math.max(left, right);
        y1 = Math.max(top, bottom);
        int size = Math.multiplyExact(width(), height());
        if (reversible && ints.length < size) {
            ints = new int[size];
        } else if (!reversible && floats.length < size) {
            floats = new float[size];
        }
    }

    /** Makes all 0. */
    public void clear(boolean reversible) {
        if (reversible) {
            Arrays.fill(ints, 0, width() * height(), 0);
        } else {
            Arrays.fill(floats, 0, width() * height(), 0);
        }
    }

    public int width() {
        return x1 - x0;
    }

    public int height() {
        return y1 - y0;
    }

    /** Where a row begins. */
    public int row(int y) {
        return (y - y0) * width();
    }
}
