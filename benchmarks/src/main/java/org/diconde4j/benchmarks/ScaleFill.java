package org.diconde4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;

/** Fills an index as associations do: each brings one study after the other, an instance at a time, and asks first whether it is known. */
final class ScaleFill {
    static final long WINDOW = 5_000;

    private final Index index;
    private final long instances;
    private final long window;
    private final int threads;
    private final int batch;
    private final AtomicLong nextStudy = new AtomicLong();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile long start;
    private volatile long afterFirst;
    private volatile long beforeLast;
    private volatile long end;

    ScaleFill(Index index, long instances, int threads, int batch) {
        this.index = index;
        this.instances = instances;
        this.window = Math.min(WINDOW, instances / 2);
        this.threads = threads;
        this.batch = batch;
    }

    void run() throws InterruptedException {
        index.counts(); // what an index boots beside is not part of the rate
        start = System.nanoTime();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::source, "source-" + i);
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        end = System.nanoTime();
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void source() {
        try {
            long studies = ScaleObjects.studies(instances);
            for (long study = nextStudy.getAndIncrement();
                    study < studies && failure.get() == null;
                    study = nextStudy.getAndIncrement()) {
                study(study);
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void study(long study) {
        List<IndexEntry> entries = new ArrayList<>(batch);
        int count = ScaleObjects.instancesOf(study);
        for (int i = 0; i < count; i++) {
            if (index.instance(ScaleObjects.instanceUid(study, i)) != null) {
                throw new IllegalStateException(
                        "the index knows instance " + i + " of study " + study + " before it came");
            }
            entries.add(ScaleObjects.entry(sequence.incrementAndGet(), study, i));
            if (entries.size() == batch || i == count - 1) {
                index.apply(List.copyOf(entries));
                long before = done.getAndAdd(entries.size());
                mark(before, before + entries.size());
                entries.clear();
            }
        }
    }

    private void mark(long before, long after) {
        if (before < window && after >= window) {
            afterFirst = System.nanoTime();
        }
        if (before < instances - window && after >= instances - window) {
            beforeLast = System.nanoTime();
        }
    }

    double atStart() {
        return rate(window, afterFirst - start);
    }

    double atEnd() {
        return rate(window, end - beforeLast);
    }

    double overall() {
        return rate(done.get(), end - start);
    }

    private static double rate(long count, long nanos) {
        return count * 1e9 / nanos;
    }
}
