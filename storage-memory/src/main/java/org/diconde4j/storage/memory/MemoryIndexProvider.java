package org.diconde4j.storage.memory;

import java.net.URI;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexProvider;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Projection;

/** Opens {@code memory:NAME}: a fresh index each time, whose name only serves messages. */
public final class MemoryIndexProvider implements IndexProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MemoryIndexProvider() {}

    @Override
    public boolean supports(URI uri) {
        return "memory".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public Index open(URI uri, OpenOptions options) {
        return new MemoryIndex(uri, new Projection(options.identity()));
    }
}
