package org.diconde4j.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The samples of native frames as numbers in arrays, in the order in which the frame has them: pixel by pixel or plane by
 * plane. Cells of any size, sign and high bit are understood; bits of a cell that belong to no sample are passed over.
 * Immutable and thread-safe.
 */
public final class FrameSamples {
    private final PixelDescription layout;
    private final int count;
    private final int bits;
    private final int down;
    private final int unused;

    private FrameSamples(PixelDescription layout) {
        if (layout.frameSamples() > Integer.MAX_VALUE - 8) {
            throw new PixelException("frames of " + layout.frameSamples() + " samples do not fit an array");
        }
        this.layout = layout;
        this.count = (int) layout.frameSamples();
        this.bits = layout.bitsAllocated();
        this.down = layout.highBit() + 1 - layout.bitsStored();
        this.unused = 64 - layout.bitsStored();
    }

    /**
     * Prepares to read frames of one layout.
     *
     * @param layout the layout
     * @return a reader of samples
     * @throws PixelException if a frame has more samples than an array can have
     */
    public static FrameSamples of(PixelDescription layout) {
        return new FrameSamples(layout);
    }

    /**
     * How many samples a frame has.
     *
     * @return the number
     */
    public int count() {
        return count;
    }

    /**
     * Reads whole numbers of up to 32 bits, or 31 if they are unsigned.
     *
     * @param frame the frame, from its position on, as {@link FrameReader#read} gives it; the position stays
     * @return {@link #count} numbers
     * @throws PixelException if samples are floating point numbers or have more bits
     */
    public int[] ints(ByteBuffer frame) {
        int[] target = new int[count];
        ints(frame, target);
        return target;
    }

    /**
     * Reads whole numbers of up to 32 bits, or 31 if they are unsigned, into an array of the caller's.
     *
     * @param frame the frame, from its position on; the position stays
     * @param target receives {@link #count} numbers
     * @throws PixelException if samples are floating point numbers or have more bits
     */
    public void ints(ByteBuffer frame, int[] target) {
        boolean signed = layout.sampleType() == SampleType.SIGNED;
        requireIntegers(signed ? 32 : 31, "an int");
        ByteBuffer cells = cells(frame);
        if (bits == 8) {
            for (int i = 0; i < count; i++) {
                target[i] = (int) value(cells.get(i) & 0xFF);
            }
        } else if (bits == 16) {
            for (int i = 0; i < count; i++) {
                target[i] = (int) value(cells.getShort(2 * i) & 0xFFFF);
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[i] = (int) value(cell(cells, i));
            }
        }
    }

    /**
     * Reads whole numbers of up to 16 bits. Unsigned ones of 16 bits appear as if they were signed: {@link
     * Short#toUnsignedInt} gives their value.
     *
     * @param frame the frame, from its position on; the position stays
     * @return {@link #count} numbers
     * @throws PixelException if samples are floating point numbers or have more bits
     */
    public short[] shorts(ByteBuffer frame) {
        requireIntegers(16, "a short");
        ByteBuffer cells = cells(frame);
        short[] target = new short[count];
        for (int i = 0; i < count; i++) {
            target[i] = (short) value(cell(cells, i));
        }
        return target;
    }

    /**
     * Reads whole numbers of any size. Unsigned ones of 64 bits appear as if they were signed.
     *
     * @param frame the frame, from its position on; the position stays
     * @return {@link #count} numbers
     * @throws PixelException if samples are floating point numbers
     */
    public long[] longs(ByteBuffer frame) {
        requireIntegers(64, "a long");
        ByteBuffer cells = cells(frame);
        long[] target = new long[count];
        for (int i = 0; i < count; i++) {
            target[i] = value(cell(cells, i));
        }
        return target;
    }

    /**
     * Reads numbers of any type. They are exact but for whole numbers of more than 24 bits and 64-bit floating point numbers,
     * which are rounded.
     *
     * @param frame the frame, from its position on; the position stays
     * @return {@link #count} numbers
     */
    public float[] floats(ByteBuffer frame) {
        ByteBuffer cells = cells(frame);
        float[] target = new float[count];
        for (int i = 0; i < count; i++) {
            target[i] = (float) number(cells, i);
        }
        return target;
    }

    /**
     * Reads numbers of any type. They are exact but for whole numbers of more than 53 bits, which are rounded.
     *
     * @param frame the frame, from its position on; the position stays
     * @return {@link #count} numbers
     */
    public double[] doubles(ByteBuffer frame) {
        ByteBuffer cells = cells(frame);
        double[] target = new double[count];
        for (int i = 0; i < count; i++) {
            target[i] = number(cells, i);
        }
        return target;
    }

    private void requireIntegers(int most, String type) {
        if (layout.sampleType().isFloat() || layout.bitsStored() > most) {
            throw new PixelException("samples of " + layout + " do not fit " + type);
        }
    }

    private ByteBuffer cells(ByteBuffer frame) {
        if (frame.remaining() < layout.frameLength()) {
            throw new PixelException(
                    "expected a frame of " + layout.frameLength() + " bytes, found " + frame.remaining());
        }
        return frame.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private double number(ByteBuffer cells, int i) {
        return switch (layout.sampleType()) {
            case FLOAT -> cells.getFloat(4 * i);
            case DOUBLE -> cells.getDouble(8 * i);
            case SIGNED, UNSIGNED -> {
                long value = value(cell(cells, i));
                boolean wraps = layout.sampleType() == SampleType.UNSIGNED && value < 0;
                yield wraps ? value + 0x1p64 : value;
            }
        };
    }

    /** The number that stands in a cell. */
    private long value(long cell) {
        long top = cell >>> down << unused;
        return layout.sampleType() == SampleType.SIGNED ? top >> unused : top >>> unused;
    }

    /** A cell, the least significant bit first; it may begin within a byte (PS3.5 8.1.1). */
    private long cell(ByteBuffer cells, int i) {
        switch (bits) {
            case 8:
                return cells.get(i) & 0xFF;
            case 16:
                return cells.getShort(2 * i) & 0xFFFF;
            case 32:
                return cells.getInt(4 * i) & 0xFFFFFFFFL;
            default:
                break;
        }
        long at = (long) i * bits;
        long value = 0;
        for (int done = 0; done < bits; ) {
            int within = (int) (at + done & 7);
            int part = Math.min(8 - within, bits - done);
            long found = cells.get((int) (at + done >>> 3)) >>> within & (1 << part) - 1;
            value |= found << done;
            done += part;
        }
        return value;
    }
}
