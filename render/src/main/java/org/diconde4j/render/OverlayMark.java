package org.diconde4j.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameLocation;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.Overlay;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/**
 * An overlay plane (PS3.3 C.9.2) on the rows of a frame: graphics as they are, of a region of interest the border, since what
 * is within must stay visible.
 *
 * @param bits the plane, row by row
 * @param columns its width
 * @param rows its height
 * @param left column of the image that its first one lies over, 0 for the first
 * @param top row of the image that its first one lies over, 0 for the first
 * @param value what marked pixels become, 0 to 65,535
 */
record OverlayMark(BitSet bits, int columns, int rows, int left, int top, int value) {
    static final int WHITE = 0xFFFF;
    private static final int BASE = 0x60000000;
    private static final int FRAMES = 0x0015;
    private static final int FRAME_ORIGIN = 0x0051;

    /** The overlays of an image that lie over one of its frames; frames count from 0. */
    static List<OverlayMark> of(Dataset image, Frames frames, int frame, DecodeOptions options) throws IOException {
        List<OverlayMark> marks = new ArrayList<>();
        for (Overlay overlay : Overlay.of(image)) {
            marks.addAll(of(image, frames, frame, overlay.group(), WHITE, options));
        }
        return marks;
    }

    /** The overlay of one group, or none if it does not lie over the frame. */
    static List<OverlayMark> of(Dataset image, Frames frames, int frame, int group, int value, DecodeOptions options)
            throws IOException {
        for (Overlay overlay : Overlay.of(image)) {
            int plane = overlay.group() == group ? plane(image, overlay, frame) : -1;
            if (plane >= 0 && overlay.data() != null) {
                return List.of(ofData(overlay, plane, frames.transferSyntax(), options, value));
            }
            if (plane >= 0 && overlay.isEmbedded() && frames.location() == FrameLocation.NATIVE) {
                return List.of(of(overlay, embedded(overlay, frames, frame, options), value));
            }
        }
        return List.of();
    }

    /** The plane over a frame, or -1. One that says nothing of frames lies over all. */
    private static int plane(Dataset image, Overlay overlay, int frame) {
        int group = BASE | overlay.group() - 0x6000 << 16;
        if (overlay.isEmbedded() || !image.contains(group | FRAMES) && !image.contains(group | FRAME_ORIGIN)) {
            return 0;
        }
        int plane = frame - (overlay.firstFrame() - 1);
        return plane >= 0 && plane < overlay.frames() ? plane : -1;
    }

    /** A plane that has data of its own. */
    static OverlayMark ofData(Overlay overlay, int plane, TransferSyntax syntax, DecodeOptions options, int value)
            throws IOException {
        if (overlay.data() == null) {
            throw new PixelException("overlay " + Integer.toHexString(overlay.group()) + " has no data of its own");
        }
        Frames planes = Frames.of(overlay.data(), overlay.description(), syntax, options.deviations());
        if (plane >= planes.count()) {
            return of(overlay, new BitSet(), value); // announced, and not there
        }
        ByteBuffer bytes = planes.buffer(plane, options.limits());
        return of(overlay, BitSet.valueOf(bytes), value);
    }

    private static OverlayMark of(Overlay overlay, BitSet bits, int value) {
        if ((long) overlay.rows() * overlay.columns() > Integer.MAX_VALUE) {
            throw new PixelException(
                    "an overlay of " + overlay.columns() + " × " + overlay.rows() + " is more than can be drawn");
        }
        BitSet shown = overlay.type().equals("R") ? border(bits, overlay.columns(), overlay.rows()) : bits;
        return new OverlayMark(
                shown, overlay.columns(), overlay.rows(), overlay.originColumn() - 1, overlay.originRow() - 1, value);
    }

    private static BitSet embedded(Overlay overlay, Frames frames, int frame, DecodeOptions options)
            throws IOException {
        PixelDescription layout = frames.description();
        int bit = overlay.bitPosition();
        int cell = layout.bitsAllocated();
        BitSet bits = new BitSet();
        if (bit >= cell || layout.samplesPerPixel() != 1 || cell % 8 != 0) {
            return bits;
        }
        DecodeOptions.Region whole = new DecodeOptions.Region(0, 0, layout.columns(), layout.rows());
        int columns = Math.min(layout.columns(), overlay.columns());
        try (FrameRows rows = FrameRows.open(frames, frame, FrameCodecs.of(), options, whole, 0)) {
            rows.bands(0, Math.min(layout.rows(), overlay.rows()), 1, (firstRow, band, cells) -> {
                for (int row = 0; row < band.rows(); row++) {
                    for (int column = 0; column < columns; column++) {
                        int at = (row * band.columns() + column) * (cell / 8) + bit / 8;
                        if ((cells.get(cells.position() + at) >> bit % 8 & 1) != 0) {
                            bits.set((firstRow + row) * overlay.columns() + column);
                        }
                    }
                }
            });
        }
        return bits;
    }

    private static BitSet border(BitSet bits, int columns, int rows) {
        BitSet border = new BitSet(columns * rows);
        for (int i = bits.nextSetBit(0); i >= 0 && i < columns * rows; i = bits.nextSetBit(i + 1)) {
            int column = i % columns;
            boolean within = column > 0
                    && column < columns - 1
                    && i >= columns
                    && bits.get(i - 1)
                    && bits.get(i + 1)
                    && bits.get(i - columns)
                    && bits.get(i + columns);
            if (!within) {
                border.set(i);
            }
        }
        return border;
    }

    /** Whether one of some pixels of the image is marked. */
    boolean isMarked(int column, int row, int size) {
        int from = Math.max(0, column - left);
        int to = Math.min(columns, column - left + size);
        for (int y = Math.max(0, row - top); y < Math.min(rows, row - top + size); y++) {
            int next = from < to ? bits.nextSetBit(y * columns + from) : -1;
            if (next >= 0 && next < y * columns + to) {
                return true;
            }
        }
        return false;
    }

    /** Marks a row of samples, which begins with a column of the rows that there are. */
    void mark(FrameRows frame, int row, int from, int count, int[] samples, int channels) {
        int size = 1 << frame.reduction();
        int imageRow = frame.imageRow(row);
        if (imageRow + size <= top || imageRow >= top + rows) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (isMarked(frame.imageColumn(from + i), imageRow, size)) {
                for (int channel = 0; channel < channels; channel++) {
                    samples[i * channels + channel] = value;
                }
            }
        }
    }
}
