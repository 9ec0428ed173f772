package org.diconde4j.pixel;

import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;

/** Pixels that cannot be found, read, decoded or encoded as asked. The message says what was expected and found. */
public final class PixelException extends DicondeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, for the person who reads it
     */
    public PixelException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message what happened, for the person who reads it
     * @param cause the underlying failure, or null
     */
    public PixelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
