package org.diconde4j.storage.jdbc;

import java.nio.file.Path;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.VersionsContract;

class PostgreSqlVersionsTest extends VersionsContract {
    @Override
    protected Index open(Path folder, OpenOptions options) {
        return StorageProviders.openIndex(Server.uri(folder), options);
    }
}
