package org.diconde4j.storage.memory;

import java.net.URI;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectStoreProvider;
import org.diconde4j.storage.OpenOptions;

/** Opens {@code memory:NAME}: a fresh store each time, whose name only serves messages. */
public final class MemoryObjectStoreProvider implements ObjectStoreProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MemoryObjectStoreProvider() {}

    @Override
    public boolean supports(URI uri) {
        return "memory".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public ObjectStore open(URI uri, OpenOptions options) {
        return new MemoryObjectStore(uri);
    }
}
