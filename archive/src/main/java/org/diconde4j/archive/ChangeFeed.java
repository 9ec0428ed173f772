package org.diconde4j.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;

/**
 * All that ever happened in an archive, in order and without a gap, for those who follow it: routing, replication, clients. An event is
 * a {@link Receipt}: an object was stored, corrected, moved, deleted, quarantined, released or discarded.
 *
 * <ul>
 *   <li>Events come in rising order of sequence, each of them once, and none is missed, also with many who store at once.
 *   <li>What is told can be found: no event is given before every query finds what it did.
 *   <li>A position is a text to be kept by the follower; it holds across restarts. When the index is emptied or rebuilt, by a reindex or after
 *       the return of an older backup, positions of before are answered by {@link Page#startAnew()}.
 *   <li>Whoever has handled the events of a page, and then keeps its position, handles each at least once.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class ChangeFeed {
    private static final int SOME = 500;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration POLL_OF_SHARED = Duration.ofSeconds(1);

    private final ObjectStore objects;
    private final Supplier<Index> index;
    private final Restriction restriction;

    ChangeFeed(ObjectStore objects, Supplier<Index> index, Restriction restriction) {
        this.objects = objects;
        this.index = index;
        this.restriction = restriction;
    }

    /**
     * Some events.
     *
     * @param events the events, in rising order of sequence; empty if there are none yet, or none that may be told
     * @param next the position after them, from which to go on
     * @param startAnew whether the index was rebuilt since the position that was asked for was given: there are no events in this page, and
     *     {@code next} is the beginning; whoever keeps something that the events tell should compare it with the archive
     */
    public record Page(List<Receipt> events, String next, boolean startAnew) {
        /**
         * Makes the list immutable.
         *
         * @param events the events
         * @param next the position after them
         * @param startAnew whether the index was rebuilt
         */
        public Page {
            events = List.copyOf(events);
        }
    }

    /** A position: which life of the index, and the last sequence that is known. */
    private record Position(String epoch, long sequence) {
        static Position parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException("a position of the change feed is EPOCH:SEQUENCE, found " + text);
            }
            return new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return epoch + ":" + sequence;
        }
    }

    /**
     * Returns the position before the first event.
     *
     * @return the position
     */
    public String beginning() {
        return new Position(index.get().epoch(), 0).toString();
    }

    /**
     * Returns the position after the last event.
     *
     * @return the position
     */
    public String end() {
        Index current = index.get();
        String epoch = current.epoch(); // first: if it changes in between, it is the old one, and the follower is told
        return new Position(epoch, current.appliedSequence()).toString();
    }

    /**
     * Reads events.
     *
     * @param position where to go on: {@link #beginning()}, {@link #end()}, or {@link Page#next()} of an earlier page
     * @param limit how many events at most, at least 1
     * @return the events there are
     * @throws IllegalArgumentException if the position is no position
     */
    public Page after(String position, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit of events must be at least 1, not " + limit);
        }
        Position from = Position.parse(position);
        Index current = index.get();
        String epoch = current.epoch();
        if (!epoch.equals(from.epoch)) {
            return new Page(List.of(), new Position(epoch, 0).toString(), true);
        }
        long applied = current.appliedSequence();
        List<Receipt> events = new ArrayList<>();
        long last = from.sequence;
        if (applied > last) {
            last = read(from.sequence, applied, limit, events);
        }
        if (!current.epoch().equals(epoch)) {
            return new Page(List.of(), new Position(current.epoch(), 0).toString(), true);
        }
        return new Page(told(current, events), new Position(epoch, last).toString(), false);
    }

    /** Those that are about instances which may be known. */
    private List<Receipt> told(Index current, List<Receipt> events) {
        if (restriction.isNone()) {
            return events;
        }
        List<String> uids = events.stream()
                .filter(Receipt::addsInstance)
                .map(event -> String.valueOf(event.sopInstanceUid()))
                .distinct()
                .toList();
        Set<String> inside = new HashSet<>();
        for (int from = 0; from < uids.size(); from += SOME) {
            String[] some =
                    uids.subList(from, Math.min(uids.size(), from + SOME)).toArray(String[]::new);
            Selection selection = Selection.instances(some).within(restriction);
            try (Cursor<InstanceRef> instances = current.instances(selection)) {
                instances.forEachRemaining(instance -> inside.add(instance.sopInstanceUid()));
            }
        }
        return events.stream()
                .filter(event -> event.addsInstance() && inside.contains(event.sopInstanceUid()))
                .toList();
    }

    /** Gives the sequence after which to go on: sequences that nobody has are passed over. */
    private long read(long after, long applied, int limit, List<Receipt> events) {
        try (Cursor<Receipt> receipts = objects.receipts(after)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (receipt.sequence() > applied) {
                    break;
                }
                events.add(receipt);
                if (events.size() == limit) {
                    return receipt.sequence();
                }
            }
        }
        return applied;
    }

    /**
     * Reads events, and waits for the first if there are none.
     *
     * @param position where to go on
     * @param limit how many events at most, at least 1
     * @param timeout how long to wait at most
     * @return the events there are; none if nothing happened before the timeout
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalArgumentException if the position is no position
     */
    public Page await(String position, int limit, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        Duration poll = index.get().shared() ? POLL_OF_SHARED : POLL;
        String from = position;
        while (true) {
            Page page = after(from, limit);
            boolean moved = !page.next().equals(from);
            from = page.next();
            long left = end - System.nanoTime();
            if (page.startAnew() || !page.events().isEmpty() || left <= 0) {
                return page;
            }
            if (moved) {
                continue; // what may not be told was passed over
            }
            Thread.sleep(Math.min(poll.toMillis(), left / 1_000_000 + 1));
        }
    }
}
