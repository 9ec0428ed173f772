package org.diconde4j.net.service;

import java.net.InetSocketAddress;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationException;

/**
 * Is told what associations do, for meters, audit trails and screens. Every method does nothing by default. The thread of the
 * association calls, so a listener must be thread-safe and quick; what it throws is logged and otherwise ignored.
 */
public interface AssociationListener {
    /**
     * An association was opened.
     *
     * @param association who is at the other end; its id is 0 if this side asked for it
     */
    default void opened(AssociationInfo association) {}

    /**
     * An association was not accepted, by this side or by the other.
     *
     * @param association who is at the other end
     * @param answer the reason
     */
    default void rejected(AssociationInfo association, AssociateRj answer) {}

    /**
     * A connection ended without having become an association: nobody answered, or spoke another protocol, or not in time.
     *
     * @param remote the other end
     * @param why what happened
     */
    default void failed(InetSocketAddress remote, AssociationException why) {}

    /**
     * An association that was opened has ended.
     *
     * @param association who was at the other end
     * @param end how, and what it carried
     */
    default void ended(AssociationInfo association, AssociationEnd end) {}

    /**
     * A request was received, or is about to be sent.
     *
     * @param operation what is asked
     */
    default void begun(Operation operation) {}

    /**
     * The last response to a request was sent or received, or will not come any more.
     *
     * @param operation what was asked
     * @param result what came of it
     */
    default void ended(Operation operation, OperationResult result) {}
}
