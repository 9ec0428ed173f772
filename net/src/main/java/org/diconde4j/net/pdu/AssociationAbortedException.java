package org.diconde4j.net.pdu;

import org.jspecify.annotations.Nullable;

/** One of the two sides sent A-ABORT. */
public final class AssociationAbortedException extends AssociationException {
    private static final long serialVersionUID = 1;

    private final transient Abort abort;
    private final boolean byPeer;

    /**
     * An abort by the peer.
     *
     * @param peer who aborted
     * @param abort source and reason
     */
    public AssociationAbortedException(String peer, Abort abort) {
        super(peer + " aborted the association: " + abort.text());
        this.abort = abort;
        this.byPeer = true;
    }

    /**
     * An abort from here.
     *
     * @param peer the other side
     * @param abort source and reason
     * @param why what the peer did
     * @param cause the exception that led to it
     */
    public AssociationAbortedException(String peer, Abort abort, String why, @Nullable Throwable cause) {
        super("association with " + peer + " aborted: " + why, cause);
        this.abort = abort;
        this.byPeer = false;
    }

    /**
     * The A-ABORT.
     *
     * @return source and reason
     */
    public Abort abort() {
        return abort;
    }

    /**
     * Who sent it.
     *
     * @return true if the peer did
     */
    public boolean byPeer() {
        return byPeer;
    }
}
