package org.diconde4j.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Gives bits that begin within a byte from bit 0 of the first byte on; bits of the last byte that are left over are 0.
 * The first bit is the least significant one (PS3.5 8.1.1).
 */
final class BitStream extends InputStream {
    private final InputStream in;
    private final int shift;
    private final byte[] buffer = new byte[1 << 13];
    private long bitsLeft;
    private int next;
    private int limit;
    private int carry = -1;

    BitStream(InputStream in, int shift, long bits) {
        this.in = in;
        this.shift = shift;
        this.bitsLeft = bits;
    }

    @Override
    public int read() throws IOException {
        if (bitsLeft <= 0) {
            return -1;
        }
        if (carry < 0) {
            carry = source();
        }
        int value = carry >>> shift;
        carry = -1;
        if (shift > 0 && bitsLeft > 8 - shift) {
            carry = source();
            value |= carry << 8 - shift;
        }
        if (bitsLeft < 8) {
            value &= (1 << bitsLeft) - 1;
        }
        bitsLeft -= 8;
        return value & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        for (; done < length; done++) {
            int value = read();
            if (value < 0) {
                break;
            }
            bytes[offset + done] = (byte) value;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    private int source() throws IOException {
        if (next == limit) {
            limit = in.read(buffer);
            next = 0;
            if (limit <= 0) {
                limit = 0;
                throw new EOFException("the pixel data ends early, " + bitsLeft + " bits before the frame's end");
            }
        }
        return buffer[next++] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
