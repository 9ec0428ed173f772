package org.diconde4j.storage.fs;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.DirectoryLock;
import org.diconde4j.storage.GroupCommit;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each record, as {@code FORMAT.md} describes them. A version is synced in {@code _incoming}, then renamed over the one
 * that it replaces, and then the folder is synced; threads that write at once share that last sync.
 */
final class FsRecords implements Records {
    private static final Logger LOG = LoggerFactory.getLogger(FsRecords.class);
    private static final int VERSION = 1;
    private static final String SUFFIX = ".json";
    private static final int STRIPES = 64;
    private static final int TRIES = 3;

    private final URI uri;
    private final Path root;
    private final Path incoming;
    private final DirectoryLock lock;
    private final AtomicLong parts = new AtomicLong();
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /** What is committed is the folder whose names have changed. */
    private final GroupCommit<Path, Boolean> group = new GroupCommit<>(FsRecords::syncAll);

    private final Findings findings;
    private volatile boolean closed;

    private FsRecords(URI uri, Path root, DirectoryLock lock) throws IOException {
        this.uri = uri;
        this.root = root;
        this.incoming = root.resolve("_incoming");
        this.lock = lock;
        this.findings = new Findings(LOG, root);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
        FormatFile.require(Disk.REAL, root, "records", VERSION);
        Disk.REAL.makeFolders("records", root, incoming);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
            for (Path file : left) {
                Files.delete(file); // was being written: the call did not return
            }
        }
    }

    static FsRecords open(URI uri, Path root) {
        try {
            Files.createDirectories(root);
            DirectoryLock lock = DirectoryLock.acquire(root);
            try {
                return new FsRecords(uri, root, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new StorageException("the records " + root + " are to be a folder, but there is a file", e);
        } catch (IOException e) {
            throw new StorageException("the records in " + root + " can't be opened: " + e, e);
        }
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public @Nullable StoredRecord get(String kind, String id) {
        require();
        Path file = file(kind, id);
        try {
            return read(file, kind, id);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (StorageException damage) {
            ReentrantLock stripe = stripe(file);
            stripe.lock();
            try {
                require();
                return current(file, kind, id); // looks again, as only who has the lock may put it aside
            } finally {
                stripe.unlock();
            }
        }
    }

    @Override
    public Written copy(long expectedVersion, StoredRecord record) {
        require();
        String kind = record.kind();
        String id = record.id();
        Path file = file(kind, id);
        ReentrantLock stripe = stripe(file);
        stripe.lock();
        try {
            require(); // again, as closing waits for the lock too
            StoredRecord current = current(file, kind, id);
            if ((current == null ? NEW : current.version()) != expectedVersion) {
                return new Written(false, current);
            }
            write(file, RecordText.format(record));
            return new Written(true, record);
        } finally {
            stripe.unlock();
        }
    }

    private void write(Path file, byte[] bytes) {
        Path part = incoming.resolve(Long.toString(parts.incrementAndGet(), 36) + ".part");
        try {
            // Not a channel: an interrupt would close it, but a record must not be lost to one.
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                out.write(bytes);
                out.getFD().sync();
            }
            Path folder = Layout.parent(file);
            Disk.REAL.makeFolders("records", root, folder);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            group.commit(folder);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw new StorageException("the record " + file + " can't be written: " + e, e);
        }
    }

    @Override
    public boolean delete(String kind, String id, long expectedVersion) {
        return delete(kind, Map.of(id, expectedVersion)) == 1;
    }

    @Override
    public int delete(String kind, Map<String, Long> versions) {
        require();
        int deleted = 0;
        for (Map.Entry<String, Long> one : versions.entrySet()) {
            deleted += unlink(kind, one.getKey(), one.getValue()) ? 1 : 0;
        }
        if (deleted > 0) {
            group.commit(root.resolve(kind));
        }
        return deleted;
    }

    private boolean unlink(String kind, String id, long expectedVersion) {
        Path file = file(kind, id);
        ReentrantLock stripe = stripe(file);
        stripe.lock();
        try {
            require(); // again, as closing waits for the lock too
            StoredRecord current = current(file, kind, id);
            if (current == null || current.version() != expectedVersion) {
                return false;
            }
            Files.delete(file);
            return true;
        } catch (IOException e) {
            throw new StorageException("the record " + file + " can't be deleted: " + e, e);
        } finally {
            stripe.unlock();
        }
    }

    @Override
    public Cursor<StoredRecord> list(String kind, String afterId) {
        List<String> ids = new ArrayList<>();
        forEachId(kind, id -> {
            if (id.compareTo(afterId) > 0) {
                ids.add(id);
            }
            return true;
        });
        ids.sort(null);
        return new RecordCursor(ids, id -> get(kind, id));
    }

    @Override
    public List<String> kinds() {
        require();
        List<String> kinds = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                String kind = folder.getFileName().toString();
                if (RecordNames.isKind(kind) && !isEmpty(kind)) {
                    kinds.add(kind);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new StorageException("the kinds of records in " + root + " can't be listed: " + e, e);
        }
        kinds.sort(null);
        return kinds;
    }

    @Override
    public long count(String kind) {
        long[] count = new long[1];
        forEachId(kind, id -> ++count[0] > 0);
        return count[0];
    }

    @Override
    public boolean isEmpty(String kind) {
        boolean[] empty = {true};
        forEachId(kind, id -> empty[0] = false);
        return empty[0];
    }

    /** Goes through the folder until it is told that this is enough. */
    private void forEachId(String kind, Predicate<String> more) {
        require();
        Path folder = root.resolve(RecordNames.requireKind(kind));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
                if (RecordNames.isId(id)) {
                    if (!more.test(id)) {
                        return;
                    }
                } else {
                    findings.note("the file " + file + " is no record; it was left alone");
                }
            }
        } catch (NoSuchFileException e) {
            // none of this kind
        } catch (IOException e) {
            throw new StorageException("the records in " + folder + " can't be listed: " + e, e);
        }
    }

    @Override
    public List<String> findings() {
        return findings.list();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (ReentrantLock stripe : stripes) {
                stripe.lock(); // what is being written gets its end first
            }
            try {
                lock.close();
            } finally {
                for (ReentrantLock stripe : stripes) {
                    stripe.unlock();
                }
            }
        }
    }

    private void require() {
        if (closed) {
            throw new StorageException("the records " + uri + " are closed");
        }
    }

    private Path file(String kind, String id) {
        return root.resolve(RecordNames.requireKind(kind)).resolve(RecordNames.requireId(id) + SUFFIX);
    }

    private ReentrantLock stripe(Path file) {
        return stripes[Math.floorMod(file.hashCode(), STRIPES)];
    }

    private static byte @Nullable [] bytes(Path file) throws IOException {
        for (int i = 1; ; i++) {
            // Not a channel, for which an interrupt would be an I/O error.
            try (InputStream in = new FileInputStream(file.toFile())) {
                return in.readNBytes(RecordText.MAX_BYTES + 1);
            } catch (FileNotFoundException e) {
                if (Files.notExists(file)) {
                    return null;
                }
                if (i == TRIES) { // until then, somebody may just have made it
                    throw e;
                }
            }
        }
    }

    /** Reads a record, null if there is none; a {@link StorageException} says that it is damaged. */
    private static @Nullable StoredRecord read(Path file, String kind, String id) throws IOException {
        byte[] bytes = bytes(file);
        if (bytes == null) {
            return null;
        }
        StoredRecord record = RecordText.parse(bytes);
        if (!record.kind().equals(kind) || !record.id().equals(id)) {
            throw new StorageException("it says that it is the record " + record.id() + " of kind " + record.kind());
        }
        return record;
    }

    /** The record that is there; a damaged one is put aside, for which the caller must have its lock. */
    private @Nullable StoredRecord current(Path file, String kind, String id) {
        try {
            return read(file, kind, id);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (StorageException damage) {
            putAside(file, kind, id, damage);
            return null;
        }
    }

    private void putAside(Path file, String kind, String id, StorageException damage) {
        Path folder = root.resolve("_damaged").resolve(kind);
        try {
            Disk.REAL.makeFolders("records", root, folder);
            Path place = folder.resolve(id + SUFFIX);
            for (int i = 1; Files.exists(place); i++) {
                place = folder.resolve(id + SUFFIX + "." + i);
            }
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            Disk.REAL.syncFolder("records", folder);
            Disk.REAL.syncFolder("records", Layout.parent(file));
            findings.note(
                    "the record " + file + " can't be read and was put aside as " + place + ": " + damage.getMessage());
        } catch (IOException e) {
            e.addSuppressed(damage);
            throw new StorageException("the damaged record " + file + " can't be put aside: " + e, e);
        }
    }

    private static List<Boolean> syncAll(List<Path> folders) {
        try {
            for (Path folder : new LinkedHashSet<>(folders)) {
                Disk.REAL.syncFolder("records", folder);
            }
        } catch (IOException e) {
            throw new StorageException("the folders of records can't be synced: " + e, e);
        }
        return folders.stream().map(folder -> true).toList();
    }

    private static StorageException unreadable(Path file, IOException e) {
        return new StorageException("the record " + file + " can't be read: " + e, e);
    }
}
