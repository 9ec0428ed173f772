package org.diconde4j.codec.internal.jpeg2000;

/**
 * The bits of a packet header (ITU-T T.800 B.10.1): after a byte of FF, the next has seven. Behind the end all bits are 1,
 * which ends whatever is being read.
 */
final class PacketBits {
    private byte[] data = {};
    private int end;
    /** The next byte. */
    private int at;

    private int current;
    private int left;
    private boolean overrun;

    void begin(byte[] source, int from, int to) {
        data = source;
        at = from;
        end = to;
        current = 0;
        left = 0;
        overrun = false;
    }

    int bit() {
        if (left == 0) {
            if (at == end) {
                overrun = true;
                return 1;
            }
            left = current == 0xFF ? 7 : 8;
            current = data[at++] & 0xFF;
        }
        left--;
        return current >> left & 1;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** Passes to the next whole byte, and the stuffed one after FF; gives its place. */
    int align() {
        if (current == 0xFF && at < end) {
            at++;
        }
        left = 0;
        current = 0;
        return at;
    }

    /** Whether more was read than there is. */
    boolean isOverrun() {
        return overrun;
    }
}
