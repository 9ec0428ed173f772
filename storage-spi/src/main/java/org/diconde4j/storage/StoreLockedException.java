package org.diconde4j.storage;

/** Somebody else has the store open; the message names the holder (process, host, since when). */
public final class StoreLockedException extends StorageException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what, where, expected, found, what to do
     */
    public StoreLockedException(String message) {
        super(message);
    }
}
