package org.diconde4j.codec.internal.rle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes one segment piece by piece (PS3.5 G.3.2), eight bytes at a time where that is possible: runs are short and of
 * lengths that no processor predicts.
 */
final class SegmentReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    /** The longest run with its code, and what is read or written beyond it. */
    private static final int SLACK = 129 + 8;

    private final byte[] piece;
    private byte[] source = {};
    private int position;
    private int end;
    private int have;

    /** Prepares for pieces of at most so many bytes. */
    SegmentReader(int length) {
        piece = new byte[length + SLACK];
    }

    /** Begins a segment. */
    void begin(byte[] bytes, int from, int to) {
        source = bytes;
        position = from;
        end = to;
        have = 0;
    }

    /** Where it goes on in the source. */
    int position() {
        return position;
    }

    /** The bytes of the piece that was read last, from index 0 on. */
    byte[] piece() {
        return piece;
    }

    /** Bytes that have been decoded beyond what was asked for. */
    int have() {
        return have;
    }

    /** Decodes so many bytes; gives how many there are, perhaps more, or fewer when the segment ends. */
    int read(int wanted) {
        have = tail(fast(have, wanted), wanted);
        return have;
    }

    /** Fills a piece up with 0 that the segment has too little for. */
    void fill(int wanted) {
        Arrays.fill(piece, have, wanted, (byte) 0);
        have = wanted;
    }

    /** Drops a piece that was read. */
    void drop(int length) {
        have -= length;
        System.arraycopy(piece, length, piece, 0, have);
    }

    private int fast(int from, int wanted) {
        byte[] in = source;
        byte[] out = piece;
        int last = end - SLACK;
        int p = position;
        int q = from;
        while (q < wanted && p <= last) {
            int code = in[p];
            int run = code >> 31; // all bits of a Replicate Run
            int count = (code ^ run) - run + 1;
            long bytes = (long) LONGS.get(in, p + 1);
            long same = (bytes & 0xFF) * ONES;
            LONGS.set(out, q, bytes & ~(long) run | same & run);
            if (count > 8) {
                if (count == 129) { // no operation
                    p++;
                    continue;
                }
                if (run == 0) {
                    System.arraycopy(in, p + 9, out, q + 8, count - 8);
                } else {
                    for (int i = 8; i < count; i += 8) {
                        LONGS.set(out, q + i, same);
                    }
                }
            }
            q += count;
            p += 2 + (count - 1 & ~run);
        }
        position = p;
        return q;
    }

    /** The same byte by byte, near the end of the segment. */
    private int tail(int from, int wanted) {
        int p = position;
        int q = from;
        while (q < wanted && p < end) {
            int code = source[p++];
            if (code >= 0) {
                for (int i = 0; i <= code && p < end; i++) {
                    piece[q++] = source[p++];
                }
            } else if (code != -128 && p < end) {
                for (int i = 0; i <= -code; i++) {
                    piece[q++] = source[p];
                }
                p++;
            }
        }
        position = p;
        return q;
    }

    /** How many bytes a segment holds. */
    static long length(byte[] source, int from, int end) {
        long length = 0;
        for (int p = from; p < end; ) {
            int code = source[p++];
            if (code >= 0) {
                length += Math.min(code + 1, end - p);
                p += code + 1;
            } else if (code != -128 && p < end) {
                length += 1 - code;
                p++;
            }
        }
        return length;
    }
}
