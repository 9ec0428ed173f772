package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import org.diconde4j.net.internal.trace.PduTap;
import org.jspecify.annotations.Nullable;

/** A transport that is overheard; of TLS what is inside. */
final class TracedTransport implements Transport {
    private final Transport transport;
    private final PduTap tap;
    private volatile boolean closed;

    TracedTransport(Transport transport, PduTap tap) {
        this.transport = transport;
        this.tap = tap;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int from = into.position();
        int count = transport.read(into);
        if (count < 0) {
            tap.ended();
        } else {
            tap.received(into.duplicate().flip().position(from));
        }
        return count;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        tap.sent(from);
        transport.write(from);
    }

    @Override
    public boolean hasInput() throws IOException {
        return transport.hasInput();
    }

    @Override
    public void shutdownInput() {
        transport.shutdownInput();
    }

    @Override
    public void farewell() throws IOException {
        transport.farewell();
    }

    @Override
    public InetSocketAddress remote() {
        return transport.remote();
    }

    @Override
    public InetSocketAddress local() {
        return transport.local();
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        return transport.peerCertificate();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tap.closed();
        }
        transport.close();
    }
}
