package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Buffered bytes with their position, readable in both byte orders. */
final class Input {
    private static final VarHandle SHORT = little(short[].class);
    private static final VarHandle INT = little(int[].class);

    private final InputStream in;
    private final byte[] buffer;
    private int next;
    private int limit;
    private long bufferStart;

    Input(InputStream in, int bufferSize, long position) {
        this(in, new byte[bufferSize], position);
    }

    /** Input through a buffer that nobody else uses meanwhile. */
    Input(InputStream in, byte[] buffer, long position) {
        this.in = in;
        this.buffer = buffer;
        this.bufferStart = position;
    }

    private static VarHandle little(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    long position() {
        return bufferStart + next;
    }

    /** The greatest number of bytes that {@link #available} can be asked for. */
    int capacity() {
        return buffer.length;
    }

    /** Makes bytes available for {@link #peek}; fewer only at the end of the input. */
    int available(int wanted) throws IOException {
        int there = limit - next;
        return there >= wanted ? there : fill(wanted);
    }

    private int fill(int wanted) throws IOException {
        while (limit - next < wanted) {
            if (next > 0) {
                System.arraycopy(buffer, next, buffer, 0, limit - next);
                bufferStart += next;
                limit -= next;
                next = 0;
            }
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                break;
            }
            limit += count;
        }
        return limit - next;
    }

    /** A byte that {@link #available} has made sure of. */
    int peek(int ahead) {
        return buffer[next + ahead] & 0xFF;
    }

    int peek16(int ahead, boolean bigEndian) {
        short value = (short) SHORT.get(buffer, next + ahead);
        return (bigEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
    }

    int peek32(int ahead, boolean bigEndian) {
        int value = (int) INT.get(buffer, next + ahead);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    /** How many bytes can be peeked at now. */
    int buffered() {
        return limit - next;
    }

    /** The buffer itself, with the bytes to be peeked at from {@link #next} on. */
    byte[] buffer() {
        return buffer;
    }

    int next() {
        return next;
    }

    /** A tag, group before element whatever the order of bytes (PS3.5 7.1.1). */
    int peekTag(int ahead, boolean bigEndian) {
        int value = (int) INT.get(buffer, next + ahead);
        return bigEndian ? Integer.reverseBytes(value) : value << 16 | value >>> 16;
    }

    /** Whether the next bytes, which {@link #available} has made sure of, are all zero. */
    boolean isZero(int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[next + i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Passes bytes that {@link #available} has made sure of. */
    void consume(int count) {
        next += count;
    }

    /** Reads as many bytes as there are; fewer than wanted only at the end of the input. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (length <= limit - next) {
            System.arraycopy(buffer, next, bytes, offset, length);
            next += length;
            return length;
        }
        int buffered = limit - next;
        System.arraycopy(buffer, next, bytes, offset, buffered);
        next += buffered;
        int done = buffered;
        while (done < length && buffer.length > length - done && available(1) > 0) {
            int some = Math.min(length - done, limit - next); // through the buffer, which has the next header too
            System.arraycopy(buffer, next, bytes, offset + done, some);
            next += some;
            done += some;
        }
        while (done < length) {
            int count = in.read(bytes, offset + done, length - done);
            if (count < 0) {
                break;
            }
            done += count;
            bufferStart += count;
        }
        return done;
    }

    /** Passes over bytes; returns how many of them there were. */
    long skip(long count) throws IOException {
        long left = count;
        int buffered = (int) Math.min(left, limit - next);
        next += buffered;
        left -= buffered;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped > 0) {
                bufferStart += skipped;
                left -= skipped;
            } else if (available(1) == 0) {
                break;
            } else {
                int some = (int) Math.min(left, limit - next);
                next += some;
                left -= some;
            }
        }
        return count - left;
    }

    /** Takes back bytes that {@link #rest} has given last, no more than its last reading. */
    void unread(int count) {
        next -= count;
    }

    /** The bytes from here on as a stream. */
    InputStream rest() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (Input.this.available(1) == 0) {
                    return -1;
                }
                return buffer[next++] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int count = Math.min(length, Input.this.available(1));
                if (count == 0) {
                    return -1;
                }
                System.arraycopy(buffer, next, bytes, offset, count);
                next += count;
                return count;
            }
        };
    }
}
