package org.diconde4j.storage.fs;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectStoreProvider;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;

/** Opens {@code fs:PATH} and {@code file:///PATH}: a folder as {@code FORMAT.md} describes it. */
public final class FsObjectStoreProvider implements ObjectStoreProvider {
    /** For {@link java.util.ServiceLoader}. */
    public FsObjectStoreProvider() {}

    @Override
    public boolean supports(URI uri) {
        return isFolder(uri);
    }

    static boolean isFolder(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("fs") || scheme.equals("file");
    }

    @Override
    public ObjectStore open(URI uri, OpenOptions options) {
        Path root = StorageProviders.path(uri, List.of());
        return FsObjectStore.open(uri, root);
    }
}
