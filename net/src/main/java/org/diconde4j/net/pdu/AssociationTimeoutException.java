package org.diconde4j.net.pdu;

import java.time.Duration;

/** The peer did not send, or did not take, within its time. */
public final class AssociationTimeoutException extends AssociationException {
    private static final long serialVersionUID = 1;

    private final Duration timeout;

    /**
     * A timeout.
     *
     * @param peer the other side
     * @param waitedFor what did not happen, as in "a response"
     * @param timeout how long it had
     */
    public AssociationTimeoutException(String peer, String waitedFor, Duration timeout) {
        super("waited " + timeout.toMillis() + " ms for " + waitedFor + " of " + peer);
        this.timeout = timeout;
    }

    /**
     * How long the peer had.
     *
     * @return the timeout that applied
     */
    public Duration timeout() {
        return timeout;
    }
}
