package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.List;

/** A level of a forward transform: the resolution that is split, where its rows come from and where they go to. */
final class ForwardLevel {
    /** Gives the rows of a resolution. Several threads at a time may ask. */
    interface Rows {
        /** Reads a row of whole numbers, which begins at 0 of the target; scratch has the same length. */
        void read(int y, int[] target, int[] scratch);

        /** Reads a row of floating point numbers. */
        void read(int y, float[] target, int[] scratch);
    }

    final int x0;
    final int y0;
    final int x1;
    final int y1;
    final Rows source;
    /** Of LL, HL, LH, HH. */
    final List<Coefficients> bands;

    ForwardLevel(int x0, int y0, int x1, int y1, Rows source, List<Coefficients> bands) {
        this.x0 = x0;
        this.y0 = y0;
        this.x1 = x1;
        this.y1 = y1;
        this.source = source;
        this.bands = List.copyOf(bands);
    }
}
