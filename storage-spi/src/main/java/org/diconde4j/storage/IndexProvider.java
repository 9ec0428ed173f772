package org.diconde4j.storage;

import java.net.URI;

/** Opens indexes of one kind; found by {@link java.util.ServiceLoader}. Has a public constructor without arguments. */
public interface IndexProvider {
    /**
     * Tells whether this provider serves a URI.
     *
     * @param uri the URI of an index
     * @return true if {@link #open} takes it
     */
    boolean supports(URI uri);

    /**
     * Opens an index, which is created if it is not there.
     *
     * @param uri the URI of the index
     * @param options how to open it
     * @return the open index
     * @throws StoreLockedException if somebody has it open
     * @throws UnsupportedFormatException if a newer version wrote it
     * @throws StorageException if it can't be opened
     */
    Index open(URI uri, OpenOptions options);
}
