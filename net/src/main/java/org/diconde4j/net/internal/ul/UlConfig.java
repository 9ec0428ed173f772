package org.diconde4j.net.internal.ul;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.diconde4j.net.service.AssociationListener;
import org.jspecify.annotations.Nullable;

/**
 * What an association needs to know. Durations as in the public {@code Timeouts}.
 *
 * @param maxPduLength the longest P-DATA-TF that is announced as acceptable
 * @param maxSendLength the longest P-DATA-TF that is sent, whatever the peer would take
 * @param listeners told of associations and operations
 * @param trace where every PDU is written down; null for nowhere
 */
public record UlConfig(
        Duration connect,
        Duration accept,
        Duration request,
        Duration response,
        Duration idle,
        Duration release,
        Duration write,
        int maxPduLength,
        int maxSendLength,
        List<AssociationListener> listeners,
        @Nullable Path trace) {

    /** Observed. */
    public UlConfig observed(List<AssociationListener> by, @Nullable Path file) {
        return new UlConfig(
                connect,
                accept,
                request,
                response,
                idle,
                release,
                write,
                maxPduLength,
                maxSendLength,
                List.copyOf(by),
                file);
    }

    /** The shortest of all, for the watchdog. */
    public Duration shortest() {
        Duration shortest = connect;
        for (Duration d : new Duration[] {accept, request, response, idle, release, write}) {
            shortest = d.compareTo(shortest) < 0 ? d : shortest;
        }
        return shortest;
    }
}
