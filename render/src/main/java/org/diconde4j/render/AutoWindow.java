package org.diconde4j.render;

import java.io.IOException;
import java.util.Arrays;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.PixelPadding;
import org.jspecify.annotations.Nullable;

/**
 * The window of an image that has none of its own: from the value that a hundredth of the pixels are below to the one that a
 * hundredth are above, padding left out. It looks at no more than 256 × 256 pixels, spread evenly over the frame, so that
 * the same frame has the same window whichever part of it is drawn, and however large.
 */
final class AutoWindow {
    private static final int GRID = 256;
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
            FrameSamples samples = FrameSamples.of(layout);
            double[] band = samples.doubles(cells);
            for (int row = 0; row < layout.rows(); row++) {
                if ((firstRow + row) % stepDown == 0) {
                    for (int column = 0; column < layout.columns(); column += stepAcross) {
                        take(band[row * layout.columns() + column]);
                    }
                }
            }
        });
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
