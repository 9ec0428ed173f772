package org.diconde4j.storage.memory;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.VersionsContract;

class MemoryVersionsTest extends VersionsContract {
    @Override
    protected Index open(Path folder, OpenOptions options) {
        return StorageProviders.openIndex(URI.create("memory:test"), options);
    }
}
