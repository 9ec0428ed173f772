package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.diconde4j.io.ChannelInputStream;

/**
 * Copies streams in larger steps than those of the JDK, of which each costs a way through the server; those that are channels too without a
 * copy on the heap, and a file that goes out as it is stored without any, where the connection can do that. Thread-safe.
 */
final class Copy {
    private static final int STEP = 1 << 17;

    /** Direct buffers for later: each costs much to make, and stays until the garbage collector finds it. */
    private static final BlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(32);

    private Copy() {}

    static void all(InputStream in, OutputStream out) throws IOException {
        if (in instanceof ChannelInputStream range
                && range.channel() instanceof FileChannel file
                && out instanceof FileTarget target
                && target.write(file, file.position(), range.left())) {
            return;
        }
        if (in instanceof ReadableByteChannel source && out instanceof WritableByteChannel target) {
            ByteBuffer kept = KEPT.poll();
            ByteBuffer buffer = kept == null ? ByteBuffer.allocateDirect(STEP) : kept;
            // After an exception the server may still hold it: then it is left to the garbage collector.
            channels(source, target, buffer);
            KEPT.offer(buffer);
            return;
        }
        byte[] buffer = new byte[STEP];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static void channels(ReadableByteChannel source, WritableByteChannel target, ByteBuffer buffer)
            throws IOException {
        buffer.clear();
        while (source.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                target.write(buffer);
            }
            buffer.clear();
        }
    }
}
