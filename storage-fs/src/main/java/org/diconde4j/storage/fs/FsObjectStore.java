package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.DirectoryLock;
import org.diconde4j.storage.GroupCommit;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain files and a log of receipts, as {@code FORMAT.md} describes them.
 *
 * <p>The receipt is the point of commit. Before it, the object is synced under its sequence in {@code incoming}; after it, the
 * object gets its name, which a crash may leave to the next opening ({@link Recovery}). So there is never an object at its name
 * that nobody was told about, and a sender that was not answered can send again.
 */
final class FsObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(FsObjectStore.class);
    private static final int CHECKPOINT_AFTER = 256;

    private final URI uri;
    private final Layout layout;
    private final DirectoryLock lock;
    private final ReceiptLog log;
    private final GroupCommit<Item, Receipt> group = new GroupCommit<>(this::commitAll);
    private final AtomicLong parts = new AtomicLong();
    private final Set<FsWriter> writers = ConcurrentHashMap.newKeySet();

    /** Names that are being committed, so that two can't take the same one. */
    private final Map<String, CountDownLatch> reserved = new ConcurrentHashMap<>();

    /** Committed objects that could not be renamed to their name yet. */
    private final Map<String, Path> waiting = new ConcurrentHashMap<>();

    /** Folders whose newest names are not synced; for the leader of the group commit only, as are the next two. */
    private final Set<Path> unsynced = new LinkedHashSet<>();

    /** Objects that have their name and wait in {@code incoming} for that to be synced. */
    private final List<Path> linked = new ArrayList<>();

    private boolean canLink = true;

    private final Findings findings;
    private volatile boolean closed;

    /** An object to commit, or an event without bytes. */
    private record Item(ReceiptDraft draft, FsWriter.@Nullable Staged staged) {}

    private FsObjectStore(URI uri, Layout layout, DirectoryLock lock) {
        this.uri = uri;
        this.layout = layout;
        this.lock = lock;
        this.findings = new Findings(LOG, layout.root());
        layout.prepare();
        this.log = ReceiptLog.open(layout.receipts(), this::note);
    }

    static FsObjectStore open(URI uri, Path root) {
        try {
            Files.createDirectories(root);
        } catch (FileAlreadyExistsException e) {
            throw new StorageException("the store " + root + " is to be a folder, but there is a file", e);
        } catch (IOException e) {
            throw new StorageException("the folder " + root + " of the store can't be made: " + e, e);
        }
        DirectoryLock lock = DirectoryLock.acquire(root);
        FsObjectStore store = null;
        try {
            store = new FsObjectStore(uri, new Layout(root), lock);
            Recovery.run(store.layout, store.log, store::note);
            return store;
        } catch (RuntimeException e) {
            if (store != null) {
                store.log.close();
            }
            lock.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return uri;
    }

    Layout layout() {
        return layout;
    }

    @Override
    public ObjectWriter begin() {
        require();
        Path file = layout.incoming().resolve(Long.toString(parts.incrementAndGet(), 36) + ".part");
        try {
            FsWriter writer = new FsWriter(this, file);
            writers.add(writer);
            return writer;
        } catch (IOException e) {
            throw new StorageException("the file " + file + " can't be made for a new object: " + e, e);
        }
    }

    void ended(FsWriter writer) {
        writers.remove(writer);
    }

    Receipt commit(FsWriter.Staged staged) {
        String name = staged.draft().name();
        CountDownLatch mine = new CountDownLatch(1);
        reserve(name, mine);
        try {
            if (exists(name)) {
                throw new NameTakenException(
                        name,
                        "an object " + name + " is already in " + uri
                                + "; it was not touched, and nothing of the other one is kept");
            }
            return commit(new Item(staged.draft(), staged));
        } finally {
            reserved.remove(name, mine);
            mine.countDown();
        }
    }

    /** A copy of another store's receipt goes alone, so that a wrong one is nobody else's failure. */
    private Receipt commit(Item item) {
        if (item.draft().sequence() == 0) {
            return group.commit(item);
        }
        List<Receipt> receipts = new ArrayList<>(1);
        group.idle(() -> receipts.addAll(commitAll(List.of(item))));
        return receipts.get(0);
    }

    private void reserve(String name, CountDownLatch mine) {
        boolean interrupted = false;
        try {
            for (CountDownLatch other = reserved.putIfAbsent(name, mine);
                    other != null;
                    other = reserved.putIfAbsent(name, mine)) {
                try {
                    other.await();
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

    private List<Receipt> commitAll(List<Item> items) {
        require();
        long sequence = log.lastSequence();
        List<Receipt> receipts = new ArrayList<>();
        List<Path> staged = new ArrayList<>();
        try {
            for (Item item : items) {
                sequence = item.draft().sequenceAfter(sequence);
                FsWriter.Staged bytes = item.staged();
                if (bytes == null) {
                    receipts.add(item.draft().seal(sequence));
                } else {
                    receipts.add(item.draft().seal(sequence, bytes.length(), bytes.digest()));
                    Path file = layout.staged(sequence);
                    Files.move(bytes.file(), file, StandardCopyOption.ATOMIC_MOVE);
                    staged.add(file);
                }
            }
            if (!staged.isEmpty()) {
                if (!canLink || linked.size() >= CHECKPOINT_AFTER) {
                    checkpoint();
                }
                Disk.syncDirectory(layout.incoming());
            }
            log.append(receipts);
        } catch (IOException e) {
            remove(staged);
            throw new StorageException("objects can't be committed in " + layout.incoming() + ": " + e, e);
        } catch (StorageException e) {
            // If the log can't say whether the receipts are durable, opening again decides: it needs these files then.
            if (!log.isBroken()) {
                remove(staged);
            }
            throw e;
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).staged() != null) {
                place(receipts.get(i));
            }
        }
        return receipts;
    }

    /**
     * Makes the names of earlier objects durable, and then removes them from {@code incoming}: only now and then, because each
     * folder costs a sync. Where objects are moved to their name and not linked, it comes before the next sync of
     * {@code incoming}, which makes durable that they are not there any more.
     */
    private void checkpoint() throws IOException {
        for (Path directory : List.copyOf(unsynced)) {
            Disk.syncDirectory(directory);
            unsynced.remove(directory);
        }
        remove(linked);
        linked.clear();
    }

    private void remove(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                note("the object " + file + ", which could not be committed, could not be removed: " + e);
            }
        }
    }

    private void place(Receipt receipt) {
        Path from = layout.staged(receipt.sequence());
        Path to = layout.object(receipt.name());
        try {
            Path directory = Recovery.parent(to);
            for (Path d = directory; !Files.isDirectory(d); d = Recovery.parent(d)) {
                unsynced.add(Recovery.parent(d));
            }
            Files.createDirectories(directory);
            unsynced.add(directory);
            name(from, to);
        } catch (IOException e) {
            waiting.put(receipt.name(), from);
            note("the object " + receipt.name() + " is safe in " + from
                    + " but could not be moved to its name, which opening the store again will try: " + e);
        }
    }

    private void name(Path from, Path to) throws IOException {
        if (canLink) {
            try {
                Files.createLink(to, from);
                linked.add(from);
                return;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (UnsupportedOperationException | IOException e) {
                canLink = false;
                LOG.info(
                        "{}: no hard links here ({}), so objects are moved to their names",
                        layout.root(),
                        e.toString());
            }
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path locate(String name) {
        require();
        Path place = layout.object(name);
        return waiting.isEmpty() ? place : waiting.getOrDefault(name, place);
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        try {
            return Range.open(name, channel(name), offset, length);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public SeekableByteChannel channel(String name) {
        try {
            return Files.newByteChannel(locate(name), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw missing(name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(locate(name));
    }

    @Override
    public long length(String name) {
        try {
            return Files.size(locate(name));
        } catch (NoSuchFileException e) {
            throw missing(name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public Receipt append(ReceiptDraft event) {
        require();
        return commit(new Item(event, null));
    }

    @Override
    public void remove(Receipt discarded) {
        Path file = locate(discarded.requireDiscarded().name());
        group.idle(
                this::checkpointNow); // or else the next opening might find it in incoming, and give it its name back
        try {
            if (Files.deleteIfExists(file)) {
                Disk.syncDirectory(Recovery.parent(file));
            }
        } catch (IOException e) {
            throw new StorageException("the discarded object " + file + " can't be removed: " + e, e);
        }
    }

    @Override
    public boolean restore(Receipt recorded, Receipt.@Nullable Stored form, InputStream bytes) {
        Receipt receipt = requireRestorable(recorded).withStored(form);
        try (FsWriter writer = (FsWriter) begin()) {
            bytes.transferTo(writer);
            Path fresh = writer.finish(receipt::requireWhole);
            CountDownLatch mine = new CountDownLatch(1);
            reserve(receipt.name(), mine);
            try {
                if (isWhole(receipt)) {
                    return false;
                }
                group.idle(() -> replace(receipt, fresh));
                return true;
            } finally {
                reserved.remove(receipt.name(), mine);
                mine.countDown();
            }
        } catch (IOException e) {
            throw new StorageException("the bytes to restore " + receipt.name() + " can't be read: " + e, e);
        }
    }

    private boolean isWhole(Receipt receipt) {
        try {
            return receipt.storedFile().equals(digest(receipt.name()));
        } catch (StorageException e) {
            return false; // not there, or on a bad sector
        }
    }

    private void replace(Receipt receipt, Path fresh) {
        checkpointNow(); // or else the next opening might find the damaged file in incoming
        Path place = locate(receipt.name());
        try {
            if (Files.exists(place)) {
                Path aside = Recovery.aside(layout, receipt.sequence() + ".damaged");
                Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
                Disk.syncDirectory(layout.orphans());
                note("the damaged object " + receipt.name() + " was kept as " + aside + ", and is replaced");
            }
            Path directory = Recovery.parent(place);
            Disk.makeDirectories(layout.root(), directory);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            Disk.syncDirectory(directory);
        } catch (IOException e) {
            throw new StorageException("the object " + place + " can't be put back: " + e, e);
        }
    }

    @Override
    public Cursor<Receipt> receipts(long afterSequence) {
        require();
        return log.read(afterSequence);
    }

    @Override
    public long lastSequence() {
        return log.lastSequence();
    }

    @Override
    public List<String> findings() {
        return findings.list();
    }

    void note(String finding) {
        findings.note(finding);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            group.idle(this::closeLog);
            List.copyOf(writers).forEach(FsWriter::close);
        }
    }

    private void closeLog() {
        try (log) {
            checkpointNow();
        }
    }

    private void checkpointNow() {
        try {
            checkpoint();
        } catch (IOException e) {
            note("folders could not be synced, so objects are kept in " + layout.incoming() + " as well: " + e);
        }
    }

    private void require() {
        if (closed) {
            throw new StorageException("the store " + uri + " is closed");
        }
    }

    private ObjectMissingException missing(String name) {
        return new ObjectMissingException(name, "there is no object " + name + " in " + uri);
    }

    private StorageException unreadable(String name, IOException e) {
        return new StorageException("the object " + name + " in " + uri + " can't be read: " + e, e);
    }
}
