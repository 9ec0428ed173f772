package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.diconde4j.archive.ArchiveView;
import org.diconde4j.web.http.Acceptable;
import org.diconde4j.web.http.HttpProblem;
import org.diconde4j.web.http.QueryParameters;
import org.jspecify.annotations.Nullable;

/** A request that is being answered: what it says, read once, and whether the answer has begun. */
final class Call {
    private static final long MOST_DRAINED = 64L << 20;
    private static final long MOST_TIME = 10_000_000_000L;

    /** Of somebody whom nobody knows, who must not keep a thread busy. */
    private static final long MOST_DRAINED_UNKNOWN = 1L << 20;

    private static final long MOST_TIME_UNKNOWN = 1_000_000_000L;

    final GuardedExchange exchange;
    private @Nullable ArchiveView archive;
    private @Nullable QueryParameters parameters;
    private final Map<String, String> always;
    private boolean begun;

    Call(GuardedExchange exchange, Map<String, String> always) {
        this.exchange = exchange;
        this.always = always;
    }

    /** Says how the one who asks may use the archive. */
    void begin(ArchiveView view) {
        archive = view;
    }

    /** The archive as the one who asks may use it. */
    ArchiveView archive() {
        return Objects.requireNonNull(archive, "nobody asked");
    }

    /** What stands behind the question mark. */
    QueryParameters parameters() {
        QueryParameters read = parameters;
        if (read == null) {
            read = QueryParameters.of(exchange.query());
            parameters = read;
        }
        return read;
    }

    /** What the client accepts, the best first. */
    List<Acceptable> acceptable() {
        return Acceptable.of(exchange.headers("Accept"), parameters().all("accept"));
    }

    /** What is told if nothing that the client accepts can be given. */
    HttpProblem notAcceptable(String offered) {
        return new HttpProblem(
                406,
                "expected to be asked for " + offered + ", found Accept: "
                        + String.join(", ", exchange.headers("Accept")));
    }

    /** Begins the answer. */
    OutputStream answer(int status, String contentType) throws IOException {
        return answer(status, Map.of("Content-Type", contentType));
    }

    /** Begins the answer. */
    OutputStream answer(int status, Map<String, String> headers) throws IOException {
        begun = true;
        Map<String, String> all = new LinkedHashMap<>(headers);
        always.forEach((name, value) ->
                all.merge(name, value, (own, other) -> name.equals("Vary") ? own + ", " + other : own));
        return exchange.answer(status, all);
    }

    /** Answers without a body. */
    void empty(int status, Map<String, String> headers) throws IOException {
        answer(status, headers).close();
    }

    /** Tells what is wrong, unless the answer has begun: then it can only be broken off. */
    void fail(HttpProblem problem) throws IOException {
        if (begun) {
            throw problem;
        }
        drain();
        Map<String, String> headers = new LinkedHashMap<>(problem.headers());
        headers.put("Content-Type", "application/problem+json");
        try (OutputStream out = answer(problem.status(), headers)) {
            problem.write(out);
        }
    }

    /**
     * Reads what the client is still sending, up to a limit: a connection that is closed before takes the answer with it, and the client
     * would only learn that it is gone.
     */
    private void drain() throws IOException {
        byte[] buffer = new byte[1 << 16];
        InputStream body = exchange.rest();
        long until = System.nanoTime() + (archive == null ? MOST_TIME_UNKNOWN : MOST_TIME);
        for (long left = archive == null ? MOST_DRAINED_UNKNOWN : MOST_DRAINED;
                left > 0 && System.nanoTime() < until; ) {
            int count = body.read(buffer);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }
}
