package org.diconde4j.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.GroupCommit;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Spool;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Objects and receipts in a bucket, as {@code FORMAT.md} describes them. Nothing is ever written over: a name belongs to the first
 * bytes that came to it, and to the first receipt that names it, whoever wrote them.
 */
final class S3ObjectStore implements ObjectStore {
    private final Service service;
    private final Upload upload;
    private final Findings findings;
    private final ReceiptLog log;
    private final GroupCommit<Item, ReceiptLog.Outcome> group;
    private final Set<S3Writer> writers = ConcurrentHashMap.newKeySet();
    private final Map<String, Claim> reserved = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** An object that lies at its name, or an event without bytes. */
    private record Item(
            ReceiptDraft draft,
            long length,
            @Nullable Digest digest,
            @Nullable Claim claim) implements ReceiptLog.Item {
        @Override
        public Receipt seal(long last) {
            long sequence = draft.sequenceAfter(last);
            return digest == null ? draft.seal(sequence) : draft.seal(sequence, length, digest);
        }
    }

    private S3ObjectStore(Service service) {
        this.service = service;
        this.upload = new Upload(service);
        this.findings = new Findings(service.place().uri());
        this.log = new ReceiptLog(service, findings::note);
        this.group = new GroupCommit<>(log::append);
    }

    static S3ObjectStore open(Place place) {
        Service service = new Service(place);
        try {
            Format.require(service);
            S3ObjectStore store = new S3ObjectStore(service);
            store.upload.abortAbandoned(store.findings::note);
            store.log.refresh();
            return store;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return service.place().uri();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public ObjectWriter begin() {
        require();
        S3Writer writer = new S3Writer(this);
        writers.add(writer);
        return writer;
    }

    void ended(S3Writer writer) {
        writers.remove(writer);
    }

    Receipt commit(ReceiptDraft draft, Spool spool, Digest digest) {
        require();
        String name = draft.name();
        draft.seal(
                draft.sequenceAfter(draft.sequence() == 0 ? 0 : log.lastKnown()),
                spool.length(),
                digest); // or fail now
        Claim claim = reserve(name);
        try {
            log.watch(claim);
            if (!upload.putIfAbsent(name, spool, digest, isLocked(name)) && !isAdopted(name, spool, digest)) {
                throw taken(name);
            }
            return commit(new Item(draft, spool.length(), digest, claim));
        } finally {
            log.release(claim);
            reserved.remove(name, claim);
            claim.end();
        }
    }

    /** One at a time in this process; the log settles it with others. */
    private Claim reserve(String name) {
        Claim mine = Claim.of(name);
        for (Claim other = reserved.putIfAbsent(name, mine); other != null; other = reserved.putIfAbsent(name, mine)) {
            other.awaitEnd();
        }
        return mine;
    }

    /** Whether the same bytes lie there without a receipt: another node is about to write one, or it never could. */
    private boolean isAdopted(String name, Spool spool, Digest digest) {
        HeadObjectResponse found = service.head(name);
        return found != null
                && found.contentLength() == spool.length()
                && digest.hex().equals(found.metadata().get(Service.SHA_256))
                && !log.has(name, found.lastModified());
    }

    private Receipt commit(Item item) {
        ReceiptLog.Outcome outcome = group.commit(item);
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        if (outcome.receipt() == null) {
            throw taken(item.draft().name());
        }
        return outcome.receipt();
    }

    private NameTakenException taken(String name) {
        return new NameTakenException(name, "an object " + name + " is already in " + uri() + "; it was not touched");
    }

    private static boolean isLocked(String name) {
        return !name.startsWith(ObjectNames.QUARANTINE); // what is there may be discarded
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        require();
        ObjectNames.require(name);
        if (offset < 0 || length < 0) {
            throw noRange(name, offset, length, "");
        }
        if (length == 0) {
            return atEnd(name, offset, length);
        }
        boolean toEnd = length > Long.MAX_VALUE - offset;
        String range = offset == 0 && toEnd ? "" : "bytes=" + offset + "-" + (toEnd ? "" : offset + length - 1);
        Service.Opened opened = service.open(name, range);
        return switch (opened.outcome()) {
            case OPENED -> opened.bytes();
            case NO_OBJECT -> throw missing(name);
            case NO_RANGE -> atEnd(name, offset, length);
        };
    }

    private InputStream atEnd(String name, long offset, long length) {
        long size = length(name);
        if (offset > size) {
            throw noRange(name, offset, length, ", which has " + size + " bytes");
        }
        return InputStream.nullInputStream();
    }

    private static IllegalArgumentException noRange(String name, long offset, long length, String size) {
        return new IllegalArgumentException("no range of " + name + size + ": offset " + offset + ", length " + length);
    }

    @Override
    public SeekableByteChannel channel(String name) {
        return new S3Channel(length(name), (offset, length) -> open(name, offset, length));
    }

    @Override
    public boolean exists(String name) {
        require();
        return service.head(ObjectNames.require(name)) != null;
    }

    @Override
    public long length(String name) {
        require();
        HeadObjectResponse found = service.head(ObjectNames.require(name));
        if (found == null) {
            throw missing(name);
        }
        return found.contentLength();
    }

    @Override
    public Receipt append(ReceiptDraft event) {
        require();
        return commit(new Item(event, 0, null, null));
    }

    @Override
    public @Nullable Receipt appendUnless(ReceiptDraft event, long after, Predicate<Receipt> rival) {
        require();
        Claim claim = new Claim(receipt -> receipt.sequence() > after && rival.test(receipt));
        try {
            long known = log.watch(claim); // what comes from here on, the log tells
            try (Cursor<Receipt> before = log.read(after, known)) {
                while (before.hasNext()) {
                    if (rival.test(before.next())) {
                        return null;
                    }
                }
            }
            ReceiptLog.Outcome outcome = group.commit(new Item(event, 0, null, claim));
            if (outcome.failure() != null) {
                throw outcome.failure();
            }
            return outcome.receipt();
        } finally {
            log.release(claim);
        }
    }

    @Override
    public void remove(Receipt discarded) {
        require();
        service.delete(ObjectNames.require(discarded.requireDiscarded().name()));
    }

    @Override
    public boolean restore(Receipt recorded, Receipt.@Nullable Stored form, InputStream bytes) {
        Receipt receipt = requireRestorable(recorded).withStored(form);
        String name = receipt.name();
        try (Spool spool = new Spool()) {
            byte[] buffer = new byte[1 << 16];
            MessageDigest sha256 = Digest.sha256();
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                spool.write(buffer, 0, n);
                sha256.update(buffer, 0, n);
            }
            Digest digest = Digest.ofSha256(sha256.digest());
            receipt.requireWhole(digest);
            if (exists(name)) {
                if (receipt.storedFile().equals(digest(name))) {
                    return false;
                }
                service.copy(name, "damaged/" + name + "." + UUID.randomUUID());
            }
            upload.replace(name, spool, digest, isLocked(name));
            return true;
        } catch (IOException e) {
            throw new StorageException("the bytes to restore " + name + " can't be read: " + e, e);
        }
    }

    @Override
    public Cursor<Receipt> receipts(long afterSequence) {
        require();
        return log.read(afterSequence);
    }

    @Override
    public long lastSequence() {
        return closed ? log.lastKnown() : log.refresh();
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
        try (service) {
            group.idle(() -> List.copyOf(writers).forEach(S3Writer::close));
        }
    }

    private void require() {
        if (closed) {
            throw new StorageException("the store " + uri() + " is closed");
        }
    }

    private ObjectMissingException missing(String name) {
        return new ObjectMissingException(name, "there is no object " + name + " in " + uri());
    }
}
