package org.diconde4j.net.internal.ul;

import java.time.Duration;

/**
 * What an association needs to know. Durations as in the public {@code Timeouts}.
 *
 * @param maxPduLength the longest P-DATA-TF that is announced as acceptable
 * @param maxSendLength the longest P-DATA-TF that is sent, whatever the peer would take
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
        int maxSendLength) {

    /** The shortest of all, for the watchdog. */
    public Duration shortest() {
        Duration shortest = connect;
        for (Duration d : new Duration[] {accept, request, response, idle, release, write}) {
            shortest = d.compareTo(shortest) < 0 ? d : shortest;
        }
        return shortest;
    }
}
