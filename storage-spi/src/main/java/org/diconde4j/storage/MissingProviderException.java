package org.diconde4j.storage;

/** No provider on the class path serves a storage URI; the message names the artifact to add. */
public final class MissingProviderException extends StorageException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what, where, expected, found, what to do
     */
    public MissingProviderException(String message) {
        super(message);
    }
}
