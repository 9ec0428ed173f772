package org.diconde4j.storage.crypto;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectStoreProvider;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.StoreKeys;

/**
 * Opens {@code crypto:KEYS!URI}: the store of URI, with everything in it encrypted. KEYS is the path of the file with the store
 * keys ({@link StoreKeys}), percent-encoded as in any URI, {@code !} as {@code %21}; all after the first {@code !} is the URI of
 * the other store as it is. {@link StorageProviders#encrypted} makes such a URI.
 */
public final class CryptoObjectStoreProvider implements ObjectStoreProvider {
    /** For {@link java.util.ServiceLoader}. */
    public CryptoObjectStoreProvider() {}

    @Override
    public boolean supports(URI uri) {
        return "crypto".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public ObjectStore open(URI uri, OpenOptions options) {
        return open(uri, options, CryptoObjectStore.SEGMENT);
    }

    static ObjectStore open(URI uri, OpenOptions options, int segmentSize) {
        String text = uri.toString();
        int bang = text.indexOf('!');
        if (bang < 0) {
            throw new StorageException(
                    "the storage URI " + uri + " does not say which store gets the encrypted objects;"
                            + " expected one such as crypto:/data/archive.keys!fs:/data/objects");
        }
        Path path = StorageProviders.path(URI.create(text.substring(0, bang)), List.of());
        StoreKeys keys = StoreKeys.open(path);
        try {
            return new CryptoObjectStore(
                    uri,
                    StorageProviders.openObjects(URI.create(text.substring(bang + 1)), options),
                    keys,
                    segmentSize);
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        }
    }
}
