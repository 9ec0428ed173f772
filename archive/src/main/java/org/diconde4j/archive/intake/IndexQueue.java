package org.diconde4j.archive.intake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New objects on their way into an index, which one thread applies in the order in which they came. Bounded in number and bytes;
 * who adds to a full one waits.
 */
final class IndexQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexQueue.class);

    private static final int BATCH = 256;
    private static final int MOST = 2 * BATCH;
    private static final long MOST_BYTES = 12L << 20;

    /** How long a batch may grow while nobody asks: where objects come slowly, a transaction for a few of them is dear. */
    private static final long GATHER = Duration.ofMillis(200).toNanos();

    /** How long anybody waits: much longer than two batches take. */
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    /** Between two replays of what was missed. */
    private static final long REPLAY_PAUSE = Duration.ofSeconds(1).toNanos();

    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

    private final Index index;
    private final Runnable replay;
    private final Thread worker = new Thread(this::work, "diconde4j-index-queue");
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final Map<String, InstanceRef> instances = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // this and all below: guarded by lock
    private long added;
    private long done;
    private long bytes;
    private int asking;
    private long attempts;
    private @Nullable RuntimeException failure;
    private boolean missed;
    private boolean closed;

    /** An entry, and about how many bytes of memory it takes. */
    private record Waiting(IndexEntry entry, long bytes) {}

    IndexQueue(Index index, Runnable replay) {
        this.index = index;
        this.replay = replay;
        worker.setDaemon(true);
        worker.start();
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    /** The instance of this UID, if it waits. Ask the index after this, not before: what waits no more is there. */
    @Nullable
    InstanceRef instance(String sopInstanceUid) {
        return instances.get(sopInstanceUid);
    }

    /**
     * Adds an entry.
     *
     * @throws StorageException if the index fails at the moment; the entry is applied nevertheless once it works again
     */
    void add(IndexEntry entry) {
        Waiting waiting = new Waiting(entry, bytes(entry.attributes()));
        lock.lock();
        try {
            requireOpen();
            awaitRoom();
            if (entry.receipt().addsInstance()) {
                InstanceRef instance = InstanceRef.of(entry.receipt());
                instances.put(instance.sopInstanceUid(), instance);
            }
            queue.add(waiting);
            bytes += waiting.bytes;
            added++;
            if (queue.size() == 1 || queue.size() == BATCH) {
                work.signal();
            }
            if (failure != null) {
                await(added);
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        try {
            while (queue.size() >= MOST || bytes >= MOST_BYTES) {
                await(done + 1);
                requireOpen();
            }
        } catch (StorageException e) {
            missed = true; // its receipt is durable: once the index works, a replay finds it
            throw e;
        }
    }

    /** Lets a replay make up for what could not be applied beside the queue, as soon as the index works again. */
    void missed() {
        lock.lock();
        try {
            missed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that has been added is in the index. */
    void settle() {
        lock.lock();
        try {
            if (done < added) {
                await(added);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many are done; if the index fails, until the next attempt is over. */
    private void await(long target) {
        long left = PATIENCE;
        long attempt = attempts;
        boolean interrupted = false;
        asking++;
        work.signal();
        try {
            while (done < target) {
                RuntimeException cause = failure;
                if (cause != null && attempts != attempt) {
                    throw new StorageException(
                            "the index " + index.uri() + " does not take what was stored: " + cause.getMessage()
                                    + "; nothing is lost, and it is tried again",
                            cause);
                }
                if (left <= 0 || !worker.isAlive()) {
                    throw new StorageException("the index " + index.uri() + " has not taken what was stored after "
                            + TimeUnit.NANOSECONDS.toSeconds(PATIENCE - left) + " s; try again later");
                }
                try {
                    left = progress.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            asking--;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException("the index " + index.uri() + " is closed");
        }
    }

    private void work() {
        try {
            for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
                if (!apply(batch)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.error(
                    "{}: the thread of the queue was interrupted; the next opening replays what it held", index.uri());
        }
    }

    /** The next batch; empty if there is none and there will be none. */
    private List<Waiting> next() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                if (missed) {
                    makeUp();
                } else {
                    work.await();
                }
            }
            for (long left = GATHER; left > 0 && queue.size() < BATCH && asking == 0 && !closed; ) {
                left = work.awaitNanos(left);
            }
            List<Waiting> batch = new ArrayList<>();
            while (batch.size() < BATCH && !queue.isEmpty()) {
                batch.add(queue.remove());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Replays what was missed, while others may add, and if that fails waits a while. */
    private void makeUp() throws InterruptedException {
        lock.unlock();
        try {
            replay();
        } finally {
            lock.lock();
        }
        if (missed && !closed) {
            work.awaitNanos(REPLAY_PAUSE);
        }
    }

    /** Applies a batch, however long it takes; false if the queue was closed over an index that fails. */
    private boolean apply(List<Waiting> batch) throws InterruptedException {
        long pause = FIRST_PAUSE;
        while (true) {
            List<IndexEntry> entries = batch.stream().map(Waiting::entry).toList();
            RuntimeException failed = attempt(() -> index.apply(entries));
            if (failed != null && oneByOne(batch)) {
                failed = null;
            }
            boolean goOn = ended(batch, failed);
            if (failed == null) {
                if (goOn) {
                    replay();
                }
                return true;
            }
            if (!goOn) {
                return false;
            }
            pauseFor(pause);
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        }
    }

    private @Nullable RuntimeException attempt(Runnable write) {
        try {
            write.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        } catch (Error e) { // such as want of memory: the thread has to go on, or nobody would be answered any more
            return new StorageException("the index " + index.uri() + " failed: " + e, e);
        }
    }

    /** Applies each by itself, so that none fails because of another. False if the index fails whatever it is given. */
    private boolean oneByOne(List<Waiting> batch) {
        return attempt(() -> batch.forEach(waiting -> alone(waiting.entry()))) == null;
    }

    /** What is refused by itself is applied with nothing but its UIDs, as a replay does with objects that it cannot read. */
    private void alone(IndexEntry entry) {
        RuntimeException refused = refused(entry);
        if (refused == null) {
            return;
        }
        boolean found = refused(new IndexEntry(entry.receipt(), Identities.attributes(entry.receipt()))) == null;
        note("object " + entry.receipt().name() + " could not be indexed: " + refused.getMessage()
                + (found ? "; only its UIDs were" : "; the next opening of the archive tries again"));
    }

    /**
     * Why an entry is not taken, twice and by an index that works in between: an index that failed for a while, and came back just
     * now, would have the entry judged for its own fault.
     *
     * @return null if the entry is taken
     * @throws RuntimeException if the index does not work
     */
    private @Nullable RuntimeException refused(IndexEntry entry) {
        List<IndexEntry> alone = List.of(entry);
        if (attempt(() -> index.apply(alone)) == null) {
            return null;
        }
        index.replayedTo(index.appliedSequence()); // commits that nothing is new
        return attempt(() -> index.apply(alone));
    }

    private void note(String finding) {
        LOG.error("{}: {}", index.uri(), finding);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /** Tells those who wait; true if there is something left to do about it: a replay, or another attempt. */
    private boolean ended(List<Waiting> batch, @Nullable RuntimeException failed) {
        lock.lock();
        try {
            attempts++;
            if (failed != null && failure == null) {
                LOG.error("{}: what was stored cannot be applied at the moment, and waits", index.uri(), failed);
            }
            failure = failed;
            if (failed == null) {
                for (Waiting waiting : batch) {
                    bytes -= waiting.bytes;
                    Receipt receipt = waiting.entry().receipt();
                    if (receipt.addsInstance()) {
                        instances.remove(String.valueOf(receipt.sopInstanceUid()));
                    }
                }
                done += batch.size();
            }
            progress.signalAll();
            return failed == null ? missed : !closed;
        } finally {
            lock.unlock();
        }
    }

    private void replay() {
        try {
            lock.lock();
            try {
                missed = false;
            } finally {
                lock.unlock();
            }
            replay.run();
        } catch (RuntimeException | Error e) { // as above
            LOG.error("{}: what it missed while it failed could not be replayed yet", index.uri(), e);
            lock.lock();
            try {
                missed = true;
            } finally {
                lock.unlock();
            }
        }
    }

    private void pauseFor(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; left > 0 && asking == 0 && !closed; ) {
                left = work.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** About how many bytes of memory a data set takes. */
    private static long bytes(Dataset attributes) {
        long bytes = 0;
        for (Element element : attributes) {
            bytes += 64 + (element.bulkData() == null ? Math.max(0, element.length()) : 0);
            for (Dataset item : element.items()) {
                bytes += bytes(item);
            }
        }
        return bytes;
    }

    /** Applies what waits, if the index takes it, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
