package org.diconde4j.archive.keep;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.diconde4j.storage.Records;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Second records that follow the first ones. What stands against that holds no objects up. For one thread, but for the problem. */
final class ReplicaRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaRecords.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    /** All records are read to compare them; that takes one part of the time in so many. */
    private static final int SHARE = 20;

    private final Records from;
    private final Place<Records> to;
    private final BooleanSupplier stopping;
    private Place.@Nullable Visit<Records> second;
    private Instant next = Instant.MIN;
    private volatile @Nullable String problem;

    ReplicaRecords(Records from, Place<Records> to, BooleanSupplier stopping) {
        this.from = from;
        this.to = to;
        this.stopping = stopping;
    }

    @Nullable
    String problem() {
        return problem;
    }

    /** Makes them the same if it is time to. */
    void round() {
        Instant begin = Instant.now();
        if (begin.isBefore(next)) {
            return;
        }
        try {
            Place.Visit<Records> open = second;
            if (open == null) {
                open = to.visit();
                second = open;
            }
            new RecordsFollower(from, open.store(), stopping).run();
            problem = null;
            Duration pause = Duration.between(begin, Instant.now()).multipliedBy(SHARE);
            next = Instant.now().plus(pause.compareTo(LOOK_EVERY) > 0 ? pause : LOOK_EVERY);
        } catch (RuntimeException e) {
            String found = String.valueOf(e.getMessage());
            if (!found.equals(problem)) {
                LOG.warn("the records {} do not follow: {}", to.uri(), found);
            }
            problem = found;
            next = Instant.now().plus(AFTER_FAILURE);
            leave(); // the next round opens them anew
        }
    }

    void leave() {
        Place.Visit<Records> open = second;
        second = null;
        if (open != null) {
            open.close();
        }
    }
}
