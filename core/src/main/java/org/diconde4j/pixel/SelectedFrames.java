package org.diconde4j.pixel;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.diconde4j.data.BulkData;
import org.diconde4j.io.BoundedInputStream;

/**
 * Some frames of an image as bytes that follow each other, read from where they are. Encapsulated ones each begin at the place of
 * a fragment's value, an item header behind the one before, and have even lengths.
 */
final class SelectedFrames implements BulkData.Source {
    private static final int ITEM_HEADER = 8;

    private final Frames frames;
    private final int[] chosen;
    private final long[] places;
    private final boolean encapsulated;

    SelectedFrames(Frames frames, int[] chosen, boolean encapsulated) {
        this.frames = frames;
        this.chosen = chosen;
        this.encapsulated = encapsulated;
        this.places = new long[chosen.length];
        long place = encapsulated ? ITEM_HEADER : 0;
        for (int i = 0; i < chosen.length; i++) {
            places[i] = place;
            long length = frames.length(chosen[i]);
            place += encapsulated ? length + (length & 1) + ITEM_HEADER : length;
        }
    }

    long[] places() {
        return places;
    }

    long[] lengths() {
        return Arrays.stream(chosen).mapToLong(frames::length).toArray();
    }

    /** Bytes of all native frames. */
    long length() {
        return places[places.length - 1] + frames.length(chosen[chosen.length - 1]);
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        int found = Arrays.binarySearch(places, offset);
        int index = found >= 0 ? found : -found - 2;
        InputStream in = new Stream(index);
        try {
            in.skipNBytes(offset - places[index]);
            return new BoundedInputStream(in, length);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The frames from one on; of encapsulated ones just that, since each is opened by itself. */
    private final class Stream extends InputStream {
        private int index;
        private InputStream frame;
        private boolean padded;

        Stream(int index) throws IOException {
            this.index = index;
            this.frame = frames.open(chosen[index]);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (true) {
                int n = frame.read(into, offset, length);
                if (n > 0) {
                    return n;
                }
                if (encapsulated) {
                    boolean pad = !padded && (frames.length(chosen[index]) & 1) != 0;
                    padded = true;
                    into[offset] = 0;
                    return pad ? 1 : -1;
                }
                if (index + 1 == chosen.length) {
                    return -1;
                }
                frame.close();
                frame = frames.open(chosen[++index]);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = count <= 0 ? 0 : frame.skip(count);
            return skipped > 0 ? skipped : super.skip(Math.min(count, 8192));
        }

        @Override
        public void close() throws IOException {
            frame.close();
        }
    }
}
