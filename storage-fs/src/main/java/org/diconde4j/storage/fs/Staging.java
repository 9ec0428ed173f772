package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives files in {@code incoming} to large objects, files whose names are durable. While objects come one after the other some are
 * made beforehand, so that an object has to wait for its own bytes alone. Thread-safe.
 */
final class Staging implements AutoCloseable {
    /** So many are made at once. */
    private static final int AT_ONCE = 24;

    /** And when no more than these are left. */
    private static final int FEW = 12;

    /** Objects that come faster than this come one after the other. */
    private static final Duration SOON = Duration.ofMillis(100);

    /** When none was needed for so long, those that are left are removed. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final Disk disk;
    private final Path folder;
    private final String run;
    private final Consumer<String> findings;
    private final AtomicLong numbers = new AtomicLong();
    private final Deque<Staged> ready = new ArrayDeque<>(); // this and what follows: guarded by this
    private @Nullable Thread maker;
    private boolean wanted;
    private boolean closed;
    private long lastTaken = System.nanoTime() - SOON.toNanos();

    /**
     * An empty file that is nobody else's.
     *
     * @param file where it is
     * @param out writes it
     */
    record Staged(Path file, Disk.Out out) {}

    /**
     * @param folder where the files are
     * @param run what the names of files begin with, new for ever, as the journal of an earlier run may name such a file
     * @param findings told of files that can't be removed
     */
    Staging(Disk disk, Path folder, String run, Consumer<String> findings) {
        this.disk = disk;
        this.folder = folder;
        this.run = run;
        this.findings = findings;
    }

    Path folder() {
        return folder;
    }

    /** Takes a file. */
    Staged take() throws IOException {
        Staged staged = takeReady();
        return staged != null ? staged : make(1).get(0);
    }

    private synchronized @Nullable Staged takeReady() {
        Staged staged = ready.poll();
        long now = System.nanoTime();
        if (now - lastTaken < SOON.toNanos() && ready.size() <= FEW && !closed) {
            wanted = true;
            notifyAll();
            if (maker == null) {
                maker = Parallel.started(this::work, "diconde4j-storage-stage");
            }
        }
        lastTaken = now;
        return staged;
    }

    private void work() {
        while (awaitWanted()) {
            makeReady();
        }
        List<Staged> unused;
        synchronized (this) {
            maker = null;
            unused = List.copyOf(ready);
            ready.clear();
        }
        unused.forEach(staged -> end(staged, true));
    }

    /** Waits until some are wanted; false if that takes long, or they never are any more. */
    private synchronized boolean awaitWanted() {
        try {
            if (!wanted && !closed) {
                wait(IDLE.toMillis());
            }
        } catch (InterruptedException e) {
            return false; // Nobody interrupts it.
        }
        boolean more = wanted && !closed;
        wanted = false;
        return more;
    }

    /** Makes some beforehand. If that fails, whoever needs one makes it, and is told why that fails. */
    private void makeReady() {
        try {
            List<Staged> made = make(AT_ONCE);
            synchronized (this) {
                ready.addAll(made);
            }
        } catch (IOException | RuntimeException | Error e) {
            // See above.
        }
    }

    /** Makes so many, and their names durable; all or none. */
    private List<Staged> make(int count) throws IOException {
        List<Staged> made = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                Path file = folder.resolve(run + "-" + Long.toString(numbers.incrementAndGet(), 36) + ".part");
                made.add(new Staged(file, disk.createHeld("incoming", file)));
            }
            disk.syncFolder("incoming", folder);
            return made;
        } catch (IOException | RuntimeException | Error e) {
            made.forEach(staged -> end(staged, true));
            throw e;
        }
    }

    /** Closes a file, and removes it if nobody needs it. */
    void end(Staged staged, boolean remove) {
        try {
            staged.out().close();
            if (remove) {
                disk.delete("incoming", staged.file());
            }
        } catch (IOException e) {
            findings.accept("the unfinished object " + staged.file() + " could not be removed: " + e);
        }
    }

    /** Removes the files that nobody took. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = maker;
            notifyAll();
        }
        if (running != null) {
            Parallel.join(List.of(running));
        }
    }
}
