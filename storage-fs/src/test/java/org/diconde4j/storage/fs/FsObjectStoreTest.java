package org.diconde4j.storage.fs;

import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.ObjectStoreContract;

class FsObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return StorageProviders.openObjects(
                StorageProviders.uri("fs", folder.resolve("objects with space")), OpenOptions.defaults());
    }

    @Override
    protected Path receiptFile(Path folder) {
        return folder.resolve("objects with space/receipts/0000000000000000001.jsonl");
    }

    @Override
    protected Path objectFile(Path folder, String name) {
        return folder.resolve("objects with space").resolve(name);
    }
}
