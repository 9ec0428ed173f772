package org.diconde4j.codec.internal.jpeg2000;

import org.diconde4j.codec.internal.jpeg2000.wavelet.Irreversible;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Level;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Plane;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Reversible;
import org.jspecify.annotations.Nullable;

/** The rows of one resolution of a tile-component, from top to bottom. One thread at a time. */
final class ComponentRows {
    private final Reversible reversible = new Reversible();
    private final Irreversible irreversible = new Irreversible();

    /** The current row if the transform is reversible. */
    int[] ints = {};
    /** The current row if it is not. */
    float[] floats = {};
    /** Where the first column wanted is in the current row. */
    int at;

    private boolean isReversible;
    /** The resolution itself, where there is no level to undo. */
    private @Nullable Plane plane;
    /** The row after the current one. */
    private int next;

    /**
     * Begins.
     *
     * @param plan the component
     * @param resolution which one to make
     * @param x0 the first column wanted
     * @param y0 the first row wanted
     */
    void begin(ComponentPlan plan, int resolution, int x0, int y0) {
        isReversible = plan.reversible;
        next = y0;
        if (resolution == 0) {
            plane = plan.lowest();
            ints = plane.ints;
            floats = plane.floats;
            return;
        }
        plane = null;
        Level level = plan.level(resolution);
        at = x0 - level.x0();
        if (isReversible) {
            reversible.begin(level, y0);
        } else {
            irreversible.begin(level, y0);
        }
    }

    /** Goes on until a row is the current one. */
    void advanceTo(int row) {
        while (next <= row) {
            if (plane != null) {
                at = plane.row(next);
            } else if (isReversible) {
                ints = reversible.next();
            } else {
                floats = irreversible.next();
            }
            next++;
        }
    }
}
