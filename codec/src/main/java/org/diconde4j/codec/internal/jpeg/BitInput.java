package org.diconde4j.codec.internal.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of an entropy-coded segment (ITU-T T.81 F.2.2.5). Ends at a marker or the end of the data; zeros follow then, and
 * {@link #isOverrun} says whether one of those was taken.
 */
final class BitInput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    byte[] data = {};
    int position;
    int end;
    /** The next bits, the first one highest. */
    long bits;
    /** How many of them there are. */
    int count;
    /** How many of those taken in since the start are no data. */
    private int invented;

    /** Goes to where a segment begins. */
    void start(byte[] bytes, int from, int to) {
        data = bytes;
        position = from;
        end = to;
        restart();
    }

    /** Forgets the bits that are left before a marker. */
    void restart() {
        bits = 0;
        count = 0;
        invented = 0;
    }

    /** Whether more bits were taken than there are. */
    boolean isOverrun() {
        return invented > count;
    }

    /** Sees to it that there are at least 32 bits. */
    void fill() {
        if (count < 32) {
            if (position + 4 <= end) {
                int four = (int) INT.get(data, position);
                if (!hasStuffing(four)) {
                    bits |= (four & 0xFFFFFFFFL) << 32 - count;
                    count += 32;
                    position += 4;
                    return;
                }
            }
            fillByByte();
        }
    }

    /** Whether one of four bytes is FF. */
    static boolean hasStuffing(int four) {
        int inverse = ~four;
        return (inverse - 0x01010101 & ~inverse & 0x80808080) != 0;
    }

    private void fillByByte() {
        while (count <= 56) {
            int next = 0;
            if (position >= end) {
                invented += 8;
            } else {
                next = data[position] & 0xFF;
                if (next != 0xFF) {
                    position++;
                } else if (position + 1 < end && data[position + 1] == 0) {
                    position += 2;
                } else {
                    next = 0;
                    invented += 8;
                }
            }
            bits |= (long) next << 56 - count;
            count += 8;
        }
    }

    /** Takes up to 16 bits as a number. */
    int take(int length) {
        if (length == 0) {
            return 0;
        }
        fill();
        int value = (int) (bits >>> 64 - length);
        bits <<= length;
        count -= length;
        return value;
    }

    /** Takes the additional bits of a category: the upper half stands for positive numbers (F.2.2.1, EXTEND). */
    int extended(int category) {
        int value = take(category);
        return category == 0 || value >>> category - 1 != 0 ? value : value - (1 << category) + 1;
    }

    /**
     * Looks for a restart marker after the bits that were taken and goes behind it.
     *
     * @return its number, or -1 if there is another marker or none
     */
    int restartMarker() {
        int at = position;
        while (at + 1 < end) {
            if ((data[at] & 0xFF) == 0xFF) {
                int code = data[at + 1] & 0xFF;
                if (code >= 0xD0 && code <= 0xD7) {
                    position = at + 2;
                    restart();
                    return code - 0xD0;
                }
                if (code != 0xFF && code != 0) {
                    return -1;
                }
            }
            at++;
        }
        return -1;
    }
}
