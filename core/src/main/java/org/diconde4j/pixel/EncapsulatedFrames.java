package org.diconde4j.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.diconde4j.data.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * Frames in fragments (PS3.5 A.4). Places count in the <em>payload</em>: the values of all fragments one after the other,
 * without the offset table and the headers of items.
 */
final class EncapsulatedFrames implements FramePlaces {
    private final Fragments fragments;
    /** Where each fragment begins in the payload, and where the last one ends. */
    private final long[] payload;
    /** Where each frame begins in the payload, and where the last one ends; null if each fragment is a frame. */
    private final long @Nullable [] starts;
    /** Bytes of each frame where they are fewer than there are up to the next; or null. */
    private final long @Nullable [] lengths;

    private EncapsulatedFrames(
            Fragments fragments, long[] payload, long @Nullable [] starts, long @Nullable [] lengths) {
        this.fragments = fragments;
        this.payload = payload;
        this.starts = starts;
        this.lengths = lengths;
    }

    /** Each fragment is a frame. */
    static EncapsulatedFrames ofFragments(Fragments fragments) {
        return new EncapsulatedFrames(fragments, payload(fragments), null, null);
    }

    static EncapsulatedFrames of(Fragments fragments, long[] starts, long @Nullable [] lengths) {
        long[] payload = payload(fragments);
        return new EncapsulatedFrames(fragments, payload, Arrays.equals(starts, payload) ? null : starts, lengths);
    }

    /** All fragments are one frame. */
    static EncapsulatedFrames whole(Fragments fragments) {
        long[] payload = payload(fragments);
        return new EncapsulatedFrames(fragments, payload, new long[] {0, payload[payload.length - 1]}, null);
    }

    /** Where each fragment begins in the payload, and where the last one ends. */
    static long[] payload(Fragments fragments) {
        long[] payload = new long[Math.max(1, fragments.count())];
        for (int i = 1; i < payload.length; i++) {
            payload[i] = payload[i - 1] + fragments.length(i);
        }
        return payload;
    }

    /** Opens the payload. */
    static InputStream open(Fragments fragments, long[] payload) throws IOException {
        return new PayloadStream(fragments, payload, 0, payload[payload.length - 1]);
    }

    @Override
    public int count() {
        return (starts == null ? payload : starts).length - 1;
    }

    private long start(int frame) {
        return (starts == null ? payload : starts)[frame];
    }

    @Override
    public long length(int frame) {
        return lengths == null ? start(frame + 1) - start(frame) : lengths[frame];
    }

    @Override
    public long offset(int frame) {
        int fragment = fragmentAt(payload, start(frame));
        return fragments.offset(fragment + 1) + start(frame) - payload[fragment];
    }

    @Override
    public InputStream open(int frame) throws IOException {
        long start = start(frame);
        return new PayloadStream(fragments, payload, start, start + length(frame));
    }

    /** The fragment that holds a place of the payload; of those that begin there, the last. */
    private static int fragmentAt(long[] payload, long place) {
        int low = 0;
        int high = payload.length - 1;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (payload[middle] <= place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A part of the payload; one fragment is open at a time. */
    private static final class PayloadStream extends InputStream {
        private final Fragments fragments;
        private final long[] payload;
        private final long end;
        private long position;
        private int fragment;
        private @Nullable InputStream current;

        PayloadStream(Fragments fragments, long[] payload, long start, long end) throws IOException {
            this.fragments = fragments;
            this.payload = payload;
            this.position = start;
            this.end = end;
            this.fragment = fragmentAt(payload, start);
            if (start < end) {
                current(); // a source that is not there is seen on opening
            }
        }

        private InputStream current() throws IOException {
            InputStream in = current;
            if (in == null) {
                in = fragments.open(fragment + 1);
                current = in;
                in.skipNBytes(position - payload[fragment]);
            }
            return in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (position < end) {
                long left = Math.min(end, payload[fragment + 1]) - position;
                if (left == 0) {
                    close();
                    fragment++;
                    continue;
                }
                int count = current().read(bytes, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("fragment " + (fragment + 1) + " ends " + left + " bytes early");
                }
                position += count;
                return count;
            }
            return -1;
        }

        @Override
        public void close() throws IOException {
            InputStream in = current;
            current = null;
            if (in != null) {
                in.close();
            }
        }
    }
}
