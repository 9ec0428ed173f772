package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Arrays;
import org.diconde4j.codec.internal.jpeg2000.syntax.Marker;
import org.diconde4j.pixel.PixelException;

/** The lengths of the packets of a tile-part, as PLT tells them (ITU-T T.800 A.7.3): seven bits in a byte. */
final class PacketLengths {
    private static final int MOST_SEGMENTS = 256;
    /** Bytes of lengths in a segment. */
    private static final int MOST_BYTES = 65535 - 3;
    /** Marker, length and number of a segment. */
    private static final int HEADER = 5;

    private int[] lengths = new int[64];
    private int count;
    private long bytes;

    void clear() {
        count = 0;
        bytes = 0;
    }

    void add(int length) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        lengths[count++] = length;
        bytes += size(length);
    }

    private static int size(int length) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(length)) / 7);
    }

    /** How many bytes the segments have at most, if the packets are in some tile-parts. */
    long atMost(int parts) {
        return bytes + HEADER * (parts + bytes / (MOST_BYTES - 2 * HEADER));
    }

    /** Puts the segments into a codestream, before what begins at a place. */
    void insert(ByteSink sink, int at) {
        if (count == 0) {
            return;
        }
        int room = Math.toIntExact(atMost(1));
        int length = sink.length - at;
        sink.reserve(room);
        byte[] to = sink.bytes;
        int moved = at + room;
        System.arraycopy(to, at, to, moved, length);
        sink.length = at;
        int next = 0;
        for (int segment = 0; next < count; segment++) {
            if (segment == MOST_SEGMENTS) {
                throw new PixelException("a tile-part has " + count
                        + " packets, more than PLT can tell the lengths of: take larger precincts or no plt");
            }
            next = segment(sink, segment, next);
        }
        System.arraycopy(to, moved, to, sink.length, length);
        sink.length += length;
    }

    /** Writes a segment. Gives the number of the first packet that is not in it. */
    private int segment(ByteSink sink, int number, int first) {
        int start = sink.length;
        sink.u16(Marker.PLT);
        sink.u16(0);
        sink.u8(number);
        int next = first;
        while (next < count && sink.length - start + size(lengths[next]) <= 2 + MOST_BYTES) {
            int length = lengths[next++];
            for (int left = size(length) - 1; left >= 0; left--) {
                sink.u8(length >> 7 * left & 0x7F | (left > 0 ? 0x80 : 0));
            }
        }
        int bytes = sink.length - start - 2;
        sink.bytes[start + 2] = (byte) (bytes >> 8);
        sink.bytes[start + 3] = (byte) bytes;
        return next;
    }
}
