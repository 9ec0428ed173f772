package org.diconde4j.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may use the service in a browser (CORS, Fetch standard 3.2), and what browsers are told about every answer.
 *
 * @param origins such as {@code https://viewer.example.com}
 */
record CrossOrigin(Set<String> origins) {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String REQUEST_HEADERS =
            "Accept, Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range,"
                    + " Last-Event-ID, Upload-Complete, Upload-Draft-Interop-Version, Upload-Length, Upload-Offset";
    private static final String EXPOSED =
            "Accept-Ranges, Content-Length, Content-Location, Content-Range, ETag, Location,"
                    + " Retry-After, Upload-Complete, Upload-Limit, Upload-Offset, Warning, WWW-Authenticate";
    private static final String PREFLIGHT_AGE = "600";

    CrossOrigin {
        for (String origin : origins) {
            if (!origin.matches("https?://[^/\\s*,]+")) {
                throw new IllegalArgumentException(
                        "expected an origin such as https://viewer.example.com, found \"" + origin + "\"");
            }
        }
        origins = Set.copyOf(origins);
    }

    /** What is in the head of every answer to a request. */
    Map<String, String> headers(WebExchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        headers.put("Cross-Origin-Resource-Policy", origins.isEmpty() ? "same-origin" : "cross-origin");
        headers.put("Cache-Control", "private, no-cache");
        if (exchange.base().startsWith("https:")) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        if (!origins.isEmpty()) {
            headers.put("Vary", "Origin");
            String origin = origin(exchange);
            if (origin != null && origins.contains(origin)) {
                headers.put("Access-Control-Allow-Origin", origin);
                headers.put("Access-Control-Allow-Credentials", "true");
                headers.put("Access-Control-Expose-Headers", EXPOSED);
            }
        }
        return headers;
    }

    /** Whether a browser asks what a page may do, before it lets it. */
    static boolean isPreflight(WebExchange exchange) {
        return exchange.method().equals("OPTIONS")
                && origin(exchange) != null
                && !exchange.headers("Access-Control-Request-Method").isEmpty();
    }

    /** What the browser is told. */
    Map<String, String> preflight(WebExchange exchange) {
        String origin = String.valueOf(origin(exchange));
        if (!origins.contains(origin)) {
            throw foreign(origin);
        }
        return Map.of(
                "Access-Control-Allow-Methods",
                METHODS,
                "Access-Control-Allow-Headers",
                REQUEST_HEADERS,
                "Access-Control-Max-Age",
                PREFLIGHT_AGE);
    }

    /**
     * Refuses what a page of a stranger would change with the rights of whoever looks at it: browsers send some requests before they ask, and
     * add the passcode that they know.
     */
    void requireKnown(WebExchange exchange) {
        String origin = origin(exchange);
        boolean reads = List.of("GET", "HEAD", "OPTIONS").contains(exchange.method())
                && exchange.headers("Upgrade").isEmpty(); // a WebSocket is open to the page of any origin
        if (!reads
                && origin != null
                && !origins.contains(origin)
                && !exchange.base().startsWith(origin + "/")) {
            throw foreign(origin);
        }
    }

    private static HttpProblem foreign(String origin) {
        return new HttpProblem(
                403, "expected an origin that this server allows, found \"" + origin + "\"; its owner may add it");
    }

    private static @Nullable String origin(WebExchange exchange) {
        List<String> headers = exchange.headers("Origin");
        return headers.isEmpty() ? null : headers.get(0);
    }
}
