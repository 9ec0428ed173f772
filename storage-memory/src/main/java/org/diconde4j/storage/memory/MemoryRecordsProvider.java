package org.diconde4j.storage.memory;

import java.net.URI;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.RecordsProvider;

/** Opens {@code memory:NAME}: fresh records each time, whose name only serves messages. */
public final class MemoryRecordsProvider implements RecordsProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MemoryRecordsProvider() {}

    @Override
    public boolean supports(URI uri) {
        return "memory".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public Records open(URI uri) {
        return new MemoryRecords(uri);
    }
}
