package org.diconde4j.media;

import org.diconde4j.data.DicondeException;

/** A file cannot be part of a File-set, or leads out of it. */
public final class MediaException extends DicondeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was expected and what was found, and where
     */
    public MediaException(String message) {
        super(message);
    }
}
