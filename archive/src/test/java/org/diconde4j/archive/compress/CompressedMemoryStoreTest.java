package org.diconde4j.archive.compress;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.ObjectStoreContract;

class CompressedMemoryStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open(Path folder) {
        return CompressedStore.writing(
                StorageProviders.openObjects(URI.create("memory:test"), OpenOptions.defaults()),
                TransferSyntax.of(UID.JPEGLSLossless));
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
