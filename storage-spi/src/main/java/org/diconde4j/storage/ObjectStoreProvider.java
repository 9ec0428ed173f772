package org.diconde4j.storage;

import java.net.URI;

/** Opens object stores of one kind; found by {@link java.util.ServiceLoader}. Has a public constructor without arguments. */
public interface ObjectStoreProvider {
    /**
     * Tells whether this provider serves a URI.
     *
     * @param uri the URI of a store
     * @return true if {@link #open} takes it
     */
    boolean supports(URI uri);

    /**
     * Opens a store, which is created if it is not there.
     *
     * @param uri the URI of the store
     * @param options how to open it
     * @return the open store
     * @throws StoreLockedException if somebody has it open
     * @throws UnsupportedFormatException if a newer version wrote it
     * @throws StorageException if it can't be opened
     */
    ObjectStore open(URI uri, OpenOptions options);
}
