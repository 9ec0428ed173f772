package org.diconde4j.net;

import java.time.Duration;

/**
 * How long an association waits for its peer. All are finite; change one with its {@code with…} method.
 *
 * @param connect for the TCP connection
 * @param accept from the connection to the complete A-ASSOCIATE-RQ, from there to its answer, and for the peer to close
 *     after the end (the ARTIM timer of PS3.8 9.1.5)
 * @param request for the rest of a message once it has begun; every PDU of a data set has this long
 * @param response for the response to a request
 * @param idle for the next request
 * @param release for the answer to A-RELEASE-RQ
 * @param write for the peer to take what is sent
 */
public record Timeouts(
        Duration connect,
        Duration accept,
        Duration request,
        Duration response,
        Duration idle,
        Duration release,
        Duration write) {
    /** The defaults: 10 s, 30 s, 60 s, 5 min, 5 min, 10 s, 60 s. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /**
     * Checks that every one is positive.
     *
     * @param connect for the TCP connection
     * @param accept from the connection to the complete A-ASSOCIATE-RQ, from there to its answer, and for the peer to close after the end (the ARTIM timer of PS3.8 9.1.5)
     * @param request for the rest of a message once it has begun; every PDU of a data set has this long
     * @param response for the response to a request
     * @param idle for the next request
     * @param release for the answer to A-RELEASE-RQ
     * @param write for the peer to take what is sent
     */
    public Timeouts {
        for (Duration d : new Duration[] {connect, accept, request, response, idle, release, write}) {
            if (d.isNegative() || d.isZero()) {
                throw new IllegalArgumentException("timeout of " + d + ", expected a positive duration");
            }
        }
    }

    /**
     * All the same, for tests.
     *
     * @param all the one timeout
     * @return timeouts
     */
    public static Timeouts all(Duration all) {
        return new Timeouts(all, all, all, all, all, all, all);
    }

    /**
     * Another time to connect.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withConnect(Duration value) {
        return new Timeouts(value, accept, request, response, idle, release, write);
    }

    /**
     * Another time to open an association.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withAccept(Duration value) {
        return new Timeouts(connect, value, request, response, idle, release, write);
    }

    /**
     * Another time to complete a request.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withRequest(Duration value) {
        return new Timeouts(connect, accept, value, response, idle, release, write);
    }

    /**
     * Another time to respond.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withResponse(Duration value) {
        return new Timeouts(connect, accept, request, value, idle, release, write);
    }

    /**
     * Another time between requests.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withIdle(Duration value) {
        return new Timeouts(connect, accept, request, response, value, release, write);
    }

    /**
     * Another time to answer a release.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withRelease(Duration value) {
        return new Timeouts(connect, accept, request, response, idle, value, write);
    }

    /**
     * Another time to take what is sent.
     *
     * @param value the new value
     * @return a copy
     */
    public Timeouts withWrite(Duration value) {
        return new Timeouts(connect, accept, request, response, idle, release, value);
    }
}
