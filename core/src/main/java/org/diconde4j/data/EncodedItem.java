package org.diconde4j.data;

import java.util.Objects;
import org.diconde4j.dict.VR;

/**
 * An item that is kept as it was encoded until somebody asks for its elements, which for most never happens: explicit
 * little endian, with lengths of 16 bits only (PS3.5 7.1.2), tags ascending. The parser has made sure of that.
 */
final class EncodedItem {
    /** Bytes before a value: tag, representation and length. */
    static final int HEADER = 8;

    private EncodedItem() {}

    /** Words as those of a data set whose values stand alone, but that a header is before each value. */
    static int[] index(byte[] bytes, int base, int length) {
        int count = 0;
        for (int at = 0; at < length; at += HEADER + number(bytes, base + at + 6)) {
            count++;
        }
        int[] index = new int[count * Dataset.STRIDE + 1];
        int next = 0;
        for (int at = 0; at < length; at += HEADER + number(bytes, base + at + 6)) {
            VR vr = Objects.requireNonNull(VR.of(bytes[base + at + 4], bytes[base + at + 5]));
            index[next++] = number(bytes, base + at) << 16 | number(bytes, base + at + 2);
            index[next++] = DatasetAssembler.code(vr) | at + HEADER;
        }
        index[next] = length + HEADER;
        return index;
    }

    private static int number(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
