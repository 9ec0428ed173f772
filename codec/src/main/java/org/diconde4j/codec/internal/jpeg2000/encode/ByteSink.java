package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Arrays;

/** A codestream being written, in memory that is used again. */
final class ByteSink {
    byte[] bytes = new byte[1 << 16];
    int length;

    void reserve(int more) {
        int room = Math.addExact(length, more);
        if (bytes.length < room) {
            bytes = Arrays.copyOf(bytes, Math.max(room, bytes.length + (bytes.length >> 1)));
        }
    }

    void u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    void u32(int value) {
        u16(value >> 16);
        u16(value);
    }

    void append(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Replaces four bytes. */
    void u32(int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }
}
