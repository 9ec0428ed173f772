package org.diconde4j.codec.internal.jpegls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.codec.internal.Damage;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.codec.internal.jpegls.Header.Scan;
import org.diconde4j.codec.internal.jpegls.Header.Table;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/** Decodes frames of JPEG-LS, scan by scan and row by row. */
final class JpegLsDecoder implements FrameDecoder {
    /** A row of the codestream may be so much longer than announced and still be decoded where damage is tolerated. */
    private static final int LONGER = 4;

    private static final int LONGER_IN_ALL = 1 << 16;

    private final PixelDescription output;
    private final Damage damage;
    private final boolean tolerant;
    private final FrameBytes in = new FrameBytes();
    private @Nullable FrameRows rows;
    private int rowsPrecision;
    private @Nullable ScanDecoder decoder;
    private int[][] above = {};
    private int[][] current = {};
    private int[] mapped = {};
    /** Whether information was lost, or may have been as long as nothing has been decoded. */
    private boolean lossy;

    private boolean decodedAny;

    JpegLsDecoder(PixelDescription announced, DecodeOptions options, boolean near) {
        boolean colour = announced.samplesPerPixel() > 1;
        boolean full = announced.isSubsampled();
        if (full && !announced.photometricInterpretation().equals("YBR_FULL_422")) {
            throw new PixelException("JPEG-LS has as many samples of each component, not " + announced);
        }
        output = colour
                ? announced.withColour(
                        announced.samplesPerPixel(), full ? "YBR_FULL" : announced.photometricInterpretation(), false)
                : announced;
        new FrameRows(output); // refuses what has no cells of 8, 16 or 32 bits
        if (output.frameLength() > Integer.MAX_VALUE - 64) {
            throw new PixelException("expected frames that fit into an array, found " + announced);
        }
        damage = new Damage(options);
        tolerant = options.isTolerant();
        lossy = near;
    }

    @Override
    public PixelDescription output() {
        return output;
    }

    @Override
    public @Nullable String lossyMethod() {
        return lossy ? JpegLsCodec.METHOD : null;
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer target) {
        damage.begin();
        in.read(encoded);
        int start = target.position();
        int length = (int) output.frameLength();
        if (target.remaining() < length) {
            throw new IndexOutOfBoundsException("a frame of " + length + " bytes into " + target.remaining());
        }
        if (tolerant) {
            for (int i = 0; i < length; i++) {
                target.put(start + i, (byte) 0); // what cannot be decoded stays 0
            }
        }
        Header header = new Header(in.array(), in.start(), in.end(), damage);
        header.begin();
        boolean[] seen = new boolean[output.samplesPerPixel()];
        boolean near = false;
        try {
            near = scans(header, seen, target, start);
        } catch (PixelException e) {
            if (!tolerant || none(seen)) {
                throw e;
            }
            damage.note(header.at() - in.start(), String.valueOf(e.getMessage()));
        }
        if (!all(seen)) {
            damage.at(header.at() - in.start(), "expected scans of " + seen.length + " components, found fewer");
        }
        if (header.transform != 0 && seen.length == 3 && rows != null) {
            HpColours.undo(header.transform, header.precision, output, rows, target, start);
        }
        lossy = decodedAny ? lossy | near : near;
        decodedAny = true;
        target.position(start + length);
    }

    /** Decodes scans until all components have been seen; gives whether one was near-lossless. */
    private boolean scans(Header header, boolean[] seen, ByteBuffer target, int start) {
        boolean near = false;
        for (Scan scan = header.nextScan(); scan != null; scan = header.nextScan()) {
            if (rows == null || header.precision != rowsPrecision) {
                rows = rows(header.precision);
            }
            size(header);
            near |= scan.near() > 0;
            for (int component : scan.components()) {
                if (component < seen.length) {
                    seen[component] = true;
                }
            }
            header.at(scan(header, scan, rows, target, start));
            if (all(seen)) {
                break; // whatever follows is of no interest, not even EOI
            }
        }
        return near;
    }

    private static boolean none(boolean[] seen) {
        for (boolean one : seen) {
            if (one) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(boolean[] seen) {
        for (boolean one : seen) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** Writes rows of so many bits; the data set may announce more or fewer. */
    private FrameRows rows(int precision) {
        boolean wholeCells = precision == output.bitsAllocated();
        int low = wholeCells ? 0 : output.highBit() + 1 - output.bitsStored();
        if (precision + low > output.bitsAllocated()) {
            throw new PixelException("expected samples of " + output.bitsStored() + " bits, found " + precision
                    + " in the codestream, for which there is no room");
        }
        rowsPrecision = precision;
        return new FrameRows(output.withBits(output.bitsAllocated(), precision, precision + low - 1));
    }

    private void size(Header header) {
        int samples = output.samplesPerPixel();
        // few bits are coded as if they were 8, so that more decoders take them
        int stored = output.bitsStored();
        if (header.precision != Math.max(2, stored) && header.precision != Math.max(8, stored)) {
            damage.note(0, "expected samples of " + output.bitsStored() + " bits, found " + header.precision);
        }
        boolean same = header.columns == output.columns()
                && (header.rows == output.rows() || header.rows == 0)
                && header.components.length == samples;
        if (!same) {
            String problem = "expected " + output.columns() + " × " + output.rows() + " pixels of " + samples
                    + " samples, found " + header.columns + " × " + header.rows + " of " + header.components.length;
            damage.at(0, problem);
            long row = header.columns * header.components.length;
            if (row > (long) LONGER * samples * output.columns() + LONGER_IN_ALL || header.columns == 0) {
                throw header.bad(in.start(), problem);
            }
        }
    }

    /** Decodes a scan; gives where the codestream goes on. */
    private int scan(Header header, Scan scan, FrameRows rows, ByteBuffer target, int start) {
        ScanDecoder decoder = decoder(header.preset(scan), scan.near());
        int components = scan.components().length;
        int width = (int) header.columns;
        int height = (int) Math.min(output.rows(), header.rows == 0 ? output.rows() : header.rows);
        int[][] maps = maps(header, scan);
        allocate(components, width);
        int restart = header.restart == 0 || header.restart > height ? height : (int) header.restart;
        int at = header.at();
        for (int y = 0; y < height; y += restart) {
            int until = Math.min(height, y + restart);
            if (y > 0) {
                at = marker(at);
                int expected = 0xD0 + (y / restart - 1) % 8;
                int found = at + 1 < in.end() ? in.array()[at + 1] & 0xFF : 0;
                if (found != expected) {
                    damage.at(
                            at - in.start(),
                            String.format("expected restart marker FF%02X before row %d", expected, y));
                    return at;
                }
                at += 2;
            }
            decoder.model().begin();
            decoder.begin(in.array(), at, in.end());
            if (!interval(decoder, scan, maps, y, until, width, rows, target, start)) {
                at = decoder.position;
                if (restart == height) {
                    return marker(at);
                }
            }
            at = decoder.position;
        }
        return marker(at);
    }

    /** The one of the last scan, if that had the same parameters. */
    private ScanDecoder decoder(Preset preset, int near) {
        ScanDecoder last = decoder;
        if (last == null || last.model().near != near || !last.model().preset.equals(preset)) {
            last = new ScanDecoder(new Model(preset, near));
            decoder = last;
        }
        return last;
    }

    /** The next marker: data of a scan do not look like one (T.87 A.1). */
    private int marker(int from) {
        byte[] bytes = in.array();
        int at = from;
        while (at + 1 < in.end() && (bytes[at] != -1 || bytes[at + 1] >= 0 || bytes[at + 1] == -1)) {
            at++;
        }
        return at + 1 < in.end() ? at : in.end();
    }

    private void allocate(int components, int width) {
        if (current.length != components || current[0].length != width + 2) {
            current = new int[components][width + 2];
            above = new int[components][width + 2];
        }
        int longer = Math.max(width, output.columns()) + 2;
        if (mapped.length < longer) {
            mapped = new int[longer];
        }
    }

    /** Decodes rows up to the next restart; false at damage. */
    private boolean interval(
            ScanDecoder decoder,
            Scan scan,
            int @Nullable [][] maps,
            int from,
            int to,
            int width,
            FrameRows rows,
            ByteBuffer target,
            int start) {
        int components = scan.components().length;
        int[] runs = new int[components];
        for (int c = 0; c < components; c++) {
            Arrays.fill(above[c], 0);
            Arrays.fill(current[c], 0);
        }
        decoder.runIndex(0);
        for (int y = from; y < to; y++) {
            int found = width;
            if (scan.interleave() == 2) {
                found = decoder.pixels(current, above, width);
            } else {
                for (int c = 0; c < components && found == width; c++) {
                    decoder.runIndex(runs[c]);
                    found = decoder.row(current[c], above[c], width);
                    runs[c] = decoder.runIndex();
                }
            }
            if (found < width) {
                damage.at(
                        decoder.position - in.start(),
                        "expected " + (to - from) + " rows of a scan, found no code for column " + found + " of row "
                                + y);
            }
            for (int c = 0; c < components; c++) {
                if (found < width) {
                    Arrays.fill(current[c], found + 1, width + 1, 0);
                }
                if (scan.components()[c] < output.samplesPerPixel()) {
                    write(scan, c, maps, width, rows, target, start, y);
                }
            }
            if (found < width) {
                return false;
            }
            int[][] swap = above;
            above = current;
            current = swap;
        }
        return true;
    }

    private void write(
            Scan scan,
            int component,
            int @Nullable [][] maps,
            int width,
            FrameRows rows,
            ByteBuffer target,
            int start,
            int y) {
        int[] row = current[component];
        int[] map = maps == null ? null : maps[component];
        int unused = output.sampleType() == SampleType.SIGNED ? 32 - rowsPrecision : 0;
        if (map != null || scan.shift() > 0 || unused > 0 || width < output.columns()) {
            Arrays.fill(mapped, 0);
            for (int x = 1; x <= width; x++) {
                int value = row[x];
                int plain = (map == null ? value : value < map.length ? map[value] : 0) << scan.shift();
                mapped[x] = plain << unused >> unused;
            }
            row = mapped;
        }
        rows.write(row, 1, target, start, scan.components()[component], y);
    }

    /** The values that stand for those decoded; null if they are themselves. */
    private int @Nullable [][] maps(Header header, Scan scan) {
        int[][] maps = null;
        for (int c = 0; c < scan.maps().length; c++) {
            Table table = scan.maps()[c];
            if (table != null) {
                if (table.width() > 2 || table.width() * 8 > output.bitsAllocated()) {
                    throw header.bad(
                            header.at(),
                            "expected a mapping table of numbers that fit into " + output.bitsAllocated()
                                    + " bits, found one of " + table.width() + " bytes each");
                }
                maps = maps == null ? new int[scan.maps().length][] : maps;
                maps[c] = values(table);
            }
        }
        return maps;
    }

    private static int[] values(Table table) {
        byte[] bytes = table.values().toByteArray();
        int[] values = new int[bytes.length / table.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.width() == 1 ? bytes[i] & 0xFF : (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        return values;
    }
}
