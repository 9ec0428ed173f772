package org.diconde4j.storage.jdbc;

import java.nio.file.Path;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.VersionsContract;

class JdbcVersionsTest extends VersionsContract {
    @Override
    protected Index open(Path folder, OpenOptions options) {
        return StorageProviders.openIndex(StorageProviders.uri("h2", folder.resolve("index here")), options);
    }
}
