package org.diconde4j.archive;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.jspecify.annotations.Nullable;

/** Opens stores that are encrypted and those that are not, and sees to it that neither becomes a mixture by a slip. */
final class StoredForm {
    /** How far the history is looked through for an object; quarantined ones that were removed may stand before it. */
    private static final int LOOKED_AT = 1000;

    private StoredForm() {}

    static ObjectStore open(@Nullable Path keys, URI uri, OpenOptions options) {
        ObjectStore store =
                StorageProviders.openObjects(keys == null ? uri : StorageProviders.encrypted(keys, uri), options);
        try {
            require(store);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Looks at the first object: a store is asked for lengths of objects as received only if it is opened as it was written. */
    private static void require(ObjectStore store) {
        try (Cursor<Receipt> receipts = store.receipts(0)) {
            for (int i = 0; i < LOOKED_AT && receipts.hasNext(); i++) {
                Receipt receipt = receipts.next();
                if (receipt.carriesBytes() && store.exists(receipt.name())) {
                    require(store, receipt);
                    return;
                }
            }
        }
    }

    private static void require(ObjectStore store, Receipt receipt) {
        long length;
        try {
            length = store.length(receipt.name());
        } catch (UnsupportedFormatException e) {
            if (receipt.stored() == null) {
                throw new StorageException("the objects in " + StorageProviders.innermost(store.uri())
                        + " are not encrypted, so they can't be opened with keys; to encrypt them, migrate them to a new"
                        + " store that is opened with keys from the beginning");
            }
            return;
        } catch (StorageException e) {
            return; // one damaged object, or one lost key: that is for verify
        }
        if (receipt.stored() != null
                && length != receipt.length()
                && length == receipt.stored().length()) {
            throw new StorageException("the objects in " + store.uri()
                    + " are encrypted; say which file has the keys, by encryption(keys), by --keys, or in a URI such as"
                    + " crypto:/data/archive.keys!" + store.uri());
        }
    }
}
