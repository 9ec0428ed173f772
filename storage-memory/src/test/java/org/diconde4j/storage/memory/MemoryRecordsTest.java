package org.diconde4j.storage.memory;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.RecordsContract;

class MemoryRecordsTest extends RecordsContract {
    @Override
    protected Records open(Path folder) {
        return StorageProviders.openRecords(URI.create("memory:test"));
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
