package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed objects their files, in a thread of its own and without a sync. Until then they are {@linkplain #find found} here.
 */
final class Placer implements AutoCloseable {
    private static final long RETRY_MILLIS = 500;

    private final Disk disk;
    private final Layout layout;
    private final Limits limits;
    private final Consumer<String> findings;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private @Nullable Thread thread;
    private long bytes;
    private boolean closed;
    private @Nullable String failure;

    /** A committed object without its file: its bytes, or where they are staged. */
    static final class Waiting {
        final String name;
        final byte @Nullable [] bytes;
        final @Nullable Path staged;
        private final JournalFile journal;
        private boolean removed;

        Waiting(String name, byte @Nullable [] bytes, @Nullable Path staged, JournalFile journal) {
            this.name = name;
            this.bytes = bytes;
            this.staged = staged;
            this.journal = journal;
        }

        long size() {
            return bytes == null ? 0 : bytes.length;
        }
    }

    Placer(Disk disk, Layout layout, Limits limits, Consumer<String> findings) {
        this.disk = disk;
        this.layout = layout;
        this.limits = limits;
        this.findings = findings;
    }

    /** The object, if it has no file yet. */
    @Nullable
    Waiting find(String name) {
        return waiting.get(name);
    }

    synchronized void add(Waiting object) {
        waiting.put(object.name, object);
        queue.addLast(object);
        bytes += object.size();
        if (thread == null) {
            thread = Parallel.started(this::run, "diconde4j-storage-place"); // or else with the next object
        }
        notifyAll();
    }

    /** Waits until not too much is waiting, which it would in memory. */
    void awaitRoom() {
        await(limits.waitingBytes(), limits.waitingObjects());
    }

    /** Waits until nothing is waiting. */
    void awaitAll() {
        await(0, 0);
    }

    private synchronized void await(long mostBytes, int mostObjects) {
        long deadline = System.nanoTime() + limits.patience().toNanos();
        boolean interrupted = false;
        try {
            while (bytes > mostBytes || queue.size() > mostObjects) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || failure != null) {
                    throw new StorageException("objects that are safe in the journal can't be given their files below "
                            + layout.root() + ", so no more are taken: "
                            + (failure == null ? "the disk is too slow" : failure));
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            for (Waiting next = next(); next != null; next = next()) {
                place(next);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; what waits is in the journal.
        }
    }

    private synchronized @Nullable Waiting next() throws InterruptedException {
        while (queue.isEmpty() && !closed) {
            wait();
        }
        return queue.peekFirst();
    }

    private void place(Waiting object) throws InterruptedException {
        String problem = null;
        synchronized (object) {
            if (object.removed) {
                object.journal.linked(object.staged);
            } else {
                try {
                    place(object.name, object.bytes, object.staged, object.journal);
                } catch (IOException | RuntimeException | Error e) {
                    problem = "the object " + object.name + " is safe in the journal but can't be given its file: " + e;
                }
            }
        }
        if (problem == null) {
            object.journal.settled();
            waiting.remove(object.name, object);
        } else {
            findings.accept(problem);
        }
        synchronized (this) {
            failure = problem;
            if (problem == null) {
                queue.removeFirst();
                bytes -= object.size();
                notifyAll();
            } else if (closed) {
                queue.clear(); // opening again does it
            } else {
                notifyAll();
                wait(RETRY_MILLIS);
            }
        }
    }

    /** Gives an object its file, and notes what has to be synced for that. Doing it again does no harm. */
    void place(String name, byte @Nullable [] content, @Nullable Path staged, JournalFile journal) throws IOException {
        Path to = layout.object(name);
        Path folder = Layout.parent(to);
        if (!Files.isDirectory(folder)) {
            makeFolders(folder, journal);
        }
        journal.changed(folder);
        if (content != null) {
            journal.written(name);
            try (Disk.Out out = disk.create("object", to)) {
                out.write(content, 0, content.length);
            }
        } else if (staged != null) {
            journal.named(name);
            name(name, staged, to, journal);
        }
    }

    private void makeFolders(Path folder, JournalFile journal) throws IOException {
        Path parent = Layout.parent(folder);
        if (!folder.equals(layout.root()) && !Files.isDirectory(parent)) {
            makeFolders(parent, journal);
        }
        journal.changed(parent);
        disk.makeFolder("object", folder);
    }

    private void name(String name, Path staged, Path to, JournalFile journal) throws IOException {
        if (Files.exists(to)) {
            // A copy of the folder, as a backup is, has two files where this one had two names.
            if (!Files.exists(staged) || Files.isSameFile(staged, to) || Files.mismatch(staged, to) < 0) {
                journal.written(name);
                journal.linked(staged);
                return;
            }
            Path aside = layout.aside(disk, to.getFileName().toString());
            disk.move("orphan", to, aside);
            findings.accept("another file had the name of the object " + to + "; it was kept as " + aside);
        }
        try {
            disk.link("object", to, staged);
            journal.linked(staged);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            disk.move("object", staged, to); // a file system without hard links
            journal.changed(layout.incoming());
        }
    }

    /** Takes a file away. */
    @FunctionalInterface
    interface Removal {
        void run() throws IOException;
    }

    /**
     * Removes an object; afterwards nothing gives it a file any more. If its file can't be taken away, the object goes on waiting: what
     * a failed try left of the file is not to be seen in its place.
     */
    void remove(String name, Removal file) throws IOException {
        Waiting object = waiting.get(name);
        if (object == null) {
            file.run();
            return;
        }
        synchronized (object) {
            file.run();
            object.removed = true;
        }
        waiting.remove(name, object);
    }

    /** Places what waits, unless that fails, and ends. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running != null) {
            Parallel.join(java.util.List.of(running));
        }
    }
}
