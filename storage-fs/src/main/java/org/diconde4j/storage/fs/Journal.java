package org.diconde4j.storage.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead journal: what is synced here has happened. It is a row of files; the newest is appended to, the oldest is removed
 * when all that it says is durable elsewhere. Thread-safe, appending is for one thread at a time.
 */
final class Journal implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    /** So much is reserved at once: to sync what has its place already does not make a file longer, which costs as much again. */
    private static final long RESERVED = 1 << 20;

    private final Disk disk;
    private final Path folder;
    private final Limits limits;
    private final SecureRandom random = new SecureRandom();
    private final Deque<JournalFile> files = new ArrayDeque<>();
    private Disk.@Nullable Out out;
    private @Nullable JournalFile active;
    private long reserved; // up to there, in that one
    private String nonce = "";
    private boolean closed;
    private volatile @Nullable String broken;

    Journal(Disk disk, Path folder, Limits limits) {
        this.disk = disk;
        this.folder = folder;
        this.limits = limits;
    }

    Path folder() {
        return folder;
    }

    /** Why nothing more is written, or null. */
    @Nullable
    String broken() {
        return broken;
    }

    /** Writes nothing more, because it is uncertain what is on the disk. */
    void breakOff(String why) {
        broken = why;
    }

    void requireWhole() {
        String why = broken;
        if (why != null) {
            throw new StorageException(why + "; nothing that was acknowledged is lost, but nothing more is written:"
                    + " close the archive and open it again");
        }
    }

    /** Waits until older files have gone, so that the journal does not grow without bound. */
    synchronized void awaitRoom() {
        long deadline = System.nanoTime() + limits.patience().toNanos();
        boolean interrupted = false;
        try {
            while (bytes() > limits.journal()) {
                requireWhole();
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new StorageException("the journal in " + folder + " is full, because the " + bytes()
                            + " bytes in it did not get to their files within "
                            + limits.patience().toSeconds()
                            + " s; the disk is too slow or full");
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

    private long bytes() {
        return files.stream().mapToLong(JournalFile::length).sum();
    }

    /**
     * Appends records, of which staged objects are durable already, and syncs them. All or none.
     *
     * @param records the records
     * @param before what the receipts were before them
     * @return the file, which now awaits one more thing than the records have objects: their receipts
     */
    synchronized JournalFile append(List<JournalRecord> records, ReceiptLog.State before) {
        requireWhole();
        try {
            JournalFile file = active;
            if (file == null || file.length() >= limits.journalFile() || file.entries() >= limits.journalEntries()) {
                seal();
                file = begin(records.get(0).receipt().sequence(), before);
            }
            write(records, file);
            return file;
        } catch (IOException e) {
            throw new StorageException("the journal in " + folder + " can't be written: " + e.getMessage(), e);
        }
    }

    private JournalFile begin(long first, ReceiptLog.State before) throws IOException {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        nonce = HexFormat.of().formatHex(bytes);
        byte[] line = new JournalReader.Header(
                        nonce, before.lastSequence(), before.segment().first(), before.length())
                .line();
        Path path = JournalReader.path(folder, first);
        Disk.Out created = disk.create("journal", path);
        try {
            created.write(line, 0, line.length);
            created.reserve(reserve());
            created.sync();
            disk.syncFolder("journal", folder);
        } catch (IOException | RuntimeException | Error e) {
            created.close(); // without a record it means nothing, and the next attempt makes it anew
            throw e;
        }
        JournalFile file = new JournalFile(path);
        file.grow(line.length);
        reserved = line.length + reserve();
        out = created;
        active = file;
        files.addLast(file);
        notifyAll();
        return file;
    }

    private int reserve() {
        return (int) Math.min(RESERVED, limits.journalFile());
    }

    private void write(List<JournalRecord> records, JournalFile file) throws IOException {
        Disk.Out to = out;
        if (to == null) {
            throw new IOException("it is closed");
        }
        long length = file.length();
        int objects = 0;
        try {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(1 << 16);
            long batch = records.get(0).receipt().sequence();
            for (JournalRecord record : records) {
                record.writeTo(chunk, nonce, batch);
                objects += record.bytes() != null || record.staged() != null ? 1 : 0;
                if (chunk.size() >= CHUNK) {
                    length += drain(chunk, to);
                }
            }
            length += drain(chunk, to);
            if (length > reserved) {
                to.reserve(reserve());
                reserved = length + reserve();
            }
            to.sync();
        } catch (IOException | RuntimeException | Error e) {
            restore(to, file, e);
            throw e;
        }
        file.grow(length);
        file.await(objects + 1);
    }

    private static int drain(ByteArrayOutputStream chunk, Disk.Out to) throws IOException {
        byte[] bytes = chunk.toByteArray();
        to.write(bytes, 0, bytes.length);
        chunk.reset();
        return bytes.length;
    }

    /** After a failed write the file is cut back; if that fails too, nothing is certain any more, and nothing more is written. */
    private void restore(Disk.Out to, JournalFile file, Throwable cause) {
        try {
            reserved = 0;
            to.cut(file.length());
            to.sync();
        } catch (IOException | RuntimeException | Error e) {
            cause.addSuppressed(e);
            breakOff("the journal " + file.path() + " failed (" + cause
                    + ") and could not be cut back, so what is on the disk is uncertain");
        }
    }

    /** Ends the newest file. */
    synchronized void seal() {
        Disk.Out open = out;
        out = null;
        active = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // All of it is synced.
            }
        }
    }

    /** Waits a moment for files that may be checkpointed, oldest first; none if there is none yet. */
    synchronized List<JournalFile> awaitDue() throws InterruptedException {
        if (files.isEmpty() && !closed) {
            wait();
        }
        List<JournalFile> due = due();
        if (due.isEmpty() && !closed) {
            wait(100);
            due = due();
        }
        return due;
    }

    private List<JournalFile> due() {
        JournalFile newest = active;
        if (newest != null
                && System.nanoTime() - newest.begun() > limits.journalAge().toNanos()) {
            seal();
        }
        boolean hurry = bytes() > limits.hurry();
        long late = System.nanoTime() - limits.late().toNanos();
        return files.stream()
                .takeWhile(file -> file != active && file.isSettled() && (hurry || file.begun() - late < 0))
                .toList();
    }

    /** The files that are still there, oldest first. */
    synchronized List<JournalFile> files() {
        return List.copyOf(files);
    }

    /** Removes a file, all of which is durable elsewhere; the removal is durable before that of the next file. */
    void remove(JournalFile file) throws IOException {
        disk.delete("journal", file.path());
        disk.syncFolder("journal", folder);
        synchronized (this) {
            files.remove(file);
            notifyAll();
        }
    }

    /** Ends waiting; the files stay. */
    @Override
    public synchronized void close() {
        closed = true;
        seal();
        notifyAll();
    }
}
