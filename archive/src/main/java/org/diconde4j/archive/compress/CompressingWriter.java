package org.diconde4j.archive.compress;

import java.io.InputStream;
import java.security.MessageDigest;
import org.diconde4j.archive.intake.UidLocks;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;

/**
 * An object on its way into the store. Its bytes go to where the store keeps what is on its way, so that they are never anywhere
 * that the store would not have them; what is committed then is either that, or another object that was made of it.
 */
final class CompressingWriter extends ObjectWriter {
    private final ObjectStore store;
    private final Compression compression;
    private final UidLocks names;
    private final ObjectWriter received;
    private final MessageDigest digest = Digest.sha256();
    private boolean sealed;

    CompressingWriter(ObjectStore store, Compression compression, UidLocks names) {
        this.store = store;
        this.compression = compression;
        this.names = names;
        this.received = store.begin();
    }

    @Override
    public void write(byte[] b, int off, int len) {
        requireOpen();
        received.write(b, off, len);
        digest.update(b, off, len);
    }

    @Override
    public long length() {
        return received.length();
    }

    @Override
    public InputStream readBack(long offset, long length) {
        return received.readBack(offset, length);
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        requireOpen();
        sealed = true;
        if (!isWanted(draft)) {
            return received.commit(draft);
        }
        Digest file = Digest.ofSha256(digest.digest());
        try (ObjectWriter smaller = compression.compress(received::readBack, received.length(), file, store);
                UidLocks.Held held = names.lock(draft.name())) {
            Receipt receipt;
            if (smaller == null) {
                requireFree(ObjectNames.compressed(draft.name()));
                receipt = received.commit(draft);
            } else {
                requireFree(draft.name());
                receipt = smaller.commit(draft.withCompressed(received.length(), file));
            }
            received.close();
            return receipt;
        } catch (NameTakenException e) {
            throw e; // and the bytes can be read back yet
        } catch (RuntimeException e) {
            received.close();
            throw e;
        }
    }

    /** Copies are as they are in the store that they come from, and what is in quarantine is for its owner to look at. */
    private static boolean isWanted(ReceiptDraft draft) {
        Receipt.Kind kind = draft.kind();
        return draft.sequence() == 0
                && (kind == Receipt.Kind.STORED || kind == Receipt.Kind.CORRECTED)
                && !ObjectNames.isCompressed(draft.name());
    }

    /** The other one of the two names that an object can have. */
    private void requireFree(String name) {
        if (store.exists(name)) {
            throw new NameTakenException(
                    name, "the object " + name + " is in " + store.uri() + " already; nothing was overwritten");
        }
    }

    @Override
    public void close() {
        sealed = true;
        received.close();
    }

    private void requireOpen() {
        if (sealed) {
            throw new IllegalStateException("this object is committed or given up; begin() another one");
        }
    }
}
