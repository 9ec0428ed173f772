package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of an object in memory, which grow without being moved and need no memory in one piece. For one thread while they grow. */
final class Pieces {
    /** How long all pieces are but the last. */
    static final int PIECE = 64 << 10;

    private static final int FIRST = 8 << 10;

    private final List<byte[]> full;
    private byte[] last;
    private int used;

    Pieces() {
        this(new ArrayList<>(), new byte[FIRST], 0);
    }

    private Pieces(List<byte[]> full, byte[] last, int used) {
        this.full = full;
        this.last = last;
        this.used = used;
    }

    /** These bytes, which nobody may change afterwards. */
    static Pieces of(byte[] bytes) {
        return new Pieces(List.of(), bytes, bytes.length);
    }

    int length() {
        return full.size() * PIECE + used;
    }

    void add(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (used == PIECE) {
                full.add(last);
                last = new byte[PIECE];
                used = 0;
            }
            int n = Math.min(length - done, PIECE - used);
            if (n > last.length - used) {
                last = Arrays.copyOf(last, Math.min(PIECE, Math.max(2 * last.length, used + n)));
            }
            System.arraycopy(bytes, offset + done, last, used, n);
            used += n;
            done += n;
        }
    }

    /** What there is by now, whatever is added later. */
    Pieces soFar() {
        return new Pieces(List.copyOf(full), last, used);
    }

    /** Something that takes bytes. */
    interface Taker {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    void giveTo(Taker taker) throws IOException {
        for (byte[] piece : full) {
            taker.take(piece, 0, piece.length);
        }
        taker.take(last, 0, used);
    }

    /** Copies from a position on as much as there is and as there is room for. */
    int read(int from, ByteBuffer to) {
        int at = from;
        while (to.hasRemaining() && at < length()) {
            boolean isLast = at >= full.size() * PIECE;
            byte[] piece = isLast ? last : full.get(at / PIECE);
            int start = at - (isLast ? full.size() : at / PIECE) * PIECE;
            int n = Math.min(to.remaining(), (isLast ? used : PIECE) - start);
            to.put(piece, start, n);
            at += n;
        }
        return at - from;
    }
}
