package org.diconde4j.storage;

import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;

/** A store or an index could not do what it was asked to; the message says what, where and what to do about it. */
public class StorageException extends DicondeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what, where, expected, found, what to do
     */
    public StorageException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what, where, expected, found, what to do
     * @param cause the underlying failure
     */
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
