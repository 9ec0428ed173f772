package org.diconde4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.service.StoreRequest;

/** Takes objects and keeps nothing but their number and size. Thread-safe. */
final class NullSink implements StoreHandler, AutoCloseable {
    static final String TITLE = "NULLSINK";

    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final DimseServer server;

    NullSink() throws IOException {
        server = DimseServer.builder()
                .aeTitle(TITLE)
                .port(0)
                .maxAssociations(1000)
                .stores(this)
                .start();
    }

    Peer peer() {
        return new Peer(TITLE, "127.0.0.1", server.port());
    }

    @Override
    public StoreOutcome store(StoreRequest request, InputStream dataset) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long n = 0;
        for (int r = dataset.read(buffer); r >= 0; r = dataset.read(buffer)) {
            n += r;
        }
        bytes.addAndGet(n);
        objects.incrementAndGet();
        return StoreOutcome.success();
    }

    /** Says that everything came that should have come, and begins to count anew. */
    void expect(long count) throws IOException {
        long came = objects.getAndSet(0);
        long size = bytes.getAndSet(0);
        if (came != count || size < count * NetworkObjects.SIZE) {
            throw new IOException(came + " objects with " + size + " bytes came, expected " + count);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
