package org.diconde4j.archive.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StoredRecord;

/**
 * Objects of an archive that other archives are to get, kept on stable storage until they have them. Queueing works whatever
 * the network does; {@link #dispatch} begins to send. Thread-safe.
 */
public final class Outbox {
    private static final String DESTINATIONS = "outbox.destination";

    private final ObjectStore objects;
    private final Supplier<Index> index;
    private final Supplier<Records> records;
    private final CommitmentInbox inbox;
    private final Consumer<AutoCloseable> started;
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicReference<Dispatch> running = new AtomicReference<>();

    /**
     * Made by the archive that it belongs to.
     *
     * @param objects where the objects are
     * @param index what knows them
     * @param records where the queue is kept
     * @param inbox where results of storage commitment arrive
     * @param started given what is to be closed with the archive
     */
    public Outbox(
            ObjectStore objects,
            Supplier<Index> index,
            Supplier<Records> records,
            CommitmentInbox inbox,
            Consumer<AutoCloseable> started) {
        this.objects = objects;
        this.index = index;
        this.records = records;
        this.inbox = inbox;
        this.started = started;
    }

    /**
     * Adds a destination, or changes the one of the same title.
     *
     * @param destination where to send
     */
    public void destination(Destination destination) {
        records.get().update(DESTINATIONS, RecordNames.id(destination.title()), now -> {
            return now != null && Destination.of(now.content()).equals(destination) ? null : destination.content();
        });
        wake(destination.title());
    }

    /**
     * Finds a destination.
     *
     * @param title its AE title
     * @return the destination
     * @throws IllegalArgumentException if there is none of this title
     */
    public Destination destination(String title) {
        StoredRecord record = title.isEmpty() ? null : records.get().get(DESTINATIONS, RecordNames.id(title));
        if (record == null) {
            throw new IllegalArgumentException("the outbox has no destination " + title + ", only "
                    + destinations().stream().map(Destination::title).toList());
        }
        return Destination.of(record.content());
    }

    /**
     * Lists the destinations.
     *
     * @return all of them
     */
    public List<Destination> destinations() {
        List<Destination> all = new ArrayList<>();
        try (Cursor<StoredRecord> cursor = records.get().list(DESTINATIONS)) {
            cursor.forEachRemaining(record -> all.add(Destination.of(record.content())));
        }
        return all;
    }

    /**
     * Queues an instance. It is on stable storage when this returns.
     *
     * @param title the destination's AE title
     * @param instance an instance of the archive
     * @return its entry
     * @throws IllegalArgumentException if there is no such destination
     */
    public OutboxEntry add(String title, InstanceRef instance) {
        destination(title);
        OutboxEntry entry = queue(queue(title), instance);
        wake(title);
        return entry;
    }

    /**
     * Queues instances, in the order of their arrival. Those that are queued already are queued again.
     *
     * @param title the destination's AE title
     * @param selection which
     * @return how many there were
     * @throws IllegalArgumentException if there is no such destination
     */
    public long add(String title, Selection selection) {
        destination(title);
        Queue queue = queue(title);
        long count = 0;
        try (Cursor<InstanceRef> instances = index.get().instances(selection)) {
            while (instances.hasNext()) {
                queue(queue, instances.next());
                count++;
            }
        }
        wake(title);
        return count;
    }

    private OutboxEntry queue(Queue queue, InstanceRef instance) {
        SopReference object = new SopReference(String.valueOf(instance.sopClassUid()), instance.sopInstanceUid());
        while (true) {
            OutboxEntry entry = OutboxEntry.queued(nextId(), object, Instant.now());
            if (queue.add(entry)) {
                return entry;
            }
        }
    }

    /** Rises, and after a restart goes on behind what was given before, as long as the clock does. */
    private String nextId() {
        Instant now = Instant.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        return String.format("%019d", lastId.updateAndGet(last -> Math.max(last + 1, micros)));
    }

    /**
     * Lists entries in the order of queueing.
     *
     * @param title the destination's AE title
     * @param state {@link State#QUEUED}, {@link State#SENT} or {@link State#FAILED}
     * @return the entries; to be closed by the caller
     */
    public Cursor<OutboxEntry> entries(String title, State state) {
        destination(title);
        return queue(title).list(state);
    }

    /**
     * Counts entries.
     *
     * @param title the destination's AE title
     * @param state {@link State#QUEUED}, {@link State#SENT} or {@link State#FAILED}
     * @return how many there are
     */
    public long count(String title, State state) {
        destination(title);
        return queue(title).count(state);
    }

    /**
     * Queues again what failed.
     *
     * @param title the destination's AE title
     * @return how many there were
     */
    public long retry(String title) {
        long count = 0;
        try (Cursor<OutboxEntry> failed = entries(title, State.FAILED)) {
            while (failed.hasNext()) {
                if (queue(title).move(failed.next().again(Instant.now()), State.FAILED)) {
                    count++;
                }
            }
        }
        wake(title);
        return count;
    }

    /**
     * Takes a failed entry out of the outbox. The object itself stays in the archive.
     *
     * @param title the destination's AE title
     * @param id the entry's id
     * @return whether there was such a failed entry
     */
    public boolean discard(String title, String id) {
        destination(title);
        return queue(title).remove(id, State.FAILED);
    }

    /**
     * Begins to describe how the outbox is emptied.
     *
     * @return a builder that ends in {@link Dispatch.Builder#start}
     */
    public Dispatch.Builder dispatch() {
        return new Dispatch.Builder(this, dispatch -> {
            if (!running.compareAndSet(null, dispatch)) {
                throw new IllegalStateException("the outbox is being emptied already; close that dispatch first");
            }
            started.accept(dispatch);
        });
    }

    void ended(Dispatch dispatch) {
        running.compareAndSet(dispatch, null);
    }

    private void wake(String title) {
        Dispatch dispatch = running.get();
        if (dispatch != null) {
            dispatch.wake(title);
        }
    }

    Queue queue(String title) {
        return new Queue(records.get(), title);
    }

    Records records() {
        return records.get();
    }

    Index index() {
        return index.get();
    }

    ObjectStore objects() {
        return objects;
    }

    CommitmentInbox inbox() {
        return inbox;
    }
}
