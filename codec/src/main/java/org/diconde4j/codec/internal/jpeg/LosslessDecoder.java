package org.diconde4j.codec.internal.jpeg;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/** Decodes scans of the lossless process (ITU-T T.81 Annex H) row by row into a frame. Keeps two rows of memory. */
final class LosslessDecoder {
    private final FrameRows rows;
    private final PixelDescription output;
    private final int columns;
    private final int samples;
    private final BitInput in = new BitInput();
    private final RestartMarkers restarts;
    /** The differences of a row, the components of a scan interleaved. */
    private final int[] differences;

    private final int[][] line;
    private final int[][] above;
    /** As long as the row of the frame and the announced one. */
    private final int[] written;

    /**
     * Prepares for frames of a size.
     *
     * @param damage is told of it; null if it is not tolerated
     */
    LosslessDecoder(FrameRows rows, FrameHeader frame, PixelDescription output, @Nullable Consumer<JpegFault> damage) {
        restarts = new RestartMarkers(in, damage);
        this.rows = rows;
        this.output = output;
        columns = frame.columns();
        samples = frame.components().size();
        differences = new int[columns * samples];
        line = new int[samples][columns];
        above = new int[samples][columns];
        written = new int[Math.max(columns, output.columns())];
    }

    /** Whether frames of this size can be decoded. */
    boolean isFor(FrameHeader frame) {
        return frame.columns() == columns && frame.components().size() == samples;
    }

    /**
     * Decodes a scan.
     *
     * @param start where the frame begins in the target
     * @return where the entropy-coded data ended
     */
    int decode(JpegParser parser, byte[] data, int end, int base, ScanHeader scan, ByteBuffer target, int start) {
        FrameHeader frame = parser.header();
        if (scan.first() < 1 || scan.first() > 7) {
            throw parser.fault(scan.offset() - base, "predictor " + scan.first() + ", expected 1 to 7");
        }
        if (scan.low() >= frame.precision()) {
            throw parser.fault(
                    scan.offset() - base, "point transform " + scan.low() + " of " + frame.precision() + " bits");
        }
        int interval = scan.restartInterval();
        if (interval % columns != 0) {
            throw parser.fault(
                    scan.offset() - base,
                    "restart interval " + interval + ", expected a multiple of the " + columns + " columns (H.1.1)");
        }
        in.start(data, scan.offset(), end);
        int height = interval == 0 ? frame.rows() : interval / columns;
        int number = 0;
        int from = 0;
        while (true) {
            int to = Math.min(from + height, frame.rows());
            boolean whole = isWhole(frame, scan, from, to, base, target, start);
            if (to >= frame.rows()) {
                return in.position;
            }
            int lost = restarts.lostBefore(number, whole, base);
            from = to + lost * height;
            number = number + lost + 1 & 7;
            if (lost < 0 || from >= frame.rows()) {
                return in.position;
            }
        }
    }

    /** Decodes the rows of a restart interval; false if they are damaged and that is tolerated. */
    private boolean isWhole(
            FrameHeader frame, ScanHeader scan, int from, int to, int base, ByteBuffer target, int start) {
        int count = scan.components().length;
        for (int y = from; y < to; y++) {
            boolean known = count == 1 ? differences(scan.dc()[0]) : differences(scan.dc(), count);
            if (!known || in.isOverrun()) {
                restarts.tell(new JpegFault(
                        in.position - base,
                        known
                                ? "the data ends in row " + y + " of " + frame.rows()
                                : "a code that the table has not, in row " + y));
                return false;
            }
            for (int i = 0; i < count; i++) {
                int component = scan.components()[i];
                int[] current = above[component];
                above[component] = line[component];
                line[component] = current;
                spread(i, count, current);
                if (y == from) {
                    first(current, 1 << frame.precision() - scan.low() - 1);
                } else {
                    predict(scan.first(), current, above[component]);
                }
                if (y < output.rows() && component < output.samplesPerPixel()) {
                    int[] row = finished(current, frame.precision(), scan.low());
                    rows.write(row, 0, target, start, component, y);
                }
            }
        }
        return true;
    }

    private boolean differences(HuffmanTable table) {
        int[] numbers = table.numbers();
        int[] to = differences;
        BitInput input = in;
        for (int x = 0; x < columns; x++) {
            input.fill();
            int entry = numbers[(int) (input.bits >>> 64 - HuffmanTable.FAST)];
            if (entry != 0 && (entry & HuffmanTable.SYMBOL) == 0) {
                int taken = entry & 0x7F;
                input.bits <<= taken;
                input.count -= taken;
                to[x] = entry >> 8;
            } else if (!slow(table, entry, x)) {
                return false;
            }
        }
        return true;
    }

    private boolean differences(HuffmanTable[] tables, int count) {
        int[][] numbers = new int[count][];
        for (int i = 0; i < count; i++) {
            numbers[i] = tables[i].numbers();
        }
        int at = 0;
        BitInput input = in;
        for (int x = 0; x < columns; x++) {
            for (int i = 0; i < count; i++, at++) {
                input.fill();
                int entry = numbers[i][(int) (input.bits >>> 64 - HuffmanTable.FAST)];
                if (entry != 0 && (entry & HuffmanTable.SYMBOL) == 0) {
                    int taken = entry & 0x7F;
                    input.bits <<= taken;
                    input.count -= taken;
                    differences[at] = entry >> 8;
                } else if (!slow(tables[i], entry, at)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean slow(HuffmanTable table, int entry, int at) {
        int category;
        if (entry == 0) {
            category = table.longSymbol(in);
        } else {
            category = entry >> 8;
            in.bits <<= entry & 0x7F;
            in.count -= entry & 0x7F;
        }
        if (category < 0 || category > 16) {
            return false;
        }
        differences[at] = category == 16 ? 32768 : in.extended(category); // H.1.2.2: 16 has no additional bits
        return true;
    }

    private void spread(int i, int count, int[] current) {
        if (count == 1) {
            System.arraycopy(differences, 0, current, 0, columns);
            return;
        }
        for (int x = 0, at = i; x < columns; x++, at += count) {
            current[x] = differences[at];
        }
    }

    /** The first row, also after a restart: each sample from that to its left (H.1.1). */
    private static void first(int[] row, int start) {
        int last = start;
        for (int x = 0; x < row.length; x++) {
            last = last + row[x] & 0xFFFF;
            row[x] = last;
        }
    }

    private static void predict(int predictor, int[] row, int[] up) {
        int last = up[0] + row[0] & 0xFFFF;
        row[0] = last;
        int n = row.length;
        switch (predictor) {
            case 1 -> {
                for (int x = 1; x < n; x++) {
                    last = last + row[x] & 0xFFFF;
                    row[x] = last;
                }
            }
            case 2 -> {
                for (int x = 1; x < n; x++) {
                    row[x] = up[x] + row[x] & 0xFFFF;
                }
            }
            case 3 -> {
                for (int x = 1; x < n; x++) {
                    row[x] = up[x - 1] + row[x] & 0xFFFF;
                }
            }
            case 4 -> {
                for (int x = 1; x < n; x++) {
                    last = last + up[x] - up[x - 1] + row[x] & 0xFFFF;
                    row[x] = last;
                }
            }
            case 5 -> {
                for (int x = 1; x < n; x++) {
                    last = last + (up[x] - up[x - 1] >> 1) + row[x] & 0xFFFF;
                    row[x] = last;
                }
            }
            case 6 -> {
                for (int x = 1; x < n; x++) {
                    last = up[x] + (last - up[x - 1] >> 1) + row[x] & 0xFFFF;
                    row[x] = last;
                }
            }
            case 7 -> {
                for (int x = 1; x < n; x++) {
                    last = (last + up[x] >> 1) + row[x] & 0xFFFF;
                    row[x] = last;
                }
            }
            default -> throw new PixelException("predictor " + predictor);
        }
    }

    /** Undoes the point transform, and extends the sign. */
    private int[] finished(int[] row, int precision, int shift) {
        boolean signed = output.sampleType() == SampleType.SIGNED;
        if (shift == 0 && !signed && columns >= output.columns()) {
            return row;
        }
        int unused = 32 - precision;
        for (int x = 0; x < columns; x++) {
            int value = row[x] << shift;
            written[x] = signed ? value << unused >> unused : value;
        }
        return written;
    }
}
