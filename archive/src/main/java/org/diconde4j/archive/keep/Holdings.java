package org.diconde4j.archive.keep;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** What a store has to hold by its receipts: the objects that came and that nobody removed since. Immutable and thread-safe. */
public final class Holdings {
    private final ObjectStore store;
    private final Set<String> removed;
    private final long asOf;

    private Holdings(ObjectStore store, Set<String> removed, long asOf) {
        this.store = store;
        this.removed = removed;
        this.asOf = asOf;
    }

    /**
     * Reads which objects were removed.
     *
     * @param store the store
     * @return what it has to hold, as of now
     */
    public static Holdings of(ObjectStore store) {
        return of(store, 0);
    }

    /** Of objects that came after a receipt, which is all that their removals have to be looked for. */
    static Holdings of(ObjectStore store, long afterSequence) {
        long asOf = store.lastSequence(); // before it is read: what comes meanwhile is read once more
        return new Holdings(store, Set.copyOf(removed(store, afterSequence)), asOf);
    }

    private static Set<String> removed(ObjectStore store, long afterSequence) {
        Set<String> removed = new HashSet<>();
        try (Cursor<Receipt> receipts = store.receipts(afterSequence)) {
            receipts.forEachRemaining(receipt -> {
                if (receipt.removesBytes()) {
                    removed.add(receipt.name());
                }
            });
        }
        return removed;
    }

    /**
     * Looks again, at what has happened since. To be asked before anybody is told that an object is damaged or missing: it may have
     * been removed while others were read.
     *
     * @return what the store has to hold, as of now
     */
    public Holdings renewed() {
        long now = store.lastSequence();
        if (now == asOf) {
            return this;
        }
        Set<String> all = removed(store, asOf);
        all.addAll(removed);
        return new Holdings(store, Set.copyOf(all), now);
    }

    /**
     * The same objects in another form.
     *
     * @param other gives the objects of this store in another form
     * @return the same holdings, whose objects are read there
     */
    public Holdings in(ObjectStore other) {
        return new Holdings(other, removed, asOf);
    }

    /**
     * Tells whether the object that came with a receipt has to be there.
     *
     * @param receipt the receipt
     * @return false for events without bytes, and for objects that were removed
     */
    public boolean include(Receipt receipt) {
        return receipt.carriesBytes() && !removed.contains(receipt.name());
    }

    /**
     * Reads an object and compares it with its receipt. If it can't be read, for whatever reason, a timeout of the store among
     * them, that is what is wrong with it.
     *
     * @param receipt the receipt
     * @param pace how fast to read
     * @return what is wrong with it, null if it is whole
     * @throws WorkEndedException if the work is to end
     */
    public @Nullable Damage check(Receipt receipt, Pace pace) throws WorkEndedException {
        try (InputStream in = store.open(receipt.name())) {
            Digest found = Digest.of(pace.over(in));
            return receipt.isWhole(found)
                    ? null
                    : new Damage(receipt, "expected digest " + receipt.file() + ", found " + found, false);
        } catch (WorkEndedException e) {
            throw e;
        } catch (ObjectMissingException e) {
            return new Damage(receipt, String.valueOf(e.getMessage()), true);
        } catch (StorageException | IOException e) {
            return new Damage(receipt, String.valueOf(e.getMessage()), false);
        }
    }
}
