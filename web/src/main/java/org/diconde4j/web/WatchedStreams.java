package org.diconde4j.web;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams that tell {@link SlowClients} when they wait. */
final class WatchedStreams {
    /** What is written at once, so that much is not taken for slow. */
    private static final int SOME = 1 << 17;

    private WatchedStreams() {}

    static InputStream in(InputStream in, SlowClients.Watch watch) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = 0;
                watch.begin();
                try {
                    count = super.read(target, offset, length);
                } finally {
                    watch.end(Math.max(0, count));
                }
                return count;
            }
        };
    }

    static OutputStream out(OutputStream out, SlowClients.Watch watch) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                int end = offset + length;
                for (int at = offset; at < end; at += SOME) {
                    int some = Math.min(SOME, end - at);
                    watch.begin();
                    try {
                        out.write(source, at, some);
                    } finally {
                        watch.end(some);
                    }
                }
            }

            @Override
            public void flush() throws IOException {
                watch.begin();
                try {
                    out.flush();
                } finally {
                    watch.end(0);
                }
            }

            @Override
            public void close() throws IOException {
                watch.begin();
                try {
                    out.close();
                } finally {
                    watch.end(0);
                }
            }
        };
    }
}
