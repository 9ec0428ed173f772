package org.diconde4j.net.internal.ul;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that outlive their association. The garbage collector frees direct memory late, so thousands of short
 * associations would otherwise exhaust it. Thread-safe.
 */
final class BufferPool {
    /** The JVM collects garbage and waits for half a second before it refuses, which must not happen for every PDU. */
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final int size;
    private final BlockingQueue<ByteBuffer> idle;
    private volatile long refused = System.nanoTime() - PAUSE_NANOS;

    BufferPool(int size, int keep) {
        this.size = size;
        this.idle = new ArrayBlockingQueue<>(keep);
    }

    /** One that has from the beginning all that it may keep. */
    static BufferPool filled(int size, int count) {
        BufferPool pool = new BufferPool(size, Math.max(1, count));
        for (int i = 0; i < count; i++) {
            pool.give(ByteBuffer.allocateDirect(size));
        }
        return pool;
    }

    /** One that is kept; null if there is none. */
    @Nullable
    ByteBuffer kept() {
        ByteBuffer buffer = idle.poll();
        return buffer == null ? null : buffer.clear();
    }

    /** One that is kept or new; null if the JVM has no direct memory left. */
    @Nullable
    ByteBuffer take() {
        ByteBuffer buffer = kept();
        if (buffer != null || System.nanoTime() - refused < PAUSE_NANOS) {
            return buffer;
        }
        try {
            return ByteBuffer.allocateDirect(size);
        } catch (OutOfMemoryError e) {
            refused = System.nanoTime();
            return null;
        }
    }

    /** Takes back what came from here. */
    void give(ByteBuffer buffer) {
        idle.offer(buffer);
    }

    int size() {
        return size;
    }
}
