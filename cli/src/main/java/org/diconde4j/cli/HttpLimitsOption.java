package org.diconde4j.cli;

import java.time.Duration;
import org.diconde4j.web.WebLimits;
import picocli.CommandLine.Option;

/** How much clients may ask over HTTP. */
@SuppressWarnings("NullAway.Init")
final class HttpLimitsOption {
    @Option(
            names = "--http-requests",
            paramLabel = "N",
            description = "HTTP: how many requests are answered at the same time (503); 128 if not given.")
    private int requests = WebLimits.USUAL.requests();

    @Option(
            names = "--http-requests-of-one",
            paramLabel = "N",
            description = "HTTP: how many of them may be of one user or address (429); 64 if not given.")
    private int requestsOfOne = WebLimits.USUAL.requestsOfOne();

    @Option(
            names = "--http-requests-per-second",
            paramLabel = "N",
            description =
                    "HTTP: how many requests a second one user or address may send in the long run (429); 500 if not given.")
    private int requestsPerSecond = WebLimits.USUAL.requestsPerSecond();

    @Option(
            names = "--http-body",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "HTTP: how long the body of a request may be (413); 1t if not given.")
    private long bodyBytes = WebLimits.USUAL.bodyBytes();

    @Option(
            names = "--http-patience",
            paramLabel = "PERIOD",
            converter = Period.class,
            description = "HTTP: how long a client may do nothing before it is cut off; 60s if not given.")
    private Duration patience = WebLimits.USUAL.patience();

    @Option(
            names = "--http-slowest",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "HTTP: how many bytes a second a client sends or takes at least, or is cut off; 1k if not given.")
    private long bytesPerSecond = WebLimits.USUAL.bytesPerSecond();

    @Option(
            names = "--http-results",
            paramLabel = "N",
            description =
                    "HTTP: how many results of a search an answer has at most, the others in pages; any number if not given.")
    private long results = WebLimits.USUAL.results();

    /** Whether any is another than usual. */
    boolean isGiven() {
        return !limits().equals(WebLimits.USUAL);
    }

    /** Checks what was said. */
    void require() {
        require("--http-requests", requests);
        require("--http-requests-of-one", requestsOfOne);
        require("--http-requests-per-second", requestsPerSecond);
        require("--http-body", bodyBytes);
        require("--http-slowest", bytesPerSecond);
        require("--http-results", results);
    }

    private static void require(String name, long value) {
        if (value < 1) {
            throw new WrongUsage(name + " " + value + ", expected 1 or more");
        }
    }

    WebLimits limits() {
        return new WebLimits(requests, requestsOfOne, requestsPerSecond, bodyBytes, bytesPerSecond, patience, results);
    }
}
