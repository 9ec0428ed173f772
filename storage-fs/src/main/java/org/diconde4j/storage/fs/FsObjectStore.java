package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.DirectoryLock;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectChannel;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectRange;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain files and a log of receipts, as {@code FORMAT.md} describes them.
 *
 * <p>The {@link Journal} is the point of commit. After it, the {@link Placer} gives the object its file, and the {@link Checkpoint} makes
 * that durable and removes the journal; what a crash leaves undone of this, {@link Recovery} does at the next opening.
 */
final class FsObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(FsObjectStore.class);

    /** How often to look again for an object that gets its file just now. */
    private static final int TRIES = 3;

    private final URI uri;
    private final Disk disk;
    private final Layout layout;
    private final Limits limits;
    private final DirectoryLock lock;
    private final Findings findings;
    private final ReceiptLog log;
    private final Journal journal;
    private final Placer placer;
    private final Checkpoint checkpoint;
    private final Commits commits;
    private final Names names = new Names();
    private final Staging staging;
    private final Set<FsWriter> writers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private FsObjectStore(URI uri, Disk disk, Layout layout, Limits limits, DirectoryLock lock) throws IOException {
        this.uri = uri;
        this.disk = disk;
        this.layout = layout;
        this.limits = limits;
        this.lock = lock;
        this.findings = new Findings(LOG, layout.root());
        long last = prepare();
        this.log = Recovery.run(disk, layout, limits, this::note);
        log.skipTo(last);
        log.keepSkipped();
        this.staging = new Staging(disk, layout.incoming(), Long.toString(log.lastSequence()), this::note);
        this.journal = new Journal(disk, layout.journal(), limits);
        this.placer = new Placer(disk, layout, limits, this::note);
        this.checkpoint = new Checkpoint(disk, layout, journal, log, this::note);
        this.commits = new Commits(layout, journal, log, placer, checkpoint);
    }

    /** Checks the version of a store, or makes a new one; gives the highest sequence that an older version may have given. */
    private long prepare() throws IOException {
        long last = 0;
        int found = FormatFile.require(disk, layout.root(), "object store", Layout.VERSION);
        if (found < Layout.VERSION) {
            last = found == 1 ? Upgrade.run(disk, layout, this::note) : 0;
            FormatFile.write(disk, layout.root(), "object store", Layout.VERSION);
            LOG.info("{}: upgraded to format {}", layout.root(), Layout.VERSION);
        }
        disk.makeFolders("incoming", layout.root(), layout.incoming());
        disk.makeFolders("receipts", layout.root(), layout.receipts());
        disk.makeFolders("journal", layout.root(), layout.journal());
        return last;
    }

    static FsObjectStore open(URI uri, Path root) {
        return open(uri, root, new RealDisk(), Limits.USUAL);
    }

    static FsObjectStore open(URI uri, Path root, Disk disk, Limits limits) {
        try {
            Files.createDirectories(root);
        } catch (FileAlreadyExistsException e) {
            throw new StorageException("the store " + root + " is to be a folder, but there is a file", e);
        } catch (IOException e) {
            throw new StorageException("the folder " + root + " of the store can't be made: " + e, e);
        }
        DirectoryLock lock = DirectoryLock.acquire(root);
        try {
            return new FsObjectStore(uri, disk, new Layout(root), limits, lock);
        } catch (IOException e) {
            lock.close();
            throw new StorageException("the store in " + root + " can't be opened: " + e, e);
        } catch (RuntimeException | Error e) {
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
        FsWriter writer = new FsWriter(this, staging, limits.small());
        writers.add(writer);
        return writer;
    }

    void ended(FsWriter writer) {
        writers.remove(writer);
    }

    Receipt commit(ReceiptDraft draft, FsWriter.Content content) {
        require();
        try (Names.Hold held = names.hold(draft.name())) {
            if (exists(draft.name())) {
                throw new NameTakenException(
                        draft.name(),
                        "an object " + draft.name() + " is already in " + uri
                                + "; it was not touched, and nothing of the other one is kept");
            }
            return commits.commit(new Commits.Event(draft, content));
        }
    }

    /** Whether the journal may contain what was not committed, so that nothing it names may be removed. */
    boolean isUncertain() {
        return journal.broken() != null;
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        try {
            return ObjectRange.open(name, channel(name), offset, length);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public SeekableByteChannel channel(String name) {
        require();
        try {
            for (int i = 1; i <= TRIES; i++) {
                Placer.Waiting waiting = placer.find(name);
                if (waiting != null && waiting.bytes != null) {
                    return ObjectChannel.of(waiting.bytes);
                }
                Path place = waiting == null || waiting.staged == null ? layout.object(name) : waiting.staged;
                try {
                    return Files.newByteChannel(place, StandardOpenOption.READ);
                } catch (NoSuchFileException e) {
                    if (waiting == null) {
                        break;
                    }
                }
            }
            throw missing(name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public boolean exists(String name) {
        require();
        Path place = layout.object(name);
        return placer.find(name) != null || Files.exists(place);
    }

    @Override
    public long length(String name) {
        try (SeekableByteChannel channel = channel(name)) {
            return channel.size();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public Receipt append(ReceiptDraft event) {
        require();
        return commits.commit(new Commits.Event(event, null));
    }

    @Override
    public void remove(Receipt discarded) {
        require();
        String name = discarded.requireDiscarded().name();
        Path file = layout.object(name);
        journal.files().forEach(f -> f.forget(name));
        try {
            placer.remove(name, () -> {
                if (disk.delete("object", file)) {
                    disk.syncFolder("object", Layout.parent(file));
                }
            });
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
            try (Names.Hold held = names.hold(receipt.name())) {
                if (isWhole(receipt)) {
                    return false;
                }
                if (journal.files().stream().anyMatch(f -> f.concerns(receipt.name()))) {
                    commits.idle(() -> replace(receipt, fresh)); // or else the next opening might undo it
                } else {
                    replace(receipt, fresh);
                }
                return true;
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
        Path place = layout.object(receipt.name());
        try {
            if (Files.exists(place)) {
                Path aside = layout.aside(disk, receipt.sequence() + ".damaged");
                disk.move("orphan", place, aside);
                disk.syncFolder("orphan", layout.orphans());
                note("the damaged object " + receipt.name() + " was kept as " + aside + ", and is replaced");
            }
            disk.makeFolders("object", layout.root(), Layout.parent(place));
            disk.move("object", fresh, place);
            disk.syncFolder("object", Layout.parent(place));
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
    public Optional<Space> space() {
        require();
        try {
            FileStore disk = Files.getFileStore(layout.root());
            return Optional.of(new Space(Math.max(0, disk.getUsableSpace()), Math.max(0, disk.getTotalSpace())));
        } catch (IOException e) {
            throw new StorageException("the room on the disk of " + layout.root() + " can't be found out: " + e, e);
        }
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
        try (lock;
                log;
                checkpoint;
                placer;
                staging) {
            commits.close();
            List.copyOf(writers).forEach(FsWriter::giveUp);
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
