package org.diconde4j.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.content.BufferedContentSink;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;

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

    static OutputStream out(Request request, Response response, SlowClients.Watch watch) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        return new Out(response, Response.asBufferedSink(request, response), end, watch);
    }

    /** Waits until what is written has gone out, or is kept to go out with what follows. */
    private static final class Out extends OutputStream implements WritableByteChannel, FileTarget {
        private final Response response;
        private final Content.Sink buffered;
        private final EndPoint end;
        private final SlowClients.Watch watch;
        private boolean closed;

        Out(Response response, Content.Sink buffered, EndPoint end, SlowClients.Watch watch) {
            this.response = response;
            this.buffered = buffered;
            this.end = end;
            this.watch = watch;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            write(ByteBuffer.wrap(source, offset, length));
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            while (source.hasRemaining()) {
                int some = Math.min(SOME, source.remaining());
                ByteBuffer slice = source.slice(source.position(), some);
                source.position(source.position() + some);
                pass(false, slice, some);
            }
            return length;
        }

        @Override
        public boolean write(FileChannel file, long position, long count) throws IOException {
            if (!(end instanceof FileEndPoint direct)) {
                return false;
            }
            flush();
            for (long at = 0; at < count; at += FileEndPoint.STEP) {
                int some = (int) Math.min(FileEndPoint.STEP, count - at);
                watch.begin();
                try {
                    direct.send(response, file, position + at, some, watch::passed);
                } finally {
                    watch.end(0);
                }
            }
            return true;
        }

        @Override
        public void flush() throws IOException {
            pass(false, BufferedContentSink.FLUSH_BUFFER, 0);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                pass(true, BufferUtil.EMPTY_BUFFER, 0);
            }
        }

        private void pass(boolean last, ByteBuffer bytes, int count) throws IOException {
            watch.begin();
            try {
                Content.Sink.write(buffered, last, bytes);
            } finally {
                watch.end(count);
            }
        }
    }
}
