package org.diconde4j.codec.internal.jpegls;

import java.nio.ByteBuffer;
import org.diconde4j.codec.internal.Damage;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.codec.internal.jpegls.Header.Scan;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
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
    private ScanPart[] parts = {};
    /** Rows of the parts, where samples take turns. */
    private int[][] current = {};

    private int[][] above = {};
    /** Whether information was lost, or may have been as long as nothing has been decoded. */
    private boolean lossy;

    private boolean decodedAny;

    JpegLsDecoder(PixelDescription announced, DecodeOptions options, boolean near) {
        boolean colour = announced.samplesPerPixel() > 1;
        boolean full = announced.isSubsampled();
        if (full && !announced.photometricInterpretation().equals("YBR_FULL_422")) {
            throw new PixelException(
                    "expected frames that have, or can be given, as many samples of each component, found "
                            + announced);
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
            if (header.transform != 0 && (header.horizontal > 1 || header.vertical > 1)) {
                throw header.bad(in.start(), "HP's colour transform of components of different sizes cannot be undone");
            }
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
        int height = (int) Math.min(output.rows(), header.rows == 0 ? output.rows() : header.rows);
        parts = parts(header, scan, rows, height);
        current = new int[parts.length][];
        above = new int[parts.length][];
        int units = parts.length == 1
                ? parts[0].height
                : (height + header.vertical - 1) / header.vertical; // rows, or groups of them (T.87 B.2.2)
        int restart = header.restart == 0 || header.restart > units ? units : (int) header.restart;
        int at = header.at();
        for (int unit = 0; unit < units; unit += restart) {
            if (unit > 0) {
                at = marker(at);
                int expected = 0xD0 + (unit / restart - 1) % 8;
                int found = at + 1 < in.end() ? in.array()[at + 1] & 0xFF : 0;
                if (found != expected) {
                    damage.at(
                            at - in.start(),
                            String.format("expected restart marker FF%02X before unit %d", expected, unit));
                    return at;
                }
                at += 2;
            }
            decoder.model().begin();
            decoder.begin(in.array(), at, in.end());
            if (!interval(decoder, scan, unit, Math.min(units, unit + restart), target, start) && restart == units) {
                return marker(decoder.position);
            }
            at = decoder.position;
        }
        return marker(at);
    }

    /** Those of a scan, with the memory of the last one. */
    private ScanPart[] parts(Header header, Scan scan, FrameRows rows, int height) {
        int count = scan.components().length;
        ScanPart[] next = new ScanPart[count];
        for (int i = 0; i < count; i++) {
            next[i] = new ScanPart(output, rows, header, scan, i, height, i < parts.length ? parts[i] : null);
        }
        return next;
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

    /** Decodes up to the next restart; false at damage. */
    private boolean interval(ScanDecoder decoder, Scan scan, int from, int to, ByteBuffer target, int start) {
        for (ScanPart part : parts) {
            part.restart();
        }
        decoder.runIndex(0);
        for (int unit = from; unit < to; unit++) {
            boolean whole =
                    scan.interleave() == 2 ? pixels(decoder, unit, target, start) : lines(decoder, unit, target, start);
            if (!whole) {
                return false;
            }
        }
        return true;
    }

    /** Decodes a row of pixels. */
    private boolean pixels(ScanDecoder decoder, int y, ByteBuffer target, int start) {
        for (int i = 0; i < parts.length; i++) {
            current[i] = parts[i].current;
            above[i] = parts[i].above;
        }
        int found = decoder.pixels(current, above, parts[0].width);
        for (ScanPart part : parts) {
            part.end(y, found, target, start);
        }
        return isWhole(decoder, y, found, parts[0].width);
    }

    /** Decodes a row of each component, or as many as belong together: those that are left at the end may be fewer. */
    private boolean lines(ScanDecoder decoder, int unit, ByteBuffer target, int start) {
        for (ScanPart part : parts) {
            int tall = parts.length == 1 ? 1 : part.vertical;
            int end = Math.min((unit + 1) * tall, part.height);
            for (int y = unit * tall; y < end; y++) {
                decoder.runIndex(part.runIndex);
                int found = decoder.row(part.current, part.above, part.width);
                part.runIndex = decoder.runIndex();
                part.end(y, found, target, start);
                if (!isWhole(decoder, y, found, part.width)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isWhole(ScanDecoder decoder, int y, int found, int width) {
        if (found < width) {
            damage.at(
                    decoder.position - in.start(),
                    "expected " + width + " samples, found no code for column " + found + " of row " + y);
        }
        return found == width;
    }
}
