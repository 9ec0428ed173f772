package org.diconde4j.render;

import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.ImageInputStream;
import org.diconde4j.data.BulkData;

/** Bytes of an image stream that is read at many places. */
record ImageStreamSource(ImageInputStream in, long start) implements BulkData.Source {
    @Override
    public InputStream open(long offset, long length) {
        return new Part(start + offset, length);
    }

    /** The stream has one position, which each part sets anew. */
    private final class Part extends InputStream {
        private long at;
        private long left;

        Part(long at, long left) {
            this.at = at;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left <= 0) {
                return -1;
            }
            synchronized (in) {
                in.seek(at);
                int found = in.read(target, offset, (int) Math.min(length, left));
                if (found > 0) {
                    at += found;
                    left -= found;
                }
                return found;
            }
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, left));
            at += skipped;
            left -= skipped;
            return skipped;
        }
    }
}
