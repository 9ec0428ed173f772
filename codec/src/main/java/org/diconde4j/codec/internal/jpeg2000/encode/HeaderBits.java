package org.diconde4j.codec.internal.jpeg2000.encode;

/** The bits of a packet header being written: after a byte of FF, the next one has seven (ITU-T T.800 B.10.1). */
final class HeaderBits {
    private final ByteSink sink;
    private int current;
    private int left = 8;

    HeaderBits(ByteSink sink) {
        this.sink = sink;
    }

    /** Puts the lower bits of a value. */
    void put(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            left--;
            current |= (value >> i & 1) << left;
            if (left == 0) {
                complete();
            }
        }
    }

    private void complete() {
        sink.u8(current);
        left = current == 0xFF ? 7 : 8;
        current = 0;
    }

    /** Fills the last byte up, which is never FF. */
    void align() {
        if (left < 8) {
            complete();
        }
        if (left == 7) {
            complete();
        }
        left = 8;
    }
}
