package org.diconde4j.net.pdu;

import org.diconde4j.data.DicondeException;

/** Bytes that are not a PDU, or not one that is allowed where it came. */
public final class PduException extends DicondeException {
    private static final long serialVersionUID = 1;

    private final long offset;
    private final int abortReason;

    /**
     * Says what is wrong and where.
     *
     * @param message what was expected and what was found
     * @param offset byte offset from the start of the PDU
     * @param abortReason the reason of the A-ABORT that answers it, a constant of {@link Abort}
     */
    public PduException(String message, long offset, int abortReason) {
        super(message + " at byte " + offset + " of the PDU");
        this.offset = offset;
        this.abortReason = abortReason;
    }

    /**
     * Where in the PDU.
     *
     * @return byte offset from the start of the PDU header
     */
    public long offset() {
        return offset;
    }

    /**
     * The A-ABORT that answers it.
     *
     * @return an abort whose source is the service provider (AA-8)
     */
    public Abort abort() {
        return new Abort(Abort.SERVICE_PROVIDER, abortReason);
    }
}
