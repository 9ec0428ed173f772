package org.diconde4j.net.internal.ul;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Direct buffers that outlive their association. The garbage collector frees direct memory late, so thousands of short
 * associations would otherwise exhaust it.
 */
public final class BufferPool {
    private final int size;
    private final BlockingQueue<ByteBuffer> idle;

    public BufferPool(int size, int keep) {
        this.size = size;
        this.idle = new ArrayBlockingQueue<>(keep);
    }

    ByteBuffer take() {
        ByteBuffer buffer = idle.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer.clear();
    }

    void give(ByteBuffer buffer) {
        idle.offer(buffer);
    }

    int size() {
        return size;
    }
}
