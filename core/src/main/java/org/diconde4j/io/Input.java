package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;

/** Buffered bytes with their position, readable in both byte orders. */
final class Input {
    private final InputStream in;
    private final byte[] buffer;
    private int next;
    private int limit;
    private long bufferStart;

    Input(InputStream in, int bufferSize, long position) {
        this.in = in;
        this.buffer = new byte[bufferSize];
        this.bufferStart = position;
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
        return bigEndian ? peek(ahead) << 8 | peek(ahead + 1) : peek(ahead + 1) << 8 | peek(ahead);
    }

    int peek32(int ahead, boolean bigEndian) {
        return bigEndian
                ? peek16(ahead, true) << 16 | peek16(ahead + 2, true)
                : peek16(ahead + 2, false) << 16 | peek16(ahead, false);
    }

    /** Passes bytes that {@link #available} has made sure of. */
    void consume(int count) {
        next += count;
    }

    /** Reads as many bytes as there are; fewer than wanted only at the end of the input. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        int buffered = Math.min(length, limit - next);
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
