package org.diconde4j.net.pdu;

/** The peer answered A-ASSOCIATE-RJ. */
public final class AssociationRejectedException extends AssociationException {
    private static final long serialVersionUID = 1;

    private final transient AssociateRj rejection;

    /**
     * A rejection.
     *
     * @param peer who rejected
     * @param rejection result, source and reason
     */
    public AssociationRejectedException(String peer, AssociateRj rejection) {
        super(peer + " rejected the association: " + rejection.text());
        this.rejection = rejection;
    }

    /**
     * The answer of the peer.
     *
     * @return result, source and reason
     */
    public AssociateRj rejection() {
        return rejection;
    }
}
