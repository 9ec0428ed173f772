package org.diconde4j.codec.internal.jpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the scans of a DCT process into planes of samples, and writes these as a frame. Sequential scans (ITU-T T.81 F.2) are
 * transformed block by block; of progressive ones (Annex G) all coefficients are kept until the end. Keeps its memory.
 */
final class DctDecoder {
    /** What is known of a component of the frame. */
    private static final class Plane {
        int horizontal;
        int vertical;
        /** Samples that belong to the image. */
        int width;

        int height;
        /** Blocks in a row and in a column, filled up to whole MCUs. */
        int across;

        int down;
        short[] samples = {};
        short[] coefficients = {};
        int[] quantization = {};
        boolean seen;
        int predicted;
        /** The own sampling factor and the greatest of the frame. */
        int[] acrossFactors = {};

        int[] downFactors = {};
    }

    private final FrameRows rows;
    private final PixelDescription output;
    private final BitInput in = new BitInput();
    private final int[] block = new int[64];
    /** A row of each component in full size, and what upsampling writes beyond. */
    private final int[][] lines;

    private final ChromaUpsampling up;
    private @Nullable JpegParser parser;
    private FrameHeader frame;
    private int base;
    private Plane[] planes = {};
    private Dct dct = new Dct(8);
    private int endOfBandRun;

    DctDecoder(FrameRows rows, PixelDescription output) {
        this.rows = rows;
        this.output = output;
        this.lines = new int[output.samplesPerPixel()][output.columns() + 8];
        this.up = new ChromaUpsampling(output.columns());
        this.frame = new FrameHeader(0, 8, 1, 1, List.of());
    }

    /** Prepares for the scans of a frame, whose size was checked. */
    void begin(JpegParser from, FrameHeader header, int start) {
        parser = from;
        frame = header;
        base = start;
        dct = new Dct(header.precision());
        int most = header.components().size();
        if (planes.length != most) {
            planes = new Plane[most];
            Arrays.setAll(planes, i -> new Plane());
        }
        int mcusAcross = ceil(header.columns(), 8 * header.horizontal());
        int mcusDown = ceil(header.rows(), 8 * header.vertical());
        for (int i = 0; i < most; i++) {
            Component component = header.components().get(i);
            Plane plane = planes[i];
            plane.horizontal = component.horizontal();
            plane.vertical = component.vertical();
            plane.width = ceil(header.columns() * component.horizontal(), header.horizontal());
            plane.height = ceil(header.rows() * component.vertical(), header.vertical());
            plane.across = mcusAcross * component.horizontal();
            plane.down = mcusDown * component.vertical();
            plane.acrossFactors = new int[] {component.horizontal(), header.horizontal()};
            plane.downFactors = new int[] {component.vertical(), header.vertical()};
            plane.seen = false;
            long size = (long) plane.across * plane.down * 64;
            if (size > Integer.MAX_VALUE - 8) {
                throw new PixelException("a component of " + size + " samples is too large");
            }
            plane.samples = cleared(plane.samples, (int) size, (short) (1 << header.precision() - 1));
            if (header.process() == FrameHeader.PROGRESSIVE) {
                plane.coefficients = cleared(plane.coefficients, (int) size, (short) 0);
            }
        }
    }

    private static short[] cleared(short[] memory, int size, short value) {
        short[] result = memory.length == size ? memory : new short[size];
        Arrays.fill(result, value);
        return result;
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private PixelException fault(String problem) {
        JpegParser from = parser;
        return from == null ? new PixelException(problem) : from.fault(in.position - base, problem);
    }

    /**
     * Decodes a scan.
     *
     * @return where its entropy-coded data ended
     */
    int scan(byte[] data, int end, ScanHeader scan) {
        boolean progressive = frame.process() == FrameHeader.PROGRESSIVE;
        in.start(data, scan.offset(), end);
        endOfBandRun = 0;
        if (progressive) {
            checkProgression(scan);
        }
        for (int component : scan.components()) {
            Plane plane = planes[component];
            JpegParser from = parser;
            int[] table = from == null
                    ? null
                    : from.quantization[frame.components().get(component).quantization()];
            if (table == null) {
                throw fault("component " + component + " has no quantization table");
            }
            plane.quantization = table;
            plane.predicted = 0;
            plane.seen = true;
        }
        if (scan.components().length == 1) {
            single(scan, progressive);
        } else {
            interleaved(scan, progressive);
        }
        return in.position;
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

    /** A scan of one component has no blocks beyond the image (A.2.2). */
    private void single(ScanHeader scan, boolean progressive) {
        Plane plane = planes[scan.components()[0]];
        int across = ceil(plane.width, 8);
        int down = ceil(plane.height, 8);
        int left = scan.restartInterval();
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                left = restart(scan, left, y, down);
                block(scan, 0, plane, x, y, progressive);
            }
            requireData(y, down);
        }
    }

    private void interleaved(ScanHeader scan, boolean progressive) {
        int across = ceil(frame.columns(), 8 * frame.horizontal());
        int down = ceil(frame.rows(), 8 * frame.vertical());
        int left = scan.restartInterval();
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                left = restart(scan, left, y, down);
                for (int i = 0; i < scan.components().length; i++) {
                    Plane plane = planes[scan.components()[i]];
                    for (int v = 0; v < plane.vertical; v++) {
                        for (int h = 0; h < plane.horizontal; h++) {
                            block(scan, i, plane, x * plane.horizontal + h, y * plane.vertical + v, progressive);
                        }
                    }
                }
            }
            requireData(y, down);
        }
    }

    private void requireData(int row, int rowCount) {
        if (in.isOverrun()) {
            throw fault("the data ends in row " + row + " of " + rowCount + " of MCUs");
        }
    }

    private int restart(ScanHeader scan, int left, int row, int rowCount) {
        if (scan.restartInterval() == 0) {
            return 0;
        }
        if (left > 0) {
            return left - 1;
        }
        requireData(row, rowCount);
        if (in.restartMarker() < 0) {
            throw fault("expected a restart marker in row " + row + " of " + rowCount + " of MCUs, found none");
        }
        endOfBandRun = 0;
        for (int component : scan.components()) {
            planes[component].predicted = 0;
        }
        return scan.restartInterval() - 1;
    }

    private void block(ScanHeader scan, int i, Plane plane, int x, int y, boolean progressive) {
        if (progressive) {
            progress(scan, i, plane, (y * plane.across + x) * 64);
            return;
        }
        sequential(scan.dc()[i], scan.ac()[i], plane);
        transform(plane, x, y);
    }

    private void transform(Plane plane, int x, int y) {
        int stride = plane.across * 8;
        dct.inverse(
                block,
                plane.samples,
                y * 8 * stride + x * 8,
                stride,
                1 << frame.precision() - 1,
                (1 << frame.precision()) - 1);
    }

    private void sequential(HuffmanTable dc, HuffmanTable ac, Plane plane) {
        int[] to = block;
        int[] quantization = plane.quantization;
        Arrays.fill(to, 0);
        plane.predicted += in.extended(category(dc));
        to[0] = plane.predicted * quantization[0];
        int k = 1;
        while (k < 64) {
            int symbol = ac.symbol(in);
            int size = symbol & 0x0F;
            k += symbol >> 4;
            if (size == 0) {
                if (symbol != 0xF0) {
                    if (symbol < 0) {
                        throw fault("a code that the table has not");
                    }
                    return; // end of block
                }
                k++;
                continue;
            }
            if (symbol < 0 || k > 63) {
                throw fault("a code that the table has not, or a coefficient beyond the last");
            }
            to[Dct.ZIGZAG[k]] = in.extended(size) * quantization[k];
            k++;
        }
    }

    private int category(HuffmanTable dc) {
        int category = dc.symbol(in);
        if (category < 0 || category > 16) {
            throw fault("a code that the table has not");
        }
        return Math.min(category, 15);
    }

    private void progress(ScanHeader scan, int i, Plane plane, int at) {
        short[] to = plane.coefficients;
        if (scan.first() == 0) {
            if (scan.high() == 0) {
                plane.predicted += in.extended(category(scan.dc()[i]));
                to[at] = (short) (plane.predicted << scan.low());
            } else {
                to[at] |= (short) (in.take(1) << scan.low());
            }
        } else if (scan.high() == 0) {
            firstBits(scan, scan.ac()[i], to, at);
        } else {
            nextBit(scan, scan.ac()[i], to, at);
        }
    }

    /** Coefficients of a band for the first time (G.1.2.2). */
    private void firstBits(ScanHeader scan, HuffmanTable ac, short[] to, int at) {
        if (endOfBandRun > 0) {
            endOfBandRun--;
            return;
        }
        int k = scan.first();
        while (k <= scan.last()) {
            int symbol = ac.symbol(in);
            if (symbol < 0) {
                throw fault("a code that the table has not");
            }
            int run = symbol >> 4;
            int size = symbol & 0x0F;
            if (size == 0) {
                if (run < 15) {
                    endOfBandRun = (1 << run) + in.take(run) - 1;
                    return;
                }
                k += 16;
                continue;
            }
            k += run;
            if (k > 63) {
                throw fault("a coefficient beyond the last");
            }
            to[at + Dct.ZIGZAG[k]] = (short) (in.extended(size) << scan.low());
            k++;
        }
    }

    /** One more bit of the coefficients of a band (G.1.2.3). */
    private void nextBit(ScanHeader scan, HuffmanTable ac, short[] to, int at) {
        int one = 1 << scan.low();
        int k = scan.first();
        if (endOfBandRun == 0) {
            while (k <= scan.last()) {
                int symbol = ac.symbol(in);
                if (symbol < 0) {
                    throw fault("a code that the table has not");
                }
                int run = symbol >> 4;
                int value = 0;
                if ((symbol & 0x0F) != 0) {
                    value = in.take(1) == 1 ? one : -one;
                } else if (run < 15) {
                    endOfBandRun = (1 << run) + in.take(run);
                    break;
                }
                k = refine(to, at, k, scan.last(), run, one);
                if (value != 0 && k <= scan.last()) {
                    to[at + Dct.ZIGZAG[k]] = (short) value;
                }
                k++;
            }
        }
        if (endOfBandRun > 0) {
            refine(to, at, k, scan.last(), 64, one);
            endOfBandRun--;
        }
    }

    /** Corrects what is not 0 until so many zeros were passed; gives the place of the next zero. */
    private int refine(short[] to, int at, int from, int last, int zeros, int one) {
        int left = zeros;
        int k = from;
        for (; k <= last; k++) {
            int place = at + Dct.ZIGZAG[k];
            short found = to[place];
            if (found != 0) {
                if (in.take(1) == 1 && (found & one) == 0) {
                    to[place] = (short) (found > 0 ? found + one : found - one);
                }
            } else if (left-- == 0) {
                break;
            }
        }
        return k;
    }

    /** Sees to it that no component is missing. */
    void requireAll() {
        for (int i = 0; i < planes.length; i++) {
            if (!planes[i].seen) {
                throw fault("the image ends before component " + i + " was there");
            }
        }
    }

    /** Writes what was decoded so far. */
    void write(ByteBuffer target, int start) {
        if (frame.process() == FrameHeader.PROGRESSIVE) {
            transformAll();
        }
        int columns = frame.columns();
        boolean transformed = isTransformed();
        for (int y = 0; y < frame.rows(); y++) {
            for (int i = 0; i < planes.length; i++) {
                Plane plane = planes[i];
                up.row(
                        plane.samples,
                        plane.across * 8,
                        plane.width,
                        plane.height,
                        plane.acrossFactors,
                        plane.downFactors,
                        y,
                        lines[i]);
            }
            if (transformed) {
                YbrRows.toRgb(lines, columns, frame.precision());
            }
            for (int i = 0; i < planes.length; i++) {
                rows.write(lines[i], 0, target, start, i, y);
            }
        }
    }

    /** Whether the data set announces RGB and the frame has luminance and chrominance all the same. */
    private boolean isTransformed() {
        JpegParser from = parser;
        return from != null
                && planes.length == 3
                && output.photometricInterpretation().equals("RGB")
                && (from.adobeTransform() == 1 || from.adobeTransform() < 0 && from.isJfif());
    }

    private void transformAll() {
        for (Plane plane : planes) {
            if (!plane.seen) {
                continue;
            }
            for (int y = 0; y < plane.down; y++) {
                for (int x = 0; x < plane.across; x++) {
                    int at = (y * plane.across + x) * 64;
                    for (int k = 0; k < 64; k++) {
                        int place = Dct.ZIGZAG[k];
                        block[place] = plane.coefficients[at + place] * plane.quantization[k];
                    }
                    transform(plane, x, y);
                }
            }
        }
    }
}
