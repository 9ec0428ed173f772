package org.diconde4j.storage;

/** What is stored was written by a newer version than this one can read, or is not a store at all. */
public final class UnsupportedFormatException extends StorageException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what, where, expected, found, what to do
     */
    public UnsupportedFormatException(String message) {
        super(message);
    }
}
