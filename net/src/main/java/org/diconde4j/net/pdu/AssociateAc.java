package org.diconde4j.net.pdu;

import java.util.List;

/**
 * A-ASSOCIATE-AC (PS3.8 9.3.3): what was accepted.
 *
 * @param protocolVersion bit field, bit 0 is version 1 of the protocol
 * @param calledAeTitle the called title as the request had it; not to be tested by the receiver
 * @param callingAeTitle the calling title as the request had it; not to be tested by the receiver
 * @param applicationContext the application context name
 * @param contexts one result for each proposed presentation context
 * @param userInformation the user information item
 */
public record AssociateAc(
        int protocolVersion,
        String calledAeTitle,
        String callingAeTitle,
        String applicationContext,
        List<ContextResult> contexts,
        UserInformation userInformation)
        implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x02;

    /**
     * Copies the list.
     *
     * @param protocolVersion bit field, bit 0 is version 1 of the protocol
     * @param calledAeTitle the called title as the request had it; not to be tested by the receiver
     * @param callingAeTitle the calling title as the request had it; not to be tested by the receiver
     * @param applicationContext the application context name
     * @param contexts one result for each proposed presentation context
     * @param userInformation the user information item
     */
    public AssociateAc {
        contexts = List.copyOf(contexts);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
