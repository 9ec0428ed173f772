package org.diconde4j.render;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;

/** Paints grey samples. What cells of 8 and 16 bits come to is computed once for each value a cell can have. */
final class GreyPainter implements Painter {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** From a stored value to 0 for black up to 1 for white. */
    private final DoubleUnaryOperator grey;

    private final char[] table;
    private final int cellBytes;
    private byte[] cells = new byte[0];
    private int start;
    private int columns;
    private double[] values = new double[0];

    GreyPainter(PixelDescription layout, DoubleUnaryOperator grey) {
        this.grey = grey;
        int bits = layout.bitsAllocated();
        boolean tabled = (bits == 8 || bits == 16) && !layout.sampleType().isFloat();
        this.cellBytes = tabled ? bits / 8 : 0;
        this.table = tabled ? table(layout, grey) : new char[0];
    }

    /** For each cell, bits that belong to no sample included. */
    private static char[] table(PixelDescription layout, DoubleUnaryOperator grey) {
        int samples = 1 << layout.bitsStored();
        char[] painted = new char[samples];
        int sign = layout.sampleType() == SampleType.SIGNED ? samples / 2 : 0;
        for (int i = 0; i < samples; i++) {
            painted[i] = painted(grey.applyAsDouble((i ^ sign) - sign));
        }
        char[] table = new char[1 << layout.bitsAllocated()];
        int down = layout.highBit() + 1 - layout.bitsStored();
        for (int cell = 0; cell < table.length; cell++) {
            table[cell] = painted[cell >>> down & samples - 1];
        }
        return table;
    }

    private static char painted(double part) {
        return (char) (int) (Math.max(0, Math.min(part, 1)) * 0xFFFF + 0.5);
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public void band(PixelDescription layout, ByteBuffer band) {
        columns = layout.columns();
        if (cellBytes == 0) {
            values = FrameSamples.of(layout).doubles(band);
        } else {
            cells = band.array();
            start = band.arrayOffset() + band.position();
        }
    }

    @Override
    public void row(int row, int from, int to, int[] target) {
        int first = row * columns + from;
        switch (cellBytes) {
            case 1 -> bytes(start + first, to - from, target);
            case 2 -> words(start + 2 * first, to - from, target);
            default -> {
                for (int i = 0; i < to - from; i++) {
                    target[i] = painted(grey.applyAsDouble(values[first + i]));
                }
            }
        }
    }

    private void bytes(int at, int count, int[] target) {
        byte[] from = cells;
        char[] lookup = table;
        for (int i = 0; i < count; i++) {
            target[i] = lookup[from[at + i] & 0xFF];
        }
    }

    private void words(int at, int count, int[] target) {
        byte[] from = cells;
        char[] lookup = table;
        for (int i = 0; i < count; i++) {
            target[i] = lookup[(short) WORD.get(from, at + 2 * i) & 0xFFFF];
        }
    }
}
