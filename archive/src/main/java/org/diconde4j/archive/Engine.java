package org.diconde4j.archive;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.diconde4j.archive.compress.CompressedStore;
import org.diconde4j.archive.dimse.Desk;
import org.diconde4j.archive.intake.Intake;
import org.diconde4j.archive.intake.QueuedIndex;
import org.diconde4j.archive.intake.Replay;
import org.diconde4j.archive.intake.Tailer;
import org.diconde4j.archive.intake.UnfinishedDeletions;
import org.diconde4j.archive.intake.Watermark;
import org.diconde4j.archive.keep.SwitchableStore;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.MissingProviderException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of an open archive share. The store is open from the beginning; the index is opened and brought up to
 * date by a thread of its own, for that takes longer than a sender wants to wait for the port.
 */
final class Engine implements Desk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final SwitchableStore kept;
    private final ObjectStore objects;
    private final Supplier<Records> recordsOpener;
    private @Nullable Records records; // guarded by recordsOpener
    private boolean closed; // guarded by recordsOpener
    private final @Nullable Executor executor;
    private final long findLimit;
    private final Watermark watermark;
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();

    /** The index as soon as it is open, and without what waits in a queue before it. */
    private volatile @Nullable Index opened;

    private record Ready(
            Index index,
            Replay replay,
            Intake intake,
            @Nullable Tailer tailer) {}

    Engine(
            ObjectStore objects,
            @Nullable TransferSyntax compression,
            Supplier<Records> records,
            Supplier<Index> index,
            OpenOptions options,
            Clock clock,
            @Nullable Executor executor,
            long findLimit,
            ToLongFunction<Space> keepFree,
            Function<Dataset, Optional<String>> objection) {
        this.kept = new SwitchableStore(objects);
        this.objects = compression == null ? CompressedStore.reading(kept) : CompressedStore.writing(kept, compression);
        this.recordsOpener = records;
        this.executor = executor;
        this.findLimit = findLimit;
        this.watermark = new Watermark(this.objects, keepFree, clock);
        Thread opener = new Thread(() -> open(index, options, clock, objection), "diconde4j-index-opener");
        opener.setDaemon(true);
        opener.start();
    }

    private void open(
            Supplier<Index> opener, OpenOptions options, Clock clock, Function<Dataset, Optional<String>> objection) {
        Index index = null;
        try {
            index = opener.get();
            opened = index;
            long applied =
                    index.appliedSequence(); // before it is asked how far the store is, which others may write to
            if (applied > objects.lastSequence()) {
                LOG.warn(
                        "the index {} has applied receipt {}, but the last one in {} is {}, as after the return of an older backup;"
                                + " the index is rebuilt",
                        index.uri(),
                        applied,
                        objects.uri(),
                        objects.lastSequence());
                index.clear();
            }
            if (index.appliedSequence() == 0 && objects.lastSequence() > 0) {
                new AttributeMemory(this::records).restore(index);
            }
            if (!index.shared()) { // or else it may be going on
                UnfinishedDeletions.finish(objects, index);
            }
            Replay replay = new Replay(objects, index);
            replay.run();
            Projection projection = new Projection(options.identity());
            // What waits in a queue would be unknown to the other nodes.
            index = index.shared() ? index : new QueuedIndex(index, replay);
            Tailer tailer = index.shared() && objects.shared() ? new Tailer(objects, index, replay) : null;
            ready.complete(new Ready(
                    index,
                    replay,
                    new Intake(objects, index, replay, watermark, projection, clock, objection),
                    tailer));
        } catch (Throwable e) { // whatever it is, those who wait must be told
            if (index != null) {
                index.close();
            }
            ready.completeExceptionally(e);
        }
    }

    private Ready ready() {
        try {
            return ready.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DicondeException cause) {
                throw cause;
            }
            throw new DicondeException("the index cannot be opened: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    /** The same as it is kept: for those who copy it as it is. */
    SwitchableStore kept() {
        return kept;
    }

    @Override
    public Index index() {
        return ready().index;
    }

    @Override
    public Intake intake() {
        return ready().intake;
    }

    @Override
    public Records records() {
        synchronized (recordsOpener) {
            if (closed) {
                throw new DicondeException("the archive is closed");
            }
            if (records == null) {
                records = recordsOpener.get();
            }
            return records;
        }
    }

    /** The records, or null for an archive that has none. */
    @Nullable
    Records recordsIfAny() {
        try {
            return records();
        } catch (MissingProviderException e) {
            return null;
        }
    }

    /** What the parts that are open found in disorder. */
    List<String> findings() {
        List<String> all = new ArrayList<>(objects.findings());
        all.addAll(watermark.findings());
        synchronized (recordsOpener) {
            if (records != null) {
                all.addAll(records.findings());
            }
        }
        Ready opened = ready.isCompletedExceptionally() ? null : ready.getNow(null);
        if (opened != null && opened.index instanceof QueuedIndex queued) {
            all.addAll(queued.findings());
        }
        return all;
    }

    /** How it is, without waiting for what is being indexed. */
    Vitals vitals() {
        long last = objects.lastSequence();
        OptionalLong lag = OptionalLong.empty();
        Space space = null;
        try {
            Index index = opened;
            if (index != null && !ready.isCompletedExceptionally()) {
                lag = OptionalLong.of(Math.max(0, last - index.appliedSequence()));
            }
        } catch (StorageException e) {
            LOG.debug("the lag of the index is not known: {}", e.getMessage());
        }
        try {
            space = objects.space().orElse(null);
        } catch (StorageException e) {
            LOG.debug("the room is not known: {}", e.getMessage());
        }
        return new Vitals(last, lag, space, space == null ? 0 : watermark.kept(space), watermark.refused());
    }

    Replay replay() {
        return ready().replay;
    }

    @Nullable
    Executor executor() {
        return executor;
    }

    @Override
    public long findLimit() {
        return findLimit;
    }

    @Override
    public void close() {
        try {
            ready.handle((opened, failure) -> {
                        if (opened != null) {
                            try (opened.index) {
                                if (opened.tailer != null) {
                                    opened.tailer.close();
                                }
                            }
                        }
                        return null;
                    })
                    .join();
        } finally {
            try (objects) {
                closeRecords();
            }
        }
    }

    private void closeRecords() {
        synchronized (recordsOpener) {
            closed = true;
            if (records != null) {
                records.close();
            }
        }
    }
}
