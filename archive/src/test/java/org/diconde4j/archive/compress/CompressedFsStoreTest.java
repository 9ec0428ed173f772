package org.diconde4j.archive.compress;

import java.nio.file.Path;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.ObjectStoreContract;

class CompressedFsStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return CompressedStore.writing(
                StorageProviders.openObjects(
                        StorageProviders.uri("fs", folder.resolve("objects")), OpenOptions.defaults()),
                TransferSyntax.of(UID.JPEGLSLossless));
    }

    @Override
    protected Path receiptFile(Path folder) {
        return folder.resolve("objects/receipts/0000000000000000001.jsonl");
    }

    @Override
    protected Path objectFile(Path folder, String name) {
        return folder.resolve("objects").resolve(name);
    }
}
