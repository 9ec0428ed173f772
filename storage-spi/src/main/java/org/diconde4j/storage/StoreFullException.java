package org.diconde4j.storage;

/** There is less room left than is to be kept free, so nothing new is taken; the message says how much of both. */
public final class StoreFullException extends StorageException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what, where, expected, found, what to do
     */
    public StoreFullException(String message) {
        super(message);
    }
}
