package org.diconde4j.net.service;

import java.time.Duration;

/**
 * What an association may use. The server waits as long as it is told to before it goes on, without holding that time against the peer;
 * so a peer that is too fast is slowed down by its own connection. Called on the association's thread; closed once, when it ends.
 */
public interface Allowance extends AutoCloseable {
    /** No limits. */
    Allowance UNLIMITED = new Allowance() {};

    /**
     * A request has come.
     *
     * @return how long to wait before it is served; zero to serve it at once
     */
    default Duration operation() {
        return Duration.ZERO;
    }

    /**
     * Bytes were read or written.
     *
     * @param count how many
     * @return how long to wait before the next ones; zero to go on at once
     */
    default Duration bytes(long count) {
        return Duration.ZERO;
    }

    /** The association has ended. */
    @Override
    default void close() {}
}
