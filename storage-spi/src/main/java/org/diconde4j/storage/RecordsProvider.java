package org.diconde4j.storage;

import java.net.URI;

/** Opens records of one kind of storage; found by {@link java.util.ServiceLoader}. Has a public constructor without arguments. */
public interface RecordsProvider {
    /**
     * Tells whether this provider serves a URI.
     *
     * @param uri the URI of records
     * @return true if {@link #open} takes it
     */
    boolean supports(URI uri);

    /**
     * Opens records, which are created if they are not there.
     *
     * @param uri the URI of the records
     * @return the open records
     * @throws StoreLockedException if somebody has them open
     * @throws UnsupportedFormatException if a newer version wrote them
     * @throws StorageException if they can't be opened
     */
    Records open(URI uri);
}
