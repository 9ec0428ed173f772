package org.diconde4j.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.diconde4j.archive.delivery.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verification in the background, again and again. Thread-safe. */
public final class Scrub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);

    private final Verification verification;
    private final Duration period;
    private final Clock clock;
    private final Worker worker;

    Scrub(Verification verification, Duration period, Clock clock) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("the period of a scrub must be positive, not " + period);
        }
        this.verification = verification;
        this.period = period;
        this.clock = clock;
        this.worker = new Worker("diconde4j-scrub", this::round);
    }

    void start() {
        worker.start();
    }

    private Instant round() {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        Verification.Remembered before = verification.remembered();
        Instant completed = before.completed();
        Instant due = completed == null || before.unfinished() != null ? clock.instant() : completed.plus(period);
        if (due.isAfter(clock.instant())) {
            return due;
        }
        Verification.Report report = verification.run(
                finding -> LOG.error(
                        "{} {}: {}",
                        finding.missing() ? "missing" : "damaged",
                        finding.receipt().name(),
                        finding.problem()),
                bytes -> {},
                worker::isStopping);
        if (!worker.isStopping()) {
            LOG.info("scrub: verified={} damaged={} missing={}", report.verified(), report.damaged(), report.missing());
        }
        completed = verification.remembered().completed();
        return completed == null ? clock.instant().plus(period) : completed.plus(period);
    }

    /** Stops soon; the next start goes on from there. */
    @Override
    public void close() {
        worker.close();
    }
}
