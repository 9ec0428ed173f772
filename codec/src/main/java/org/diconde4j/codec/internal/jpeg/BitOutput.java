package org.diconde4j.codec.internal.jpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes marker segments and entropy-coded data, stuffed as ITU-T T.81 F.1.2.3 wants, in large pieces. */
final class BitOutput {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int SIZE = 1 << 16;

    private final byte[] buffer = new byte[SIZE + 16];
    private OutputStream out = OutputStream.nullOutputStream();
    private int length;
    private long bits;
    private int count;

    void start(OutputStream target) {
        out = target;
        length = 0;
        bits = 0;
        count = 0;
    }

    /** Writes up to 32 bits; those above must be 0. */
    void put(int value, int bitCount) throws IOException {
        bits = bits << bitCount | value & 0xFFFFFFFFL;
        count += bitCount;
        if (count >= 32) {
            count -= 32;
            int four = (int) (bits >>> count);
            if (BitInput.hasStuffing(four)) {
                for (int shift = 24; shift >= 0; shift -= 8) {
                    stuffed(four >>> shift);
                }
            } else {
                INT.set(buffer, length, four);
                length += 4;
            }
            if (length > SIZE) {
                flush();
            }
        }
    }

    private void stuffed(int value) {
        buffer[length++] = (byte) value;
        if ((value & 0xFF) == 0xFF) {
            buffer[length++] = 0;
        }
    }

    /** Fills the last byte up with ones. */
    void align() throws IOException {
        int open = count & 7;
        if (open != 0) {
            put((1 << 8 - open) - 1, 8 - open);
        }
        while (count > 0) {
            count -= 8;
            stuffed((int) (bits >>> count));
        }
        bits = 0;
    }

    void marker(int code) throws IOException {
        plain(0xFF);
        plain(code);
    }

    void word(int value) throws IOException {
        plain(value >>> 8);
        plain(value);
    }

    /** A byte of a marker segment. */
    void plain(int value) throws IOException {
        buffer[length++] = (byte) value;
        if (length > SIZE) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}
