package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Vitals;
import org.diconde4j.web.http.HttpProblem;

/**
 * How the archive is, for those who run it. Whether it is alive and ready is told to everybody, and nothing else is; the numbers need the role
 * administer.
 */
final class Operations {
    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String METRICS = "/metrics";
    private static final Set<String> PATHS = Set.of(LIVE, READY, METRICS);

    private final Archive archive;
    private final DicomWeb web;

    Operations(Archive archive, DicomWeb web) {
        this.archive = archive;
        this.web = web;
    }

    boolean answers(String path) {
        return PATHS.contains(path);
    }

    void handle(WebExchange exchange) throws IOException {
        switch (exchange.path()) {
            case LIVE -> web.answerAnybody(exchange, call -> health(call, true));
            case READY -> web.answerAnybody(exchange, call -> health(call, isReady()));
            default ->
                web.answer(exchange, call -> {
                    requireGet(call);
                    String text = Metrics.text(call.archive().statistics(), web.traffic());
                    try (OutputStream out = call.answer(200, "text/plain; version=0.0.4; charset=utf-8")) {
                        out.write(text.getBytes(StandardCharsets.UTF_8));
                    }
                });
        }
    }

    private static void requireGet(Call call) {
        String method = call.exchange.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new HttpProblem(405, "expected GET or HEAD, found " + method).with("Allow", "GET, HEAD");
        }
    }

    private static void health(Call call, boolean well) throws IOException {
        requireGet(call);
        String text = "{\"status\":\"" + (well ? "up" : "down") + "\"}";
        try (OutputStream out = call.answer(well ? 200 : 503, "application/json")) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether the index is open and there is room to store. */
    private boolean isReady() {
        Vitals vitals = archive.vitals();
        return vitals.lag().isPresent() && !vitals.full();
    }
}
