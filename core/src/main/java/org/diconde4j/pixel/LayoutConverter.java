package org.diconde4j.pixel;

import java.nio.ByteBuffer;

/**
 * Brings native frames from one layout into another without changing a value: planes and pixels, the size of cells and
 * where the bits stand in them; the chrominance that two pixels of YBR_FULL_422 share is given to both for YBR_FULL. Bits of a cell that belong to no sample, such as embedded overlays, become 0, unless cells
 * stay as they are. Immutable and thread-safe.
 */
public final class LayoutConverter {
    private final PixelDescription from;
    private final PixelDescription to;
    private final boolean sameCells;
    private final boolean spreads;

    private LayoutConverter(PixelDescription from, PixelDescription to) {
        this.from = from;
        this.to = to;
        this.sameCells = from.bitsAllocated() == to.bitsAllocated()
                && from.bitsStored() == to.bitsStored()
                && from.highBit() == to.highBit();
        this.spreads = from.isSubsampled()
                && from.photometricInterpretation().equals("YBR_FULL_422")
                && to.photometricInterpretation().equals("YBR_FULL");
    }

    /**
     * Prepares a conversion.
     *
     * @param from the layout that there is
     * @param to the layout that is wanted
     * @return the conversion
     * @throws PixelException if they are of another size, other colours or another kind of samples, or values would not fit
     */
    public static LayoutConverter between(PixelDescription from, PixelDescription to) {
        LayoutConverter converter = new LayoutConverter(from, to);
        boolean same = from.rows() == to.rows()
                && from.columns() == to.columns()
                && from.samplesPerPixel() == to.samplesPerPixel()
                && (converter.spreads || from.photometricInterpretation().equals(to.photometricInterpretation()))
                && from.sampleType() == to.sampleType();
        boolean moves = !converter.isIdentity();
        if (!same
                || to.bitsStored() < from.bitsStored()
                || moves && from.isSubsampled() && !converter.spreads
                || !converter.sameCells && from.sampleType().isFloat()) {
            throw new PixelException(
                    "pixels of the layout " + from + " cannot be brought into " + to + " without changing values");
        }
        if (from.frameSamples() > Integer.MAX_VALUE) {
            throw new PixelException("frames of " + from.frameSamples() + " samples are too large to be converted");
        }
        return converter;
    }

    /**
     * Whether nothing has to be done.
     *
     * @return true if frames are the same bytes in both layouts
     */
    public boolean isIdentity() {
        return sameCells && !spreads && (from.planar() == to.planar() || from.samplesPerPixel() == 1);
    }

    /**
     * Converts one frame.
     *
     * @param source the frame, from its position on; the position stays
     * @param target receives the frame from its position on, which moves on by its length; not the same memory
     */
    public void convert(ByteBuffer source, ByteBuffer target) {
        int start = target.position();
        int length = Math.toIntExact(to.frameLength());
        if (isIdentity()) {
            target.put(source.duplicate().limit(source.position() + length));
            return;
        }
        if (to.bitsAllocated() % 8 != 0) {
            Fill.zeros(target, length); // cells are put together from their bits
        }
        if (sameCells && from.bitsAllocated() % 8 == 0) {
            moveCells(source, target, start);
        } else {
            moveSamples(source, target, start);
        }
        target.position(start + length);
    }

    /** Where the nth sample of a pixel stands, in cells from the first. */
    private static int cell(PixelDescription layout, int pixel, int sample, int pixels) {
        return layout.planar() ? sample * pixels + pixel : pixel * layout.samplesPerPixel() + sample;
    }

    private int sourceCell(int pixel, int sample, int pixels) {
        if (!spreads) {
            return cell(from, pixel, sample, pixels);
        }
        int column = pixel % from.columns();
        int pair = pixel / from.columns() * ((from.columns() + 1) / 2) + column / 2;
        return 4 * pair + (sample == 0 ? column % 2 : 1 + sample); // two luminances, then the chrominances of both
    }

    private void moveCells(ByteBuffer source, ByteBuffer target, int start) {
        int size = from.bitsAllocated() / 8;
        int pixels = from.rows() * from.columns();
        int first = source.position();
        for (int sample = 0; sample < from.samplesPerPixel(); sample++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int a = first + sourceCell(pixel, sample, pixels) * size;
                int b = start + cell(to, pixel, sample, pixels) * size;
                for (int i = 0; i < size; i++) {
                    target.put(b + i, source.get(a + i));
                }
            }
        }
    }

    private void moveSamples(ByteBuffer source, ByteBuffer target, int start) {
        int pixels = from.rows() * from.columns();
        int first = source.position();
        int fromShift = from.highBit() + 1 - from.bitsStored();
        int toShift = to.highBit() + 1 - to.bitsStored();
        for (int sample = 0; sample < from.samplesPerPixel(); sample++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                long bits = bits(source, first, (long) sourceCell(pixel, sample, pixels) * from.bitsAllocated());
                long value = bits >>> fromShift;
                int unused = 64 - from.bitsStored();
                value = from.sampleType() == SampleType.SIGNED ? value << unused >> unused : value << unused >>> unused;
                value = value & -1L >>> 64 - to.bitsStored();
                put(target, start, (long) cell(to, pixel, sample, pixels) * to.bitsAllocated(), value << toShift);
            }
        }
    }

    /** A cell, the least significant bit first; it may begin within a byte. */
    private long bits(ByteBuffer source, int first, long at) {
        long value = 0;
        for (int done = 0; done < from.bitsAllocated(); ) {
            int within = (int) (at + done & 7);
            int part = Math.min(8 - within, from.bitsAllocated() - done);
            long bits = source.get(first + (int) (at + done >>> 3)) >>> within & (1 << part) - 1;
            value |= bits << done;
            done += part;
        }
        return value;
    }

    private void put(ByteBuffer target, int start, long at, long value) {
        boolean whole = to.bitsAllocated() % 8 == 0;
        for (int done = 0; done < to.bitsAllocated(); ) {
            int within = (int) (at + done & 7);
            int part = Math.min(8 - within, to.bitsAllocated() - done);
            int index = start + (int) (at + done >>> 3);
            int bits = (int) (value >>> done) & (1 << part) - 1;
            target.put(index, (byte) (whole ? bits : target.get(index) | bits << within));
            done += part;
        }
    }
}
