package org.diconde4j.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelPadding;
import org.jspecify.annotations.Nullable;

/**
 * The window of an image that has none of its own: from the value that a hundredth of the pixels are below to the one that a
 * hundredth are above, padding left out. It looks at no more than 128 × 128 pixels, spread evenly over the frame, so that
 * the same frame has the same window whichever part of it is drawn, and however large.
 */
final class AutoWindow {
    private static final int GRID = 128;
    private static final double LEFT_OUT = 0.01;
    /** Halved frames that are looked at have at least this many rows and columns. */
    private static final int LEAST = 2 * GRID;

    private final Modality modality;
    private final @Nullable PixelPadding padding;
    private double[] values = new double[1 << 12];
    private int count;

    private AutoWindow(Modality modality, @Nullable PixelPadding padding) {
        this.modality = modality;
        this.padding = padding;
    }

    /** How often a frame may be halved to be looked at. */
    static int halvings(int columns, int rows) {
        int halvings = 0;
        while (Math.min(columns, rows) >> halvings + 1 >= LEAST) {
            halvings++;
        }
        return halvings;
    }

    /** The window for most values. */
    static Window of(FrameRows rows, Modality modality, @Nullable PixelPadding padding) throws IOException {
        return collected(rows, modality, padding).window(LEFT_OUT);
    }

    /** The window for all values, the least being black and the greatest white. */
    static Window ofAll(FrameRows rows, Modality modality) throws IOException {
        return collected(rows, modality, null).window(0);
    }

    private static AutoWindow collected(FrameRows rows, Modality modality, @Nullable PixelPadding padding)
            throws IOException {
        AutoWindow window = new AutoWindow(modality, padding);
        window.collect(rows);
        return window;
    }

    private void collect(FrameRows rows) throws IOException {
        int stepDown = (rows.layout().rows() + GRID - 1) / GRID;
        int stepAcross = (rows.layout().columns() + GRID - 1) / GRID;
        rows.bands(0, rows.layout().rows(), stepDown, (firstRow, layout, cells) -> {
            for (int row = 0; row < layout.rows(); row++) {
                if ((firstRow + row) % stepDown == 0) {
                    thinned(layout, cells, row, stepAcross);
                }
            }
        });
    }

    /** Takes some columns of a row: of cells that are bytes only those are looked at. */
    private void thinned(PixelDescription layout, ByteBuffer cells, int row, int step) {
        int columns = layout.columns();
        int size = layout.bitsAllocated() / 8;
        if (layout.bitsAllocated() % 8 != 0) {
            double[] all = FrameSamples.of(layout).doubles(cells);
            for (int column = 0; column < columns; column += step) {
                take(all[row * columns + column]);
            }
            return;
        }
        int some = (columns + step - 1) / step;
        byte[] few = new byte[some * size];
        int from = cells.arrayOffset() + cells.position() + row * columns * size;
        for (int i = 0; i < few.length; i++) {
            few[i] = cells.array()[from + i / size * step * size + i % size];
        }
        for (double stored : FrameSamples.of(layout.withSize(1, some)).doubles(ByteBuffer.wrap(few))) {
            take(stored);
        }
    }

    private void take(double stored) {
        if (padding != null && padding.contains(stored)) {
            return;
        }
        double value = modality.value(stored);
        if (!Double.isFinite(value)) {
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    private Window window(double leftOut) {
        if (count == 0) {
            return Window.of(0, 1);
        }
        Arrays.sort(values, 0, count);
        double low = values[(int) Math.floor(leftOut * (count - 1))];
        double high = values[(int) Math.ceil((1 - leftOut) * (count - 1))];
        return low < high ? Window.between(low, high) : Window.between(values[0], values[count - 1]);
    }
}
