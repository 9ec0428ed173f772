package org.diconde4j.web.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often somebody failed, so that guessing takes too long: from the fifth failure on each costs twice the time of the one before. Of a
 * number of those who failed last is known. Thread-safe.
 */
final class Attempts {
    private static final int KNOWN = 10_000;
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();

    private final int free;
    private final LongSupplier nanos;
    private final Map<String, Failed> failed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
            return size() > KNOWN;
        }
    };

    private record Failed(int times, long until) {}

    /** Lets so many failures pass. */
    Attempts(int free, LongSupplier nanos) {
        this.free = free;
        this.nanos = nanos;
    }

    /** How long somebody has to wait before the next try; zero if they need not. */
    synchronized Duration wait(String who) {
        Failed known = failed.get(who);
        return known == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, known.until - nanos.getAsLong()));
    }

    synchronized void failed(String who) {
        Failed known = failed.get(who);
        long now = nanos.getAsLong();
        int times = known == null || now - known.until > LONGEST ? 1 : known.times + 1;
        long cost = times < free ? 0 : Math.min(LONGEST, FIRST << Math.min(20, times - free));
        failed.put(who, new Failed(times, now + cost));
    }

    synchronized void succeeded(String who) {
        failed.remove(who);
    }
}
