package org.diconde4j.net.service;

import org.diconde4j.data.DicondeException;

/** What a handler throws to answer with a status of its choice instead of {@link Status#PROCESSING_FAILURE}. */
public final class ServiceException extends DicondeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * A failure with its status.
     *
     * @param status the status of the response
     * @param errorComment what the peer is told, cut to 64 characters on the wire
     */
    public ServiceException(int status, String errorComment) {
        super(errorComment);
        this.status = status;
    }

    /**
     * The status of the response.
     *
     * @return a status code
     */
    public int status() {
        return status;
    }
}
