package org.diconde4j.data;

import org.jspecify.annotations.Nullable;

/**
 * Root of all exceptions that diconde4j throws on purpose. The message names what, where, what was expected and what
 * was found; subclasses stand beside what throws them and carry the same as fields.
 */
public class DicondeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, for the person who reads it
     */
    public DicondeException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message what happened, for the person who reads it
     * @param cause the underlying failure, or null
     */
    public DicondeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
