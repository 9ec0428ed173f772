package org.diconde4j.web;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.diconde4j.web.http.HttpProblem;

/** How many requests there are, and of whom. Thread-safe. */
final class Traffic {
    private static final int KNOWN = 10_000;

    /** So many seconds of a rate may come at once. */
    private static final int BURST = 10;

    private final WebLimits limits;
    private final LongSupplier nanos;
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KNOWN;
        }
    };
    private int all;
    private long begun;
    private long refused;

    private record Bucket(double left, long at) {}

    /** A request that is under way; closing it ends it. */
    interface Passage extends AutoCloseable {
        @Override
        void close();
    }

    Traffic(WebLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** How many requests are under way. */
    synchronized int running() {
        return all;
    }

    /** How many requests there were. */
    synchronized long begun() {
        return begun;
    }

    /** How many of them were too many. */
    synchronized long refused() {
        return refused;
    }

    /** Lets a request begin, whoever sends it. */
    synchronized Passage begin() {
        begun++;
        if (all >= limits.requests()) {
            throw busy("the server answers " + limits.requests() + " requests at the same time, and no more");
        }
        all++;
        return () -> {
            synchronized (this) {
                all--;
            }
        };
    }

    /** Lets a request of a client begin. */
    synchronized Passage begin(String client) {
        double most = (double) limits.requestsPerSecond() * BURST;
        long now = nanos.getAsLong();
        Bucket known = buckets.getOrDefault(client, new Bucket(most, now));
        double left = Math.min(most, known.left + (now - known.at) / 1e9 * limits.requestsPerSecond());
        if (left < 1) {
            buckets.put(client, new Bucket(left, now));
            throw later("a client may send " + limits.requestsPerSecond() + " requests a second in the long run");
        }
        int own = running.getOrDefault(client, 0);
        if (own >= limits.requestsOfOne()) {
            throw later("a client may have " + limits.requestsOfOne() + " requests answered at the same time");
        }
        buckets.put(client, new Bucket(left - 1, now));
        running.put(client, own + 1);
        return () -> {
            synchronized (this) {
                running.computeIfPresent(client, (who, count) -> count == 1 ? null : count - 1);
            }
        };
    }

    private HttpProblem busy(String why) {
        refused++;
        return new HttpProblem(503, why).with("Retry-After", "1");
    }

    private HttpProblem later(String why) {
        refused++;
        return new HttpProblem(429, why).with("Retry-After", "1");
    }
}
