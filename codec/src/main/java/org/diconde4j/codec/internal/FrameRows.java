package org.diconde4j.codec.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;

/**
 * Reads and writes the samples of native frames as whole numbers, a row of one sample at a time. Cells have 8, 16 or 32
 * bits. Bits above and below the sample are passed over when read; written, the value is sign-extended or filled up with 0.
 * Keeps a row of memory; not thread-safe.
 */
public final class FrameRows {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int columns;
    private final int cell;
    private final long rowLength;
    private final long planeLength;
    private final int step;
    private final int up;
    private final int down;
    private final boolean signed;
    private final int low;
    private byte[] row = {};

    /**
     * Prepares for frames of one layout.
     *
     * @param layout has cells of 8, 16 or 32 bits, and as many samples for each pixel
     * @throws PixelException if it does not
     */
    public FrameRows(PixelDescription layout) {
        int bits = layout.bitsAllocated();
        if (bits != 8 && bits != 16 && bits != 32
                || layout.isSubsampled()
                || layout.sampleType().isFloat()) {
            throw new PixelException("expected whole numbers in cells of 8, 16 or 32 bits, found " + layout);
        }
        columns = layout.columns();
        cell = bits / 8;
        step = layout.planar() ? cell : cell * layout.samplesPerPixel();
        rowLength = (long) columns * step;
        planeLength = layout.planar() ? rowLength * layout.rows() : cell;
        signed = layout.sampleType() == SampleType.SIGNED;
        low = layout.highBit() + 1 - layout.bitsStored();
        up = 31 - layout.highBit();
        down = 32 - layout.bitsStored();
    }

    /**
     * Reads a row of one sample.
     *
     * @param frame the frame
     * @param start where it begins in the buffer
     * @param sample 0 for the first of a pixel
     * @param y the row, 0 for the first
     * @param target receives as many numbers as there are columns; unsigned ones of 32 bits appear as if signed
     * @param at from here on
     */
    public void read(ByteBuffer frame, int start, int sample, int y, int[] target, int at) {
        int from = Math.toIntExact(start + sample * planeLength + y * rowLength);
        if (frame.hasArray()) {
            read(frame.array(), frame.arrayOffset() + from, columns, target, at);
        } else {
            read(copy(frame, from), 0, columns, target, at);
        }
    }

    /**
     * Reads a part of a row of one sample. Threads may do so at the same time.
     *
     * @param frame the frame
     * @param start where it begins in the array
     * @param sample 0 for the first of a pixel
     * @param y the row, 0 for the first
     * @param x the first column of the part
     * @param count columns of the part
     * @param target receives as many numbers; unsigned ones of 32 bits appear as if signed
     * @param at from here on
     */
    public void read(byte[] frame, int start, int sample, int y, int x, int count, int[] target, int at) {
        int from = Math.toIntExact(start + sample * planeLength + y * rowLength + (long) x * step);
        read(frame, from, count, target, at);
    }

    private void read(byte[] bytes, int from, int count, int[] target, int at) {
        int index = from;
        switch (cell) {
            case 1 -> {
                for (int x = 0; x < count; x++, index += step) {
                    target[at + x] = sample(bytes[index]);
                }
            }
            case 2 -> {
                for (int x = 0; x < count; x++, index += step) {
                    target[at + x] = sample((short) SHORTS.get(bytes, index));
                }
            }
            default -> {
                for (int x = 0; x < count; x++, index += step) {
                    target[at + x] = sample((int) INTS.get(bytes, index));
                }
            }
        }
    }

    /** What a cell holds, its upper bits pushed out. */
    private int sample(int bits) {
        return signed ? bits << up >> down : bits << up >>> down;
    }

    /**
     * Writes a row of one sample.
     *
     * @param source has as many numbers as there are columns
     * @param at from here on
     * @param frame the frame
     * @param start where it begins in the buffer
     * @param sample 0 for the first of a pixel
     * @param y the row, 0 for the first
     */
    public void write(int[] source, int at, ByteBuffer frame, int start, int sample, int y) {
        int to = Math.toIntExact(start + sample * planeLength + y * rowLength);
        if (frame.hasArray()) {
            write(source, at, frame.array(), frame.arrayOffset() + to);
            return;
        }
        byte[] bytes = copy(frame, to); // the cells of other samples stay
        write(source, at, bytes, 0);
        frame.put(to, bytes, 0, rowBytes());
    }

    private void write(int[] source, int at, byte[] bytes, int from) {
        int index = from;
        switch (cell) {
            case 1 -> {
                for (int x = 0; x < columns; x++, index += step) {
                    bytes[index] = (byte) (source[at + x] << low);
                }
            }
            case 2 -> {
                for (int x = 0; x < columns; x++, index += step) {
                    SHORTS.set(bytes, index, (short) (source[at + x] << low));
                }
            }
            default -> {
                for (int x = 0; x < columns; x++, index += step) {
                    INTS.set(bytes, index, source[at + x] << low);
                }
            }
        }
    }

    /**
     * Writes a row of all samples.
     *
     * @param source for each sample as many numbers as there are columns
     * @param frame the frame
     * @param start where it begins in the buffer
     * @param y the row, 0 for the first
     */
    public void write(int[][] source, ByteBuffer frame, int start, int y) {
        if (cell == 1 && step == 3 && source.length == 3 && low == 0 && frame.hasArray()) {
            int to = Math.toIntExact(start + y * rowLength);
            interleave(source[0], source[1], source[2], frame.array(), frame.arrayOffset() + to);
            return;
        }
        for (int i = 0; i < source.length; i++) {
            write(source[i], 0, frame, start, i, y);
        }
    }

    private void interleave(int[] first, int[] second, int[] third, byte[] bytes, int from) {
        int index = from;
        for (int x = 0; x < columns; x++, index += 3) {
            bytes[index] = (byte) first[x];
            bytes[index + 1] = (byte) second[x];
            bytes[index + 2] = (byte) third[x];
        }
    }

    private byte[] copy(ByteBuffer frame, int from) {
        int length = rowBytes();
        if (row.length < length) {
            row = new byte[length];
        }
        frame.get(from, row, 0, length);
        return row;
    }

    /** From the first to the last cell of a row; what lies between belongs to other samples. */
    private int rowBytes() {
        return (columns - 1) * step + cell;
    }
}
