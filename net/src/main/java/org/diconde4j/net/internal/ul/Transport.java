package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A connection that carries bytes. Reads block one thread, writes block another; {@link #close} ends both. */
public interface Transport extends AutoCloseable {
    /**
     * Reads what is there, waiting for at least one byte.
     *
     * @return number of bytes, -1 at the end of the stream
     */
    int read(ByteBuffer into) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer from) throws IOException;

    /** Whether a read would return at once. */
    boolean hasInput() throws IOException;

    /** Lets a blocked read return -1. */
    void shutdownInput();

    /** Ends what was agreed on above TCP, so that the peer knows that nothing was cut off; may block like a write. */
    default void farewell() throws IOException {
        // TCP ends with the connection
    }

    InetSocketAddress remote();

    InetSocketAddress local();

    /** The certificate that the peer has shown; null without TLS, or if it has shown none. */
    default @Nullable X509Certificate peerCertificate() {
        return null;
    }

    @Override
    void close();
}
