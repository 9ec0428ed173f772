package org.diconde4j.archive;

import java.net.InetSocketAddress;
import org.diconde4j.net.DimseServer;

/** A running DIMSE receiver of an archive. Thread-safe. */
public final class Receiver implements AutoCloseable {
    private final DimseServer server;

    Receiver(DimseServer server) {
        this.server = server;
    }

    /**
     * The title that it answers by.
     *
     * @return AE title
     */
    public String aeTitle() {
        return server.aeTitle();
    }

    /**
     * Where it listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return server.address();
    }

    /**
     * The port it listens on.
     *
     * @return the port, a free one if 0 was asked for
     */
    public int port() {
        return server.port();
    }

    /** Stops: takes no more associations, lets running operations end for a while, and aborts the rest. */
    @Override
    public void close() {
        server.close();
    }
}
