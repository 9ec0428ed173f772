package org.diconde4j.render;

import java.nio.ByteBuffer;
import org.diconde4j.pixel.PixelDescription;

/** Makes what a display shows of the bands of a frame: P-values of 16 bits (PS3.14), or red, green and blue. Not thread-safe. */
interface Painter {
    /** Samples of a pixel: 1 if grey, 3 if red, green and blue. */
    int channels();

    /** Takes the band whose rows are asked for next. */
    void band(PixelDescription layout, ByteBuffer cells);

    /**
     * Paints a part of a row.
     *
     * @param row row of the band
     * @param from first column
     * @param to behind the last column
     * @param target receives the samples, pixel by pixel, 0 to 65,535
     */
    void row(int row, int from, int to, int[] target);
}
