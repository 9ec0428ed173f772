package org.diconde4j.storage.s3;

import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.ObjectStoreContract;

class S3ObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return StorageProviders.openObjects(Server.uri(folder.getFileName().toString()), OpenOptions.defaults());
    }
}
