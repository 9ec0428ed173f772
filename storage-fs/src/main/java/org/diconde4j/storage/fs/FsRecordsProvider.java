package org.diconde4j.storage.fs;

import java.net.URI;
import java.util.List;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.RecordsProvider;
import org.diconde4j.storage.StorageProviders;

/** Opens {@code fs:PATH} and {@code file:///PATH}: a folder of records as {@code FORMAT.md} describes it. */
public final class FsRecordsProvider implements RecordsProvider {
    /** For {@link java.util.ServiceLoader}. */
    public FsRecordsProvider() {}

    @Override
    public boolean supports(URI uri) {
        return FsObjectStoreProvider.isFolder(uri);
    }

    @Override
    public Records open(URI uri) {
        return FsRecords.open(uri, StorageProviders.path(uri, List.of()));
    }
}
