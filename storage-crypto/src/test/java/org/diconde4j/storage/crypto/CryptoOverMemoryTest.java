package org.diconde4j.storage.crypto;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.tck.ObjectStoreContract;

class CryptoOverMemoryTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return TestKeys.open(folder, URI.create("memory:test"));
    }

    @Override
    protected boolean isEncrypted() {
        return true;
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
