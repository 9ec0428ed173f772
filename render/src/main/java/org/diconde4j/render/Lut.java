package org.diconde4j.render;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.PixelException;

/**
 * A table of LUT Descriptor (0028,3002) and LUT Data (0028,3006), as modality, VOI and presentation LUTs have it (PS3.3
 * C.11.1.1, C.11.2.1.1, C.11.4). Values outside of those that are mapped have the first or the last entry.
 */
final class Lut {
    private static final int MOST_BYTES = 1 << 18;

    private final int first;
    private final int[] entries;
    private final int greatest;

    private Lut(int first, int[] entries, int greatest) {
        this.first = first;
        this.entries = entries;
        this.greatest = greatest;
    }

    /**
     * Reads a table.
     *
     * @param item the item that has it
     * @param signed whether values that are looked up may be negative, so that the first one mapped is signed
     * @throws PixelException if it is no table
     */
    static Lut of(Dataset item, boolean signed) {
        Element descriptor = item.get(Tag.LUTDescriptor);
        Element data = item.get(Tag.LUTData);
        long[] described = descriptor == null || descriptor.vr().isString() ? new long[0] : descriptor.longs();
        if (described.length != 3 || data == null || data.isEmpty()) {
            throw new PixelException("a lookup table needs a descriptor of 3 values and data, found " + described.length
                    + " values and " + (data == null ? "no data" : data.length() + " bytes"));
        }
        int count = (int) described[0] & 0xFFFF;
        count = count == 0 ? 1 << 16 : count; // PS3.3 C.11.1.1: 65,536 does not fit 16 bits
        int bits = (int) described[2] & 0xFFFF;
        if (bits < 1 || bits > 16) {
            throw new PixelException("a lookup table has entries of 8 to 16 bits, found " + bits);
        }
        int[] entries = entries(data, count);
        int greatest = (1 << bits) - 1;
        for (int entry : entries) {
            while (entry > greatest) { // 8 bits said and more given: the data counts
                greatest = greatest << 1 | 1;
            }
        }
        boolean negative = signed || described[1] < 0; // then the file itself says SS
        return new Lut(negative ? (short) described[1] : (int) described[1] & 0xFFFF, entries, greatest);
    }

    /** A byte or a word an entry, which the length tells: bytes are packed into words, in little endian order. */
    private static int[] entries(Element data, int count) {
        if (data.length() > MOST_BYTES) {
            throw new PixelException(
                    "expected at most " + MOST_BYTES + " bytes in " + data + ", found " + data.length());
        }
        byte[] bytes = data.bytes();
        boolean words = bytes.length >= 2 * count;
        if (!words && bytes.length < count) {
            throw new PixelException(
                    "expected " + count + " entries in " + data + ", found " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = words ? buffer.getShort(2 * i) & 0xFFFF : bytes[i] & 0xFF;
        }
        return entries;
    }

    /** The entry for a value, which is rounded; NaN has the first one. */
    double value(double input) {
        double at = Math.rint(input) - first;
        return entries[(int) Math.max(0, Math.min(at, entries.length - 1))];
    }

    /** The entry for a value as a part of what entries can be. */
    double part(double input) {
        return value(input) / greatest;
    }

    /** The entry for a place within the table: 0 the first, 1 the last. */
    double partAt(double place) {
        return (double) entries[(int) Math.rint(place * (entries.length - 1))] / greatest;
    }

    int greatest() {
        return greatest;
    }
}
