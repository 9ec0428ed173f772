package org.diconde4j.codec.internal.jpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the scans of a DCT process into planes of samples, and writes these as a frame. Sequential scans (ITU-T T.81 F.2) are
 * transformed block by block, and their rows written as soon as all components are there; of progressive ones (Annex G) all
 * coefficients are kept until the end. Keeps its memory.
 *
 * <p>Where damage is tolerated, decoding goes on behind the next restart marker, whose number says how many intervals are lost.
 */
final class DctDecoder {
    private final BitInput in = new BitInput();
    private final SequentialBlocks sequential = new SequentialBlocks(in);
    private final ProgressiveBlocks progressive = new ProgressiveBlocks(in);
    private final PlaneRows rows;
    private final boolean tolerant;
    private final RestartMarkers restarts;

    private @Nullable JpegParser parser;
    private FrameHeader frame = new FrameHeader(0, 8, 1, 1, List.of());
    private int base;
    private ByteBuffer target = ByteBuffer.allocate(0);
    private int start;
    private Plane[] planes = {};
    private InverseDct dct = new InverseDct(8);
    private boolean isProgressive;
    /** Whether rows are written while the scan is decoded, how many were, and how many there are to write. */
    private boolean streams;

    private int written;
    private int decoded;

    /**
     * Prepares for frames of one image.
     *
     * @param damage is told of it; null if it is not tolerated
     */
    DctDecoder(FrameRows rows, PixelDescription output, @Nullable Consumer<JpegFault> damage) {
        this.rows = new PlaneRows(rows, output);
        this.tolerant = damage != null;
        this.restarts = new RestartMarkers(in, damage);
    }

    /**
     * Prepares for the scans of a frame, whose size was checked.
     *
     * @param frameStart where the encoded frame begins in its array
     * @param to where the decoded frame goes
     * @param at from here on
     */
    void begin(JpegParser from, FrameHeader header, int frameStart, ColourChange colours, ByteBuffer to, int at) {
        if (frame.precision() != header.precision()) {
            dct = new InverseDct(header.precision());
        }
        parser = from;
        frame = header;
        base = frameStart;
        target = to;
        start = at;
        written = 0;
        decoded = 0;
        isProgressive = header.process() == FrameHeader.PROGRESSIVE;
        int count = header.components().size();
        if (planes.length != count) {
            planes = new Plane[count];
            Arrays.setAll(planes, i -> new Plane());
        }
        for (int i = 0; i < count; i++) {
            planes[i].begin(header, header.components().get(i));
            if (isProgressive) {
                planes[i].clearCoefficients();
            }
        }
        rows.begin(header, planes, colours);
        if (tolerant) {
            for (int i = 0; i < count; i++) {
                planes[i].fill(rows.missing(i));
            }
        }
    }

    private JpegFault fault(String problem) {
        return new JpegFault(in.position - base, problem);
    }

    /**
     * Decodes a scan.
     *
     * @return where its entropy-coded data ended
     */
    int scan(byte[] data, int end, ScanHeader scan) {
        in.start(data, scan.offset(), end);
        if (isProgressive) {
            checkProgression(scan);
        }
        for (int component : scan.components()) {
            Plane plane = planes[component];
            if (plane.seen && !isProgressive) {
                throw fault("component " + component + " is in two scans");
            }
            plane.quantization = quantization(component);
            plane.seen = true;
        }
        streams = !isProgressive && scan.components().length == planes.length;
        boolean single = scan.components().length == 1;
        Plane first = planes[scan.components()[0]];
        // a scan of one component has no blocks beyond the image (A.2.2)
        int across = single ? Plane.ceil(first.width, 8) : first.across / first.horizontal;
        int down = single ? Plane.ceil(first.height, 8) : first.down / first.vertical;
        intervals(scan, across, across * down);
        return in.position;
    }

    private int[] quantization(int component) {
        JpegParser from = parser;
        int number = frame.components().get(component).quantization();
        int[] table = from == null ? null : from.quantization[number];
        if (table == null) {
            throw fault("component " + component + " has no quantization table");
        }
        return table;
    }

    private void checkProgression(ScanHeader scan) {
        boolean right = scan.first() == 0
                ? scan.last() == 0
                : scan.first() <= scan.last() && scan.last() < 64 && scan.components().length == 1;
        if (!right || scan.low() > 13 || scan.high() != 0 && scan.high() != scan.low() + 1) {
            throw fault("a progressive scan of coefficients " + scan.first() + " to " + scan.last() + ", bits "
                    + scan.high() + " to " + scan.low() + ", which cannot be");
        }
    }

    /** The MCUs of a scan, from restart marker to restart marker. */
    private void intervals(ScanHeader scan, int across, int total) {
        int interval = scan.restartInterval() == 0 ? total : scan.restartInterval();
        int number = 0;
        int next = 0;
        while (true) {
            progressive.restart();
            for (int component : scan.components()) {
                planes[component].predicted = 0;
            }
            int stop = Math.min(next + interval, total);
            boolean whole = isWhole(scan, across, next, stop);
            next = stop;
            if (next >= total) {
                return;
            }
            int lost = restarts.lostBefore(number, whole, base);
            if (lost < 0) {
                return;
            }
            next += lost * interval;
            number = number + lost + 1 & 7;
            if (next >= total) {
                return;
            }
        }
    }

    /** Decodes MCUs up to a restart marker; false if they are damaged and that is tolerated. */
    private boolean isWhole(ScanHeader scan, int across, int first, int stop) {
        try {
            if (scan.components().length == 1) {
                single(scan, across, first, stop);
            } else {
                interleaved(scan, across, first, stop);
            }
            return true;
        } catch (JpegFault e) {
            restarts.tell(e);
            return false;
        }
    }

    private void single(ScanHeader scan, int across, int first, int stop) {
        Plane plane = planes[scan.components()[0]];
        int x = first % across;
        int y = first / across;
        for (int mcu = first; mcu < stop; mcu++) {
            decoded = 8 * y + 8;
            block(scan, 0, plane, x, y);
            requireData(y);
            if (++x == across) {
                x = 0;
                y++;
                rowDone(8);
            }
        }
    }

    private void interleaved(ScanHeader scan, int across, int first, int stop) {
        int[] components = scan.components();
        int height = 8 * frame.vertical();
        int x = first % across;
        int y = first / across;
        for (int mcu = first; mcu < stop; mcu++) {
            decoded = height * y + height;
            for (int i = 0; i < components.length; i++) {
                Plane plane = planes[components[i]];
                for (int v = 0; v < plane.vertical; v++) {
                    for (int h = 0; h < plane.horizontal; h++) {
                        block(scan, i, plane, x * plane.horizontal + h, y * plane.vertical + v);
                    }
                }
            }
            requireData(y);
            if (++x == across) {
                x = 0;
                y++;
                rowDone(height);
            }
        }
    }

    private void requireData(int row) {
        if (in.isOverrun()) {
            throw fault("the data ends in row " + row + " of MCUs");
        }
    }

    private void block(ScanHeader scan, int i, Plane plane, int x, int y) {
        if (isProgressive) {
            if (!progressive.block(scan, i, plane, (y * plane.across + x) * 64, sequential)) {
                throw damaged();
            }
            return;
        }
        int difference = sequential.difference(scan.dc()[i]);
        if (difference == Integer.MIN_VALUE) {
            throw damaged();
        }
        plane.predicted += difference;
        int last = sequential.block(plane.predicted, scan.ac()[i], plane.quantization);
        if (last == SequentialBlocks.DAMAGED) {
            throw damaged();
        }
        dct.transform(sequential.coefficients, last, plane.samples, (y * plane.stride + x) * 8, plane.stride);
    }

    private JpegFault damaged() {
        return fault("expected a code of the Huffman table and no more than 64 coefficients, found something else");
    }

    /** Writes the rows that nothing below has a part in: chrominance is interpolated from two rows. */
    private void rowDone(int height) {
        if (streams) {
            writeTo(decoded - (height > 8 ? 1 : 0));
        }
    }

    private void writeTo(int row) {
        int to = Math.min(row, frame.rows());
        if (to > written) {
            rows.write(target, start, written, to);
            written = to;
        }
    }

    /** Sees to it that no component is missing. */
    void requireAll() {
        for (int i = 0; i < planes.length; i++) {
            if (!planes[i].seen) {
                throw fault("the image ends before component " + i + " was there");
            }
        }
    }

    /** Writes what was decoded and is not written yet. */
    void finish() {
        if (isProgressive) {
            for (Plane plane : planes) {
                if (plane.seen) {
                    transform(plane);
                }
            }
        }
        writeTo(streams ? decoded : frame.rows());
    }

    private void transform(Plane plane) {
        int[] block = sequential.coefficients;
        for (int y = 0; y < plane.down; y++) {
            for (int x = 0; x < plane.across; x++) {
                int at = (y * plane.across + x) * 64;
                int last = 0;
                for (int k = 0; k < 64; k++) {
                    int place = Zigzag.PLACES[k];
                    int value = plane.coefficients[at + place] * plane.quantization[k];
                    block[place] = value;
                    if (value != 0) {
                        last = k;
                    }
                }
                dct.transform(block, last, plane.samples, (y * plane.stride + x) * 8, plane.stride);
            }
        }
    }
}
