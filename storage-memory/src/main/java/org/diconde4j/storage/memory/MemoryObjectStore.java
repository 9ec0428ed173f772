package org.diconde4j.storage.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectChannel;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Objects and receipts on the heap. Everything is guarded by this object's monitor; all of it is short. */
final class MemoryObjectStore implements ObjectStore {
    private final URI uri;
    private final Map<String, byte[]> objects = new HashMap<>();
    private final NavigableMap<Long, Receipt> receipts = new TreeMap<>();
    private boolean closed;

    MemoryObjectStore(URI uri) {
        this.uri = uri;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public synchronized ObjectWriter begin() {
        require();
        return new Writer();
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        return range(name, bytes(name), offset, length);
    }

    private static InputStream range(String name, byte[] bytes, long offset, long length) {
        if (offset < 0 || offset > bytes.length || length < 0) {
            throw new IllegalArgumentException("no range of " + name + ", which has " + bytes.length + " bytes: offset "
                    + offset + ", length " + length);
        }
        return new ByteArrayInputStream(bytes, (int) offset, (int) Math.min(length, bytes.length - offset));
    }

    @Override
    public SeekableByteChannel channel(String name) {
        return ObjectChannel.of(bytes(name));
    }

    @Override
    public synchronized boolean exists(String name) {
        require();
        return objects.containsKey(ObjectNames.require(name));
    }

    @Override
    public long length(String name) {
        return bytes(name).length;
    }

    @Override
    public synchronized Receipt append(ReceiptDraft event) {
        require();
        Receipt receipt = event.seal(event.sequenceAfter(lastSequence()));
        receipts.put(receipt.sequence(), receipt);
        return receipt;
    }

    @Override
    public synchronized void remove(Receipt discarded) {
        require();
        objects.remove(discarded.requireDiscarded().name());
    }

    @Override
    public boolean restore(Receipt recorded, Receipt.@Nullable Stored form, InputStream in) {
        Receipt receipt = requireRestorable(recorded).withStored(form);
        byte[] bytes;
        try {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new StorageException("the bytes to restore " + receipt.name() + " can't be read: " + e, e);
        }
        receipt.requireWhole(Digest.of(bytes));
        synchronized (this) {
            require();
            byte[] known = objects.get(receipt.name());
            if (known != null && receipt.storedFile().equals(Digest.of(known))) {
                return false;
            }
            objects.put(receipt.name(), bytes);
            return true;
        }
    }

    @Override
    public synchronized Cursor<Receipt> receipts(long afterSequence) {
        require();
        return Cursor.over(List.copyOf(receipts.tailMap(afterSequence, false).values()));
    }

    @Override
    public synchronized long lastSequence() {
        return receipts.isEmpty() ? 0 : receipts.lastKey();
    }

    @Override
    public List<String> findings() {
        return List.of();
    }

    @Override
    public synchronized void close() {
        closed = true;
        objects.clear();
        receipts.clear();
    }

    private synchronized byte[] bytes(String name) {
        require();
        byte[] bytes = objects.get(ObjectNames.require(name));
        if (bytes == null) {
            throw new ObjectMissingException(name, "there is no object " + name + " in " + uri);
        }
        return bytes;
    }

    private synchronized Receipt commit(ReceiptDraft draft, byte[] bytes) {
        require();
        Receipt receipt = draft.seal(draft.sequenceAfter(lastSequence()), bytes.length, Digest.of(bytes));
        if (objects.putIfAbsent(draft.name(), bytes) != null) {
            throw new NameTakenException(draft.name(), "an object " + draft.name() + " is already in " + uri);
        }
        receipts.put(receipt.sequence(), receipt);
        return receipt;
    }

    private synchronized void require() {
        if (closed) {
            throw new StorageException("the store " + uri + " is closed");
        }
    }

    private final class Writer extends ObjectWriter {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean sealed;
        private boolean done;

        @Override
        public void write(byte[] b, int off, int len) {
            requireOpen();
            bytes.write(b, off, len);
        }

        @Override
        public long length() {
            return bytes.size();
        }

        @Override
        public InputStream readBack(long offset, long length) {
            if (done) {
                throw ended();
            }
            return range("this object", bytes.toByteArray(), offset, length);
        }

        @Override
        public Receipt commit(ReceiptDraft draft) {
            requireOpen();
            sealed = true;
            Receipt receipt = MemoryObjectStore.this.commit(draft, bytes.toByteArray());
            done = true;
            return receipt;
        }

        @Override
        public void close() {
            done = true;
        }

        private void requireOpen() {
            if (sealed || done) {
                throw ended();
            }
        }

        private static IllegalStateException ended() {
            return new IllegalStateException("this object is committed or given up; begin() another one");
        }
    }
}
