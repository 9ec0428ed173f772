package org.diconde4j.storage.crypto;

import java.nio.file.Path;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.ObjectStoreContract;

class CryptoOverFsTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return TestKeys.open(folder, StorageProviders.uri("fs", folder.resolve("objects! with space")));
    }

    @Override
    protected boolean isEncrypted() {
        return true;
    }

    @Override
    protected Path receiptFile(Path folder) {
        return folder.resolve("objects! with space/receipts/0000000000000000001.jsonl");
    }

    @Override
    protected Path objectFile(Path folder, String name) {
        return folder.resolve("objects! with space").resolve(name);
    }
}
