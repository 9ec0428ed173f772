package org.diconde4j.storage.memory;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.ObjectStoreContract;

class MemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return StorageProviders.openObjects(URI.create("memory:test"), OpenOptions.defaults());
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
