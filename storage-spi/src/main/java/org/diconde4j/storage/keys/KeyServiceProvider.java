package org.diconde4j.storage.keys;

import java.net.URI;
import java.nio.file.Path;
import org.diconde4j.storage.StorageException;

/** Opens key services of one kind; found by {@link java.util.ServiceLoader}. Has a public constructor without arguments. */
public interface KeyServiceProvider {
    /**
     * Tells whether this provider serves a URI.
     *
     * @param uri the URI of a key service
     * @return true if {@link #open} takes it
     */
    boolean supports(URI uri);

    /**
     * Opens a key service that is there.
     *
     * @param uri the URI of the service
     * @param base the folder that a relative path in the URI begins at
     * @return the open service
     * @throws StorageException if it is not there or can't be opened
     */
    KeyService open(URI uri, Path base);

    /**
     * Makes a new key service with one master key.
     *
     * @param uri the URI of the service
     * @param base the folder that a relative path in the URI begins at
     * @return the open service
     * @throws StorageException if there is one already, or it can't be made
     */
    KeyService create(URI uri, Path base);
}
