package org.diconde4j.storage.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectRange;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.keys.StoreKeys;
import org.jspecify.annotations.Nullable;

/** Encrypts what goes into another store and decrypts what comes out of it. Names and receipts pass as they are. */
final class CryptoObjectStore implements ObjectStore {
    /** Small enough that a range costs little more than itself, large enough that a tag and a call are nothing beside it. */
    static final int SEGMENT = 1 << 16;

    private final URI uri;
    private final ObjectStore inner;
    private final StoreKeys keys;
    private final int segmentSize;

    CryptoObjectStore(URI uri, ObjectStore inner, StoreKeys keys, int segmentSize) {
        this.uri = uri;
        this.inner = inner;
        this.keys = keys;
        this.segmentSize = segmentSize;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public ObjectWriter begin() {
        ObjectWriter writer = inner.begin();
        try {
            return new CryptoWriter(writer, keys, segmentSize, this::adopt);
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Commits the encrypted bytes that lie at the name already, if they are the same object. In a shared store they may be what a node
     * left that died before its receipt; the inner store takes these bytes under their name and no others, and ours never are.
     */
    private Receipt adopt(ReceiptDraft draft, Digest file, NameTakenException taken) {
        if (!inner.shared()) {
            throw taken;
        }
        try (ObjectWriter again = inner.begin()) {
            if (!isThere(file, draft.name())) {
                throw taken;
            }
            try (InputStream in = inner.open(draft.name())) {
                in.transferTo(again);
            }
            return again.commit(draft);
        } catch (IOException e) {
            taken.addSuppressed(e);
            throw taken;
        }
    }

    @Override
    public boolean shared() {
        return inner.shared();
    }

    @Override
    public SeekableByteChannel channel(String name) {
        return decrypting(name);
    }

    private DecryptingChannel decrypting(String name) {
        String object = "the object " + name + " in " + uri;
        try {
            return DecryptingChannel.open(inner.channel(name), name, object, keys);
        } catch (IOException e) {
            throw new StorageException(object + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        try {
            return ObjectRange.open(name, decrypting(name), offset, length);
        } catch (IOException e) {
            throw new StorageException("the object " + name + " in " + uri + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean exists(String name) {
        return inner.exists(name);
    }

    @Override
    public long length(String name) {
        DecryptingChannel channel = decrypting(name);
        try {
            return channel.length();
        } finally {
            close(channel);
        }
    }

    private static void close(DecryptingChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read from.
        }
    }

    @Override
    public Receipt append(ReceiptDraft event) {
        return inner.append(event);
    }

    @Override
    public @Nullable Receipt appendUnless(ReceiptDraft event, long after, Predicate<Receipt> rival) {
        return inner.appendUnless(event, after, rival);
    }

    @Override
    public void remove(Receipt discarded) {
        inner.remove(discarded);
    }

    /** Encrypted anew into a temporary file first, because the inner store wants to know what it gets. */
    @Override
    public boolean restore(Receipt recorded, Receipt.@Nullable Stored form, InputStream bytes) {
        Receipt receipt = requireRestorable(recorded);
        try (EncryptedSpool spool = new EncryptedSpool()) {
            CryptoWriter writer = new CryptoWriter(spool, keys, segmentSize, CryptoWriter.NEVER);
            bytes.transferTo(writer);
            Digest file = writer.finish(receipt.name());
            if (!receipt.isGiven(file)) {
                receipt.withStored(null).requireWhole(file); // says what was expected
            }
            if (isThere(file, receipt.name())) {
                return false;
            }
            try (InputStream encrypted = spool.readBack(0, Long.MAX_VALUE)) {
                return inner.restore(receipt, spool.form(), encrypted);
            }
        } catch (IOException e) {
            throw new StorageException("the bytes to restore " + receipt.name() + " can't be read: " + e, e);
        }
    }

    private boolean isThere(Digest file, String name) {
        try {
            return file.equals(digest(name));
        } catch (StorageException e) {
            return false; // not there, damaged, or its key is lost
        }
    }

    @Override
    public Cursor<Receipt> receipts(long afterSequence) {
        return inner.receipts(afterSequence);
    }

    @Override
    public Optional<Space> space() {
        return inner.space();
    }

    @Override
    public long lastSequence() {
        return inner.lastSequence();
    }

    @Override
    public List<String> findings() {
        return inner.findings();
    }

    @Override
    public void close() {
        try (keys) {
            inner.close();
        }
    }
}
