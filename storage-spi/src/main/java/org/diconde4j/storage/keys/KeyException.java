package org.diconde4j.storage.keys;

import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** A key is not there, or is not the right one. */
public final class KeyException extends StorageException {
    private static final long serialVersionUID = 1L;

    /** The id of the key. */
    private final String keyId;

    /**
     * Creates an exception.
     *
     * @param keyId the id of the key
     * @param message what, where, expected, found, what to do
     * @param cause the underlying failure, or null
     */
    public KeyException(String keyId, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.keyId = keyId;
    }

    /**
     * Returns the id of the key.
     *
     * @return the id
     */
    public String keyId() {
        return keyId;
    }
}
