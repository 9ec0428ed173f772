package org.diconde4j.codec.internal.jpegls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.codec.internal.jpegls.Header.Component;
import org.diconde4j.codec.internal.jpegls.Header.Scan;
import org.diconde4j.codec.internal.jpegls.Header.Table;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * A component of a scan: the two rows that decoding knows, and how they come into the frame. One that has fewer samples than
 * others gives each to all pixels that it belongs to, as where native YBR_FULL_422 becomes YBR_FULL: what was without loss
 * remains so, and indices of a palette remain indices.
 */
final class ScanPart {
    private final PixelDescription output;
    private final FrameRows rows;
    private final int component;
    /** Samples in a row. */
    final int width;
    /** Rows, as far as the frame has a place for them. */
    final int height;
    /** Rows that follow each other where components take turns. */
    final int vertical;

    private final int verticalMost;
    private final int imageRows;
    private final int imageColumns;
    private final int horizontal;
    private final int horizontalMost;
    private final int shift;
    private final int unused;
    private final int @Nullable [] map;
    private final int[] written;

    int[] current;
    int[] above;
    int runIndex;

    /**
     * Prepares for a scan.
     *
     * @param rows write into frames of the output
     * @param index which component of the scan
     * @param imageRows those of the frame that are decoded
     * @param last one whose memory is no longer needed
     */
    ScanPart(
            PixelDescription output,
            FrameRows rows,
            Header header,
            Scan scan,
            int index,
            int imageRows,
            @Nullable ScanPart last) {
        this.output = output;
        this.rows = rows;
        this.imageRows = imageRows;
        component = scan.components()[index];
        Component own = header.components[component];
        horizontal = own.horizontal();
        horizontalMost = header.horizontal;
        vertical = own.vertical();
        verticalMost = header.vertical;
        width = header.columns(own);
        height = header.rows(own, imageRows);
        imageColumns = (int) header.columns;
        shift = scan.shift();
        unused = output.sampleType() == SampleType.SIGNED ? 32 - header.precision : 0;
        map = values(header, scan.maps()[index]);
        if (last != null && last.width == width && last.imageColumns == imageColumns) {
            current = last.current;
            above = last.above;
            written = last.written;
        } else {
            current = new int[width + 2];
            above = new int[width + 2];
            written = new int[Math.max(imageColumns, output.columns())];
        }
    }

    /** The values that stand for those decoded; null if they are themselves. */
    private int @Nullable [] values(Header header, @Nullable Table table) {
        if (table == null) {
            return null;
        }
        if (table.width() > 2 || table.width() * 8 > output.bitsAllocated()) {
            throw header.bad(
                    header.at(),
                    "expected a mapping table of numbers that fit into " + output.bitsAllocated()
                            + " bits, found one of " + table.width() + " bytes each");
        }
        byte[] bytes = table.values().toByteArray();
        int[] values = new int[bytes.length / table.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.width() == 1 ? bytes[i] & 0xFF : (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        return values;
    }

    /** Forgets the rows before. */
    void restart() {
        Arrays.fill(above, 0);
        Arrays.fill(current, 0);
        runIndex = 0;
    }

    /**
     * Writes the current row into the frame, which is the one above from now on.
     *
     * @param y which of the component
     * @param found the samples that there are, fewer than its width at damage
     */
    void end(int y, int found, ByteBuffer target, int start) {
        if (found < width) {
            Arrays.fill(current, found + 1, width + 1, 0);
        }
        if (component < output.samplesPerPixel()) {
            write(y, target, start);
        }
        int[] swap = above;
        above = current;
        current = swap;
    }

    private void write(int y, ByteBuffer target, int start) {
        boolean plain = map == null && shift == 0 && unused == 0;
        boolean asIs = plain && horizontal == horizontalMost && width >= output.columns();
        if (!asIs) {
            values();
            spread();
        }
        int from = (y * verticalMost + vertical - 1) / vertical;
        int to = Math.min(((y + 1) * verticalMost + vertical - 1) / vertical, imageRows);
        for (int row = from; row < to; row++) {
            rows.write(asIs ? current : written, asIs ? 1 : 0, target, start, component, row);
        }
    }

    private void values() {
        int[] map = this.map;
        for (int x = 0; x < width; x++) {
            int value = current[x + 1];
            int plain = (map == null ? value : value < map.length ? map[value] : 0) << shift;
            written[x] = plain << unused >> unused;
        }
    }

    /** Gives each sample to its pixels, in place: none goes to the left of where it stands. */
    private void spread() {
        if (horizontal < horizontalMost) {
            for (int x = imageColumns - 1; x >= 0; x--) {
                written[x] = written[x * horizontal / horizontalMost];
            }
        }
    }
}
