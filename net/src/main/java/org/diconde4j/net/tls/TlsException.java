package org.diconde4j.net.tls;

import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;

/** Keys or certificates that cannot be used. The message names the file, what was expected and what was found. */
public final class TlsException extends DicondeException {
    private static final long serialVersionUID = 1L;

    TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
