package org.diconde4j.net.pdu;

import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;

/** An association that could not be opened, or that broke. The subclasses say more. */
public class AssociationException extends DicondeException {
    private static final long serialVersionUID = 1;

    /**
     * Without a cause.
     *
     * @param message what happened, with whom
     */
    public AssociationException(String message) {
        super(message);
    }

    /**
     * With a cause.
     *
     * @param message what happened, with whom
     * @param cause why, usually an {@link java.io.IOException}
     */
    public AssociationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
