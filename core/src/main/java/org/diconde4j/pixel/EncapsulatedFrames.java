package org.diconde4j.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.diconde4j.data.BulkReader;
import org.diconde4j.data.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * Frames in fragments (PS3.5 A.4). A frame takes some fragments in a row; where nothing says so and frames were looked
 * for, it may also begin within one.
 */
final class EncapsulatedFrames implements FramePlaces {
    private final Fragments fragments;
    /** The fragment that each frame begins with, 1 for the first; then the number of items. Null if each is a frame. */
    private final int @Nullable [] first;
    /** Bytes of that fragment that belong to the frame before; null if there are none. */
    private final long @Nullable [] skip;
    /** Bytes of each frame where they are fewer than there are up to the next; or null. */
    private final long @Nullable [] lengths;

    EncapsulatedFrames(Fragments fragments, int @Nullable [] first, long @Nullable [] skip, long @Nullable [] lengths) {
        this.fragments = fragments;
        this.first = first == null || skip == null && isIdentity(first, fragments) ? null : first;
        this.skip = skip;
        this.lengths = lengths;
    }

    private static boolean isIdentity(int[] first, Fragments fragments) {
        return first.length == fragments.count(); // ascending from 1 to the number of items
    }

    /** Each fragment is a frame. */
    static EncapsulatedFrames ofFragments(Fragments fragments) {
        return new EncapsulatedFrames(fragments, null, null, null);
    }

    /** All fragments are one frame. */
    static EncapsulatedFrames whole(Fragments fragments) {
        return new EncapsulatedFrames(fragments, new int[] {1, fragments.count()}, null, null);
    }

    @Override
    public int count() {
        return first == null ? Math.max(0, fragments.count() - 1) : first.length - 1;
    }

    private int first(int frame) {
        return first == null ? frame + 1 : first[frame];
    }

    private long skip(int frame) {
        return skip == null ? 0 : skip[frame];
    }

    @Override
    public long length(int frame) {
        if (lengths != null) {
            return lengths[frame];
        }
        long sum = skip(frame + 1) - skip(frame);
        for (int i = first(frame); i < first(frame + 1); i++) {
            sum += fragments.length(i);
        }
        return sum;
    }

    @Override
    public long offset(int frame) {
        return fragments.offset(first(frame)) + skip(frame);
    }

    @Override
    public InputStream open(int frame) throws IOException {
        return new PayloadStream(fragments, first(frame), skip(frame), length(frame));
    }

    @Override
    public BulkReader reader() throws IOException {
        return fragments.reader();
    }

    @Override
    public int read(BulkReader reader, int frame, ByteBuffer into) throws IOException {
        int fragment = first(frame);
        long skipped = skip(frame);
        int left = (int) Math.min(length(frame), into.remaining());
        int done = 0;
        int limit = into.limit();
        while (left > 0) {
            int part = (int) Math.min(left, fragments.length(fragment) - skipped);
            into.limit(into.position() + part);
            int found = reader.read(fragments.offset(fragment) + skipped, into);
            done += found;
            left -= part;
            if (found < part) {
                break;
            }
            fragment++;
            skipped = 0;
        }
        into.limit(limit);
        return done;
    }

    /** The values of all fragments one after the other. */
    static InputStream open(Fragments fragments) throws IOException {
        long length = 0;
        for (int i = 1; i < fragments.count(); i++) {
            length += fragments.length(i);
        }
        return new PayloadStream(fragments, 1, 0, length);
    }

    /** Values of fragments in a row; one fragment is open at a time. */
    private static final class PayloadStream extends InputStream {
        private final Fragments fragments;
        private int fragment;
        private long inFragment;
        private long left;
        private InputStream current;

        PayloadStream(Fragments fragments, int fragment, long skip, long length) throws IOException {
            this.fragments = fragments;
            this.fragment = fragment;
            this.left = length;
            current = fragments.open(fragment);
            current.skipNBytes(skip);
            inFragment = fragments.length(fragment) - skip;
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
            if (left == 0) {
                return -1;
            }
            while (inFragment == 0) {
                current.close();
                current = fragments.open(++fragment);
                inFragment = fragments.length(fragment);
            }
            int count = current.read(bytes, offset, (int) Math.min(length, Math.min(left, inFragment)));
            if (count < 0) {
                throw new EOFException("fragment " + fragment + " ends " + inFragment + " bytes early");
            }
            inFragment -= count;
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
