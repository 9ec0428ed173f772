package org.diconde4j.archive.keep;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The store of an archive, which can be another one from some moment on. What changes the store waits while it is being switched;
 * what reads it never does. The former store stays open, for those who are reading it, until this one is closed.
 */
public final class SwitchableStore implements ObjectStore {
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock();
    private final List<ObjectStore> former = new CopyOnWriteArrayList<>();
    private volatile ObjectStore store;

    /**
     * Begins with a store.
     *
     * @param store the store, closed with this one
     */
    public SwitchableStore(ObjectStore store) {
        this.store = store;
    }

    /** Lets nothing change while this runs, and goes on with the store that it gives. */
    void switchTo(Supplier<ObjectStore> next) {
        changing.writeLock().lock();
        try {
            ObjectStore other = next.get();
            former.add(store);
            store = other;
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** The store of now. */
    ObjectStore current() {
        return store;
    }

    private <T> T changing(Supplier<T> change) {
        changing.readLock().lock();
        try {
            return change.get();
        } finally {
            changing.readLock().unlock();
        }
    }

    @Override
    public URI uri() {
        return store.uri();
    }

    @Override
    public boolean shared() {
        return store.shared();
    }

    @Override
    public Optional<Space> space() {
        return store.space();
    }

    @Override
    public ObjectWriter begin() {
        ObjectStore begun = store;
        return new Writer(begun, begun.begin());
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        return store.open(name, offset, length);
    }

    @Override
    public InputStream open(String name) {
        return store.open(name);
    }

    @Override
    public SeekableByteChannel channel(String name) {
        return store.channel(name);
    }

    @Override
    public boolean exists(String name) {
        return store.exists(name);
    }

    @Override
    public long length(String name) {
        return store.length(name);
    }

    @Override
    public Receipt append(ReceiptDraft event) {
        return changing(() -> store.append(event));
    }

    @Override
    public @Nullable Receipt appendUnless(ReceiptDraft event, long after, Predicate<Receipt> rival) {
        return changing(() -> store.appendUnless(event, after, rival));
    }

    @Override
    public void remove(Receipt removal) {
        changing(() -> {
            store.remove(removal);
            return true;
        });
    }

    @Override
    public boolean restore(Receipt receipt, InputStream bytes) {
        return changing(() -> store.restore(receipt, bytes));
    }

    @Override
    public boolean restore(Receipt receipt, Receipt.@Nullable Stored form, InputStream bytes) {
        return changing(() -> store.restore(receipt, form, bytes));
    }

    @Override
    public Receipt requireRestorable(Receipt receipt) {
        return store.requireRestorable(receipt);
    }

    @Override
    public Cursor<Receipt> receipts(long afterSequence) {
        return store.receipts(afterSequence);
    }

    @Override
    public long lastSequence() {
        return store.lastSequence();
    }

    @Override
    public List<String> findings() {
        List<String> all = new ArrayList<>();
        former.forEach(one -> all.addAll(one.findings()));
        all.addAll(store.findings());
        return all;
    }

    @Override
    public Digest digest(String name) {
        return store.digest(name);
    }

    @Override
    public void close() {
        changing.writeLock().lock();
        try (ObjectStore last = store) {
            former.forEach(ObjectStore::close);
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** An object on its way, whose store may be another one by the time that it is committed. */
    private final class Writer extends ObjectWriter {
        private final ObjectStore begun;
        private final ObjectWriter writer;

        Writer(ObjectStore begun, ObjectWriter writer) {
            this.begun = begun;
            this.writer = writer;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            writer.write(b, off, len);
        }

        @Override
        public long length() {
            return writer.length();
        }

        @Override
        public InputStream readBack(long offset, long length) {
            return writer.readBack(offset, length);
        }

        @Override
        public Receipt commit(ReceiptDraft draft) {
            return changing(() -> begun == store ? writer.commit(draft) : commitElsewhere(draft));
        }

        private Receipt commitElsewhere(ReceiptDraft draft) {
            try (ObjectWriter other = store.begin()) {
                try (InputStream written = writer.readBack(0, Long.MAX_VALUE)) {
                    written.transferTo(other);
                } catch (IOException e) {
                    throw new StorageException("the object can't be taken over into " + store.uri() + ": " + e, e);
                }
                Receipt receipt = other.commit(draft);
                writer.close();
                return receipt;
            }
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
