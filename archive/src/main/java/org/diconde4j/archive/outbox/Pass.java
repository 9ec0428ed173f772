package org.diconde4j.archive.outbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the queue of a destination, for one association at a time or several that share it. Ends early if one of them
 * breaks, or after a while, so that what is due again does not wait until a long queue has been walked through.
 */
final class Pass {
    private static final int REMOVED_TOGETHER = 100; // so many at most are sent again after a crash
    private static final int MOST = 500; // of one association, which looks at all of them before it is opened
    private static final Duration LONGEST =
            Duration.ofSeconds(30); // a listing takes about a second for 100,000 entries

    private final Dispatch dispatch;
    private final DestinationSender sender;
    private final String title;
    private final Instant end = Instant.now().plus(LONGEST);
    private final Queue queue;
    private final Cursor<OutboxEntry> entries;
    private final List<OutboxEntry> released = new ArrayList<>();
    private boolean complete;
    private Instant nextDue = Instant.MAX;
    private @Nullable AssociationException broken;
    private @Nullable RuntimeException failure;

    Pass(Dispatch dispatch, DestinationSender sender, String title, Queue queue) {
        this.dispatch = dispatch;
        this.sender = sender;
        this.title = title;
        this.queue = queue;
        this.entries = queue.list(State.QUEUED);
    }

    /** Sends on several associations at once; gives why one broke, null if none did. */
    @Nullable
    AssociationException run(int associations, Consumer<Iterable<QueuedObject>> send) {
        try (entries) {
            List<Thread> others = new ArrayList<>();
            for (int i = 1; i < associations; i++) {
                Thread other =
                        new Thread(() -> runOne(send), Thread.currentThread().getName() + "-" + (i + 1));
                other.setDaemon(true);
                other.start();
                others.add(other);
            }
            runOne(send);
            for (Thread other : others) {
                join(other);
            }
        }
        queue.removeAll(takeReleased(1), State.QUEUED);
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            return broken;
        }
    }

    private void runOne(Consumer<Iterable<QueuedObject>> send) {
        try {
            Iterator<QueuedObject> objects = new Objects();
            while (objects.hasNext()) { // no association for nothing
                Iterator<QueuedObject> some = objects;
                send.accept(() -> some);
                objects = new Objects();
            }
        } catch (AssociationException e) {
            stop(e);
        } catch (RuntimeException e) { // of our own disk, for instance; for the thread that waits for all of them
            synchronized (this) {
                failure = e;
            }
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes note of an entry to remove. */
    void released(OutboxEntry entry) {
        synchronized (this) {
            released.add(entry);
        }
        queue.removeAll(takeReleased(REMOVED_TOGETHER), State.QUEUED);
    }

    private synchronized List<OutboxEntry> takeReleased(int least) {
        if (released.size() < least) {
            return List.of();
        }
        List<OutboxEntry> taken = List.copyOf(released);
        released.clear();
        return taken;
    }

    /** Gives no more objects. */
    synchronized void stop(AssociationException why) {
        if (broken == null) {
            broken = why;
        }
    }

    /** Whether the whole queue was walked through. */
    synchronized boolean isComplete() {
        return complete;
    }

    /** Takes note of when an entry is to be tried again. */
    synchronized void due(Instant moment) {
        nextDue = moment.isBefore(nextDue) ? moment : nextDue;
    }

    /** When the first of those is due that were passed over or are to be tried again. */
    synchronized Instant nextDue() {
        return nextDue;
    }

    private synchronized @Nullable QueuedObject next() {
        while (broken == null && failure == null && sender.mayGoOn()) {
            Instant now = Instant.now();
            if (now.isAfter(end)) {
                return null;
            }
            if (!entries.hasNext()) {
                complete = true;
                return null;
            }
            OutboxEntry entry = entries.next();
            if (entry.due().isAfter(now)) {
                due(entry.due());
                continue;
            }
            InstanceRef instance =
                    dispatch.outbox().index().instance(entry.object().sopInstanceUid());
            boolean tooOld = entry.queued().plus(dispatch.retry().giveUpAfter()).isBefore(now);
            if (instance == null && !tooOld && isIndexBehind()) {
                due(now.plus(dispatch.retry().first())); // it may well have it
            } else if (instance == null || instance.sopClassUid() == null) {
                sender.fail(
                        entry, State.QUEUED, instance == null ? "the archive does not have it" : "it has no SOP class");
            } else if (tooOld) {
                sender.fail(
                        entry, State.QUEUED, "given up after " + entry.failures() + " failures: " + entry.problem());
            } else {
                return new QueuedObject(
                        entry,
                        instance,
                        dispatch.outbox().objects(),
                        dispatch.outbox().index(),
                        this::begin);
            }
        }
        return null;
    }

    /** As it is while it is being rebuilt. */
    private boolean isIndexBehind() {
        Outbox outbox = dispatch.outbox();
        return outbox.index().appliedSequence() < outbox.objects().lastSequence();
    }

    private void begin(OutboxEntry entry) throws IOException {
        if (sender.isStopping()) {
            throw new IOException("the outbox is being closed"); // so that those that were looked ahead for end soon
        }
        dispatch.tell(title, entry.in(State.SENDING));
    }

    /** What one association takes of the walk. */
    private final class Objects implements Iterator<QueuedObject> {
        private @Nullable QueuedObject ahead;
        private int taken;

        @Override
        public boolean hasNext() {
            if (ahead == null && taken < MOST) {
                ahead = Pass.this.next();
                taken++;
            }
            return ahead != null;
        }

        @Override
        public QueuedObject next() {
            QueuedObject object = hasNext() ? ahead : null;
            if (object == null) {
                throw new NoSuchElementException("no more objects in the queue");
            }
            ahead = null;
            return object;
        }
    }
}
