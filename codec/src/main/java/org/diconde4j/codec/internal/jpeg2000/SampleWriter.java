package org.diconde4j.codec.internal.jpeg2000;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;

/** Writes parts of rows of samples into the cells of a frame, pixel by pixel. Immutable. */
final class SampleWriter {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int cell;
    private final int samples;
    private final int columns;
    private final int low;
    private final boolean signed;

    SampleWriter(PixelDescription layout) {
        cell = layout.bitsAllocated() / 8;
        samples = layout.samplesPerPixel();
        columns = layout.columns();
        low = layout.highBit() + 1 - layout.bitsStored();
        signed = layout.sampleType() == SampleType.SIGNED;
    }

    /**
     * Writes a part of a row.
     *
     * @param row numbers of so many bits
     * @param from the first
     * @param count how many
     * @param precision bits of a number; above them come copies of the sign, or 0 where samples are not signed
     * @param frame the frame
     * @param start where it begins
     * @param sample 0 for the first of a pixel
     * @param x the first column
     * @param y the row
     */
    void write(int[] row, int from, int count, int precision, byte[] frame, int start, int sample, int x, int y) {
        int at = start + ((y * columns + x) * samples + sample) * cell;
        int step = samples * cell;
        int up = 32 - precision;
        switch (cell) {
            case 1 -> bytes(row, from, count, frame, at, step, up);
            case 2 -> shorts(row, from, count, frame, at, step, up);
            default -> {
                for (int i = 0; i < count; i++) {
                    INTS.set(frame, at + i * step, bits(row[from + i], up));
                }
            }
        }
    }

    private int bits(int value, int up) {
        return (signed ? value << up >> up : value << up >>> up) << low;
    }

    private void bytes(int[] row, int from, int count, byte[] frame, int at, int step, int up) {
        for (int i = 0; i < count; i++) {
            frame[at + i * step] = (byte) bits(row[from + i], up);
        }
    }

    private void shorts(int[] row, int from, int count, byte[] frame, int at, int step, int up) {
        for (int i = 0; i < count; i++) {
            SHORTS.set(frame, at + i * step, (short) bits(row[from + i], up));
        }
    }
}
