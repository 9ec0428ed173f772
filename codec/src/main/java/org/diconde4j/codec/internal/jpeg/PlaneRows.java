package org.diconde4j.codec.internal.jpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;

/** Makes rows of a frame of the planes of its components: in full size, in the colours that are announced. */
final class PlaneRows {
    private final FrameRows rows;
    private final PixelDescription output;
    /** A row of each sample in full size, and what upsampling writes beyond. */
    private final int[][] lines;

    private Plane[] planes = {};
    private ColourChange colours = ColourChange.NONE;
    private int precision;
    private ChromaUpsampling up = new ChromaUpsampling(0);

    PlaneRows(FrameRows rows, PixelDescription output) {
        this.rows = rows;
        this.output = output;
        this.lines = new int[output.samplesPerPixel()][];
    }

    /** Prepares for a frame. It may be of another size than announced. */
    void begin(FrameHeader frame, Plane[] of, ColourChange change) {
        planes = of;
        colours = change;
        precision = frame.precision();
        if (up.columns() != frame.columns()) {
            up = new ChromaUpsampling(frame.columns());
            int length = Math.max(frame.columns(), output.columns()) + 8;
            Arrays.setAll(lines, i -> new int[length]);
        }
        for (int i = planes.length; i < lines.length; i++) {
            Arrays.fill(lines[i], missing(i));
        }
    }

    /** What stands for samples that are not there: black. */
    int missing(int sample) {
        boolean chrominance = sample > 0 && output.photometricInterpretation().startsWith("YBR");
        return chrominance || sample > 0 && colours == ColourChange.TO_RGB ? 1 << precision - 1 : 0;
    }

    /** Writes rows, as far as they are announced. */
    void write(ByteBuffer target, int start, int from, int to) {
        int count = Math.min(planes.length, lines.length);
        int columns = up.columns();
        int end = Math.min(to, output.rows());
        for (int y = from; y < end; y++) {
            for (int i = 0; i < count; i++) {
                up.row(planes[i], y, lines[i]);
                if (columns < output.columns()) {
                    Arrays.fill(lines[i], columns, output.columns(), missing(i));
                }
            }
            if (colours == ColourChange.TO_RGB) {
                YbrRows.toRgb(lines, columns, precision);
            } else if (colours == ColourChange.FROM_RGB) {
                YbrRows.fromRgb(lines, columns, precision);
            }
            rows.write(lines, target, start, y);
        }
    }
}
