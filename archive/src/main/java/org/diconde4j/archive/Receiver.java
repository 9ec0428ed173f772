package org.diconde4j.archive;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.DicondeException;
import org.diconde4j.net.DimseServer;
import org.jspecify.annotations.Nullable;

/** A running DIMSE receiver of an archive. Thread-safe. */
public final class Receiver implements AutoCloseable {
    private final DimseServer server;
    private final List<AutoCloseable> beside;

    /** A receiver, and what works for it and ends with it. */
    Receiver(DimseServer server, List<AutoCloseable> beside) {
        this.server = server;
        this.beside = List.copyOf(beside);
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

    /**
     * Where it listens for TLS, if it has a port for that beside the plain one.
     *
     * @return address and port, or null
     */
    public @Nullable InetSocketAddress tlsAddress() {
        return server.tlsAddress();
    }

    /** Stops: takes no more associations, lets running operations end for a while, and aborts the rest. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(beside);
        all.add(0, server);
        List<Exception> failures = closeAll(all);
        if (!failures.isEmpty()) {
            DicondeException failure = new DicondeException("the receiver " + aeTitle() + " did not close in order");
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    /** Closes all, and gives what they threw. */
    static List<Exception> closeAll(List<AutoCloseable> all) {
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        return failures;
    }
}
