package org.diconde4j.archive.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreFullException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new objects before the disk is full, as a full disk also stops what has to go on: receipts of what leaves, the index, records, and
 * the host. The disk is asked a few times a second at most. Thread-safe.
 */
public final class Watermark {
    private static final Logger LOG = LoggerFactory.getLogger(Watermark.class);

    /** No disk takes in this time what is to be kept free, if that is more than a few hundred megabytes. */
    private static final long INTERVAL = Duration.ofMillis(200).toNanos();

    private static final int MOST_PAST = 20;

    private final ObjectStore objects;
    private final ToLongFunction<Space> keepFree;
    private final Clock clock;
    private final List<String> past = new ArrayList<>(); // guarded by this
    private volatile @Nullable String refusal;
    private volatile long askedAt = System.nanoTime() - INTERVAL;
    private long refused; // guarded by this
    private long refusedEver; // guarded by this
    private String since = ""; // guarded by this

    /**
     * Sets a mark.
     *
     * @param objects the store that shall not become full
     * @param keepFree how many bytes are to be kept free, 0 for no mark
     * @param clock says since when
     */
    public Watermark(ObjectStore objects, ToLongFunction<Space> keepFree, Clock clock) {
        this.objects = objects;
        this.keepFree = keepFree;
        this.clock = clock;
    }

    /**
     * Asks for room for an object.
     *
     * @throws StoreFullException if there is less than is to be kept free
     */
    void require() {
        if (System.nanoTime() - askedAt >= INTERVAL) {
            ask();
        }
        String problem = refusal;
        if (problem != null) {
            synchronized (this) {
                refused++;
                refusedEver++;
            }
            throw new StoreFullException(problem);
        }
    }

    private synchronized void ask() {
        if (System.nanoTime() - askedAt < INTERVAL) {
            return;
        }
        Optional<Space> space;
        try {
            space = objects.space();
        } catch (StorageException e) {
            space = Optional.empty(); // if the disk is gone, writing to it will say so better
        }
        String problem = space.map(this::problem).orElse(null);
        if (problem != null && refusal == null) {
            since = clock.instant().toString();
            LOG.error("{}", problem);
        } else if (problem == null && refusal != null) {
            String over = "from " + since + " to " + clock.instant() + ", " + refused
                    + " objects were refused because the disk was nearly full";
            past.add(over);
            if (past.size() > MOST_PAST) {
                past.remove(0);
            }
            LOG.warn("{}: there is room again: {}", objects.uri(), over);
            refused = 0;
        }
        refusal = problem;
        askedAt = System.nanoTime();
    }

    private @Nullable String problem(Space space) {
        long keep = keepFree.applyAsLong(space);
        return space.usable() >= keep
                ? null
                : "no new objects are taken: " + space.usable() + " bytes are left on the disk of " + objects.uri()
                        + ", of which " + keep + " are to be kept free; make room, or keep less free (keepFree)";
    }

    /**
     * How much of a disk is to be kept free.
     *
     * @param space the disk
     * @return bytes
     */
    public long kept(Space space) {
        return keepFree.applyAsLong(space);
    }

    /**
     * How many objects were refused since the archive was opened.
     *
     * @return the number
     */
    public synchronized long refused() {
        return refusedEver;
    }

    /**
     * When objects were refused, and whether they are now.
     *
     * @return the findings, oldest first
     */
    public synchronized List<String> findings() {
        List<String> all = new ArrayList<>(past);
        String now = refusal;
        if (now != null) {
            all.add("since " + since + ", " + refused + " objects were refused: " + now);
        }
        return all;
    }
}
