package org.diconde4j.archive.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.delivery.RetryPolicy;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties an outbox: sends, asks for commitment, releases, and tries again what failed, until it is closed. Thread-safe. */
public final class Dispatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Outbox outbox;
    private final Builder settings;
    private final Map<String, DestinationSender> senders = new ConcurrentHashMap<>();
    private final CommitmentInbox.Closeable results;
    private final Object changed = new Object();
    private boolean closed; // guarded by senders

    private Dispatch(Builder settings) {
        this.outbox = settings.outbox;
        this.settings = settings;
        this.results = outbox.inbox().onResult(this::take);
    }

    /** Describes how an outbox is emptied. Not thread-safe. */
    public static final class Builder {
        private final Outbox outbox;
        private final Consumer<Dispatch> first;
        private RetryPolicy retry = new RetryPolicy(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofDays(365));
        private Function<Peer, AssociationOptions> options = peer -> AssociationOptions.DEFAULT;
        private Duration askAgain = Duration.ofHours(1);
        private Consumer<OutboxEvent> events = event -> {};
        private Consumer<OutboxEntry> release = entry -> {};

        Builder(Outbox outbox, Consumer<Dispatch> first) {
            this.outbox = outbox;
            this.first = first;
        }

        /**
         * Sets when a destination, or a single object, is tried again; 5 seconds, doubled up to 5 minutes, for a year if not
         * changed. What is older than that fails for good.
         *
         * @param policy when to try again
         * @return this builder
         */
        public Builder retry(RetryPolicy policy) {
            retry = policy;
            return this;
        }

        /**
         * Sets how associations are opened.
         *
         * @param value timeouts, identity, TLS
         * @return this builder
         */
        public Builder options(AssociationOptions value) {
            return options(peer -> value);
        }

        /**
         * Sets how associations are opened to each destination.
         *
         * @param choice timeouts, identity, TLS of a destination; asked for each attempt, by many threads
         * @return this builder
         */
        public Builder options(Function<Peer, AssociationOptions> choice) {
            options = choice;
            return this;
        }

        /**
         * Sets after what time without a result a destination is asked for commitment again; an hour if not changed.
         *
         * @param time how long to wait for a result
         * @return this builder
         */
        public Builder askAgainAfter(Duration time) {
            askAgain = time;
            return this;
        }

        /**
         * Gives somebody to be told of what happens, such as a user interface. He is called by sending threads and should
         * not keep them; what he throws is logged.
         *
         * @param listener told of each change
         * @return this builder
         */
        public Builder onEvent(Consumer<OutboxEvent> listener) {
            events = listener;
            return this;
        }

        /**
         * Gives what is to be done when an object may be released, for instance to delete the copy of the station. It is done
         * at least once for each entry, before the outbox forgets it: after a crash in between, or if it throws, it is done again.
         *
         * @param action what to do
         * @return this builder
         */
        public Builder onRelease(Consumer<OutboxEntry> action) {
            release = action;
            return this;
        }

        /**
         * Starts to send, with one thread for each destination.
         *
         * @return the running dispatch, to be closed; closing the archive closes it too
         * @throws IllegalStateException if the outbox is being emptied already
         */
        public Dispatch start() {
            Dispatch dispatch = new Dispatch(this);
            try {
                first.accept(dispatch);
            } catch (IllegalStateException e) {
                dispatch.results.close();
                throw e;
            }
            outbox.destinations().forEach(destination -> dispatch.wake(destination.title()));
            return dispatch;
        }
    }

    /** Makes the sender of a destination look, which is started if it is not there. */
    void wake(String title) {
        synchronized (senders) {
            if (!closed) {
                senders.computeIfAbsent(title, t -> new DestinationSender(this, t))
                        .wake();
            }
        }
    }

    /** A result that nobody waited for, which may be of a request of ours that is older. */
    private boolean take(CommitmentResult result) {
        String title = Transactions.destination(outbox.records(), result.transactionUid());
        DestinationSender sender = title == null ? null : senders.get(title);
        return sender != null && sender.take(result);
    }

    void tell(String title, OutboxEntry entry) {
        tell(new OutboxEvent(title, entry, entry.problem()));
    }

    void tell(OutboxEvent event) {
        try {
            settings.events.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("a listener of the outbox failed", e);
        }
    }

    /** Lets those look who wait for the queue to be empty: a sender has done what was due. */
    void roundEnded() {
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /**
     * Waits until nothing is on its way: every object is released, or failed for good.
     *
     * @param wait how long to wait at most
     * @return true if nothing is left; false if time was up
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitEmpty(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        synchronized (changed) {
            while (!isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                changed.wait(Math.min(left, 1000));
            }
        }
        return true;
    }

    private boolean isEmpty() {
        return outbox.destinations().stream()
                .map(destination -> outbox.queue(destination.title()))
                .allMatch(queue -> queue.isEmpty(State.QUEUED)
                        && queue.isEmpty(State.SENT)
                        && queue.isEmpty(State.QUEUED)); // to where it may have gone meanwhile, as it was not committed
    }

    Outbox outbox() {
        return outbox;
    }

    RetryPolicy retry() {
        return settings.retry;
    }

    AssociationOptions options(Peer peer) {
        return settings.options.apply(peer);
    }

    Duration askAgain() {
        return settings.askAgain;
    }

    Consumer<OutboxEntry> release() {
        return settings.release;
    }

    /** Stops: objects that are being sent come to their end, the others stay in the outbox. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (senders) {
            closed = true;
        }
        results.close();
        senders.values().forEach(DestinationSender::stop);
        senders.values().forEach(DestinationSender::close);
        outbox.ended(this);
    }
}
