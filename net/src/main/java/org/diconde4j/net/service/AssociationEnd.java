package org.diconde4j.net.service;

import java.time.Duration;
import org.diconde4j.net.pdu.AssociationException;
import org.jspecify.annotations.Nullable;

/**
 * How an association ended.
 *
 * @param how in short
 * @param time from its opening
 * @param bytesReceived all bytes that came over it, headers included
 * @param bytesSent all bytes that went over it, headers included
 * @param cause what is to be said of it; null after a release, or if this side ended it on its own account
 */
public record AssociationEnd(
        How how,
        Duration time,
        long bytesReceived,
        long bytesSent,
        @Nullable AssociationException cause) {
    /** The ways to end. */
    public enum How {
        /** In order, by A-RELEASE. */
        RELEASED,
        /** The peer sent A-ABORT. */
        ABORTED_BY_PEER,
        /** This side sent A-ABORT. */
        ABORTED_HERE,
        /** The peer did not send, or not take, within its time. */
        TIMED_OUT,
        /** The connection broke. */
        LOST
    }
}
