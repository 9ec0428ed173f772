package org.diconde4j.archive.commitment;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/**
 * Where results of storage commitment arrive: N-EVENT-REPORT on the association of the request, or on one that the archive opened
 * to a server of ours which was given this handler (PS3.4 J.3.3.1). Thread-safe.
 */
public final class CommitmentInbox implements NormalizedHandler {
    private static final CommitmentResult GONE = new CommitmentResult("", List.of(), List.of());

    private final Map<String, CompletableFuture<CommitmentResult>> expected = new ConcurrentHashMap<>();
    private final List<Predicate<CommitmentResult>> takers = new CopyOnWriteArrayList<>();

    /** Makes an inbox that expects nothing yet. */
    public CommitmentInbox() {}

    /**
     * Adds somebody who knows requests of his own, for instance such as were made before a restart.
     *
     * @param taker is given results that nobody waits for; says whether the request was his
     * @return removes the taker when it is closed
     */
    public Closeable onResult(Predicate<CommitmentResult> taker) {
        takers.add(taker);
        return () -> takers.remove(taker);
    }

    /** Ends what {@link #onResult} began. */
    @FunctionalInterface
    public interface Closeable extends AutoCloseable {
        @Override
        void close();
    }

    void expect(String transactionUid) {
        expected.put(transactionUid, new CompletableFuture<>());
    }

    @Nullable
    CommitmentResult arrived(String transactionUid) {
        CompletableFuture<CommitmentResult> future = expected.get(transactionUid);
        return future == null ? null : future.getNow(null);
    }

    /** Waits for a result, and expects it no more afterwards; null if none came in time. */
    @Nullable
    CommitmentResult await(String transactionUid, Duration wait) throws InterruptedException {
        CompletableFuture<CommitmentResult> future = expected.get(transactionUid);
        if (future == null) {
            return null;
        }
        try {
            return future.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return forget(transactionUid);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        } finally {
            forget(transactionUid);
        }
    }

    /** Expects a result no more. What came in the last moment is given, as the archive was told that it was taken. */
    @Nullable
    CommitmentResult forget(String transactionUid) {
        CompletableFuture<CommitmentResult> future = expected.remove(transactionUid);
        return future == null || future.complete(GONE) ? null : future.join();
    }

    @Override
    public NormalizedOutcome eventReport(NormalizedRequest request) {
        if (!request.sopInstanceUid().equals(UID.StorageCommitmentPushModelInstance)) {
            return NormalizedOutcome.of(Status.NO_SUCH_SOP_INSTANCE, "Not the Storage Commitment Push Model instance");
        }
        if (request.typeId() != CommitmentResult.ALL_COMMITTED && request.typeId() != CommitmentResult.FAILURES_EXIST) {
            return NormalizedOutcome.of(Status.NO_SUCH_EVENT_TYPE, "Event Type ID is neither 1 nor 2");
        }
        CommitmentResult result;
        try {
            result = CommitmentResult.of(request.dataset());
        } catch (IllegalArgumentException e) {
            return NormalizedOutcome.of(Status.INVALID_ARGUMENT_VALUE, String.valueOf(e.getMessage()));
        }
        CompletableFuture<CommitmentResult> future = expected.get(result.transactionUid());
        if (future != null && (future.complete(result) || future.join() != GONE)) {
            return NormalizedOutcome.success();
        }
        return takers.stream().anyMatch(taker -> taker.test(result))
                ? NormalizedOutcome.success()
                : NormalizedOutcome.of(Status.PROCESSING_FAILURE, "Nobody here waits for this Transaction UID");
    }
}
