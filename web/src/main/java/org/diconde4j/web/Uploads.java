package org.diconde4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.diconde4j.data.DicondeException;
import org.diconde4j.web.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Where objects that come in pieces wait until they are whole: files in a folder, which are gone when this is closed, when nobody has added
 * to them for some time, and when they are stored. Thread-safe.
 */
final class Uploads implements AutoCloseable {
    private static final int MOST = 64;

    private final Path folder;
    private final long mostBytes;
    private final Duration kept;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** An object that comes in pieces. */
    static final class Upload {
        final String id;
        final @Nullable String owner;
        final long length;
        private final Path file;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile long offset;
        private volatile long touched = System.nanoTime();

        private Upload(String id, @Nullable String owner, long length, Path file) {
            this.id = id;
            this.owner = owner;
            this.length = length;
            this.file = file;
        }

        /** How many bytes are here. */
        long offset() {
            return offset;
        }

        InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        /** Keeps others away; a client whose connection broke may come again before we see that the first is gone. */
        void lock() {
            try {
                if (lock.tryLock(10, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new HttpProblem(409, "another request adds to this upload").with("Retry-After", "5");
        }

        void unlock() {
            lock.unlock();
        }
    }

    /**
     * A folder for uploads.
     *
     * @param mostBytes of all together
     * @param kept how long an upload waits for its next piece
     */
    Uploads(Path folder, long mostBytes, Duration kept) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.kept = kept;
    }

    /** How many bytes one may have. */
    long most() {
        return mostBytes;
    }

    Duration kept() {
        return kept;
    }

    /** Begins an upload; the length is -1 if it is not known. */
    Upload begin(@Nullable String owner, long length) throws IOException {
        expire();
        if (length > mostBytes) {
            throw LimitedBody.tooLong(mostBytes);
        }
        if (uploads.size() >= MOST) {
            throw new HttpProblem(503, MOST + " uploads are under way, and no more can").with("Retry-After", "60");
        }
        byte[] name = new byte[16];
        random.nextBytes(name);
        String id = HexFormat.of().formatHex(name);
        Files.createDirectories(folder);
        Upload upload = new Upload(id, owner, length, Files.createTempFile(folder, "upload", ".part"));
        uploads.put(id, upload);
        return upload;
    }

    /** The upload, which must be one's own. */
    Upload require(String id, @Nullable String owner) {
        expire();
        Upload upload = uploads.get(id);
        if (upload == null || !String.valueOf(owner).equals(String.valueOf(upload.owner))) {
            throw HttpProblem.notFound(
                    "there is no upload " + id + "; it may have been stored, given up or have waited too long");
        }
        return upload;
    }

    /** Adds bytes, as many as come; what was written before a connection broke stays. */
    void append(Upload upload, InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (FileChannel channel = FileChannel.open(upload.file, StandardOpenOption.WRITE)) {
            channel.position(upload.offset);
            var out = Channels.newOutputStream(channel);
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                requireRoom(upload, count);
                out.write(buffer, 0, count);
                upload.offset += count;
                upload.touched = System.nanoTime();
            }
        }
    }

    private void requireRoom(Upload upload, int count) {
        long all = uploads.values().stream().mapToLong(Upload::offset).sum();
        if (upload.length >= 0 && upload.offset + count > upload.length) {
            throw HttpProblem.badRequest("expected " + upload.length + " bytes in all, as was said, found more");
        }
        if (all + count > mostBytes) {
            throw new HttpProblem(507, "uploads may take " + mostBytes + " bytes in all, which they do");
        }
    }

    void remove(Upload upload) throws IOException {
        uploads.remove(upload.id);
        Files.deleteIfExists(upload.file);
    }

    private void expire() {
        long now = System.nanoTime();
        for (Upload upload : uploads.values()) {
            if (now - upload.touched > kept.toNanos() && upload.lock.tryLock()) {
                try {
                    remove(upload);
                } catch (IOException e) {
                    throw new DicondeException(
                            "the upload " + upload.file + " cannot be removed: " + e.getMessage(), e);
                } finally {
                    upload.lock.unlock();
                }
            }
        }
    }

    @Override
    public void close() {
        List<String> left = new ArrayList<>();
        for (Upload upload : uploads.values()) {
            try {
                remove(upload);
            } catch (IOException e) {
                left.add(upload.file + ": " + e.getMessage());
            }
        }
        if (!left.isEmpty()) {
            throw new DicondeException("uploads could not be removed: " + left);
        }
    }
}
