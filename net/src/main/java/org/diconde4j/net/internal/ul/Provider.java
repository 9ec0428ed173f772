package org.diconde4j.net.internal.ul;

import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.Pdu;
import org.jspecify.annotations.Nullable;

/** What the actions of the state machine act upon: transport, timer and local user. */
interface Provider {
    /** Whether this side asked for the association. */
    boolean requestor();

    /** Issues the TRANSPORT CONNECT request. */
    void connectTransport();

    /** Sends a PDU other than P-DATA-TF. */
    void send(Pdu pdu);

    /** Sends the P-DATA-TF PDUs at hand. */
    void sendData();

    /** Closes the transport connection. */
    void closeTransport();

    /** Starts the ARTIM timer, or starts it again. */
    void startArtim();

    /** Stops the ARTIM timer if it runs. */
    void stopArtim();

    /** Whether the upper layer itself can't take the request; the answer if so (AE-6). */
    @Nullable
    AssociateRj unacceptable(AssociateRq request);

    /** Tells the local user. */
    void indicate(Indication indication, @Nullable Pdu pdu);

    /** The A-ABORT by which the upper layer answers what just happened (AA-7, AA-8). */
    Abort providerAbort();
}
