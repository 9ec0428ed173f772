package org.diconde4j.storage.crypto;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;

/** Encrypted stores whose keys are in the folder of a test. */
final class TestKeys {
    static final URI RING = URI.create("keyring:secret.ring");

    private TestKeys() {}

    /** The file with the store keys; made, with its ring, if it is not there. */
    static Path file(Path folder) {
        Path file = folder.resolve("keys!/archive.keys");
        if (!Files.exists(file)) {
            KeyServices.create(RING, folder.resolve("keys!")).close();
            StoreKeys.create(file, RING).close();
        }
        return file;
    }

    static ObjectStore open(Path folder, URI inner) {
        return StorageProviders.openObjects(StorageProviders.encrypted(file(folder), inner), OpenOptions.defaults());
    }

    static ObjectStore open(Path folder, URI inner, int segmentSize) {
        return CryptoObjectStoreProvider.open(
                StorageProviders.encrypted(file(folder), inner), OpenOptions.defaults(), segmentSize);
    }
}
