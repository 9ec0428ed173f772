package org.diconde4j.web;

import java.time.Duration;

/**
 * How much clients may ask of a server. Immutable.
 *
 * @param requests how many requests are answered at the same time; more are told to come again (503)
 * @param requestsOfOne how many of them may be of one client: of a subject, or of an address where nobody is asked
 * @param requestsPerSecond how many requests a second one client may send in the long run; ten seconds of them may come at once, and more are
 *     told to wait (429)
 * @param bodyBytes the longest body of a request in bytes (413)
 * @param bytesPerSecond how slow a client may send or take a body, in bytes a second; who is slower after {@code patience} is cut off
 * @param patience how long a client may do nothing, or be slower than that
 * @param results how many results of a search an answer may have; that there are more is said in a Warning (PS3.18 8.3.4.4)
 */
public record WebLimits(
        int requests,
        int requestsOfOne,
        int requestsPerSecond,
        long bodyBytes,
        long bytesPerSecond,
        Duration patience,
        long results) {
    /**
     * 128 requests at once, 64 of one client and 500 a second of it; bodies of up to 1 TiB, at 1 KiB a second or faster; 60 seconds; any
     * number of results, which stream.
     */
    public static final WebLimits USUAL =
            new WebLimits(128, 64, 500, 1L << 40, 1024, Duration.ofSeconds(60), Long.MAX_VALUE);

    /**
     * Checks the numbers.
     *
     * @param requests how many requests are answered at the same time
     * @param requestsOfOne how many of them may be of one client
     * @param requestsPerSecond how many requests a second one client may send in the long run
     * @param bodyBytes the longest body of a request in bytes
     * @param bytesPerSecond how slow a client may send or take a body
     * @param patience how long a client may do nothing, or be slower than that
     * @param results how many results of a search an answer may have
     * @throws IllegalArgumentException if one is not positive
     */
    public WebLimits {
        if (requests < 1
                || requestsOfOne < 1
                || requestsPerSecond < 1
                || bodyBytes < 1
                || bytesPerSecond < 1
                || results < 1
                || patience.isNegative()
                || patience.isZero()) {
            throw new IllegalArgumentException("limits are positive, found " + requests + ", " + requestsOfOne + ", "
                    + requestsPerSecond + ", " + bodyBytes + ", " + bytesPerSecond + ", " + patience + ", " + results);
        }
    }

    /**
     * Returns these limits with another number of requests at the same time.
     *
     * @param all of all clients
     * @param ofOne of one client
     * @return the changed limits
     */
    public WebLimits withRequests(int all, int ofOne) {
        return new WebLimits(all, ofOne, requestsPerSecond, bodyBytes, bytesPerSecond, patience, results);
    }

    /**
     * Returns these limits with another rate of requests.
     *
     * @param most how many a second of one client
     * @return the changed limits
     */
    public WebLimits withRequestsPerSecond(int most) {
        return new WebLimits(requests, requestsOfOne, most, bodyBytes, bytesPerSecond, patience, results);
    }

    /**
     * Returns these limits with another length of bodies.
     *
     * @param most in bytes
     * @return the changed limits
     */
    public WebLimits withBodyBytes(long most) {
        return new WebLimits(requests, requestsOfOne, requestsPerSecond, most, bytesPerSecond, patience, results);
    }

    /**
     * Returns these limits with another patience for slow clients.
     *
     * @param least how many bytes a second
     * @param time how long a client may be slower
     * @return the changed limits
     */
    public WebLimits withPatience(long least, Duration time) {
        return new WebLimits(requests, requestsOfOne, requestsPerSecond, bodyBytes, least, time, results);
    }

    /**
     * Returns these limits with another number of results.
     *
     * @param most of one search in one answer
     * @return the changed limits
     */
    public WebLimits withResults(long most) {
        return new WebLimits(requests, requestsOfOne, requestsPerSecond, bodyBytes, bytesPerSecond, patience, most);
    }
}
