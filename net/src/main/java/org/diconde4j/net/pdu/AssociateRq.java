package org.diconde4j.net.pdu;

import java.util.List;

/**
 * A-ASSOCIATE-RQ (PS3.8 9.3.2): who calls whom, and what is proposed.
 *
 * @param protocolVersion bit field, bit 0 is version 1 of the protocol
 * @param calledAeTitle the title of the application that is asked for, up to 16 characters
 * @param callingAeTitle the title of the application that asks, up to 16 characters
 * @param applicationContext the application context name
 * @param contexts the proposed presentation contexts, in the order sent
 * @param userInformation the user information item
 */
public record AssociateRq(
        int protocolVersion,
        String calledAeTitle,
        String callingAeTitle,
        String applicationContext,
        List<ProposedContext> contexts,
        UserInformation userInformation)
        implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x01;

    /** The only application context of DICOM (PS3.7 A.2.1). */
    public static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    /**
     * Copies the list.
     *
     * @param protocolVersion bit field, bit 0 is version 1 of the protocol
     * @param calledAeTitle the title of the application that is asked for, up to 16 characters
     * @param callingAeTitle the title of the application that asks, up to 16 characters
     * @param applicationContext the application context name
     * @param contexts the proposed presentation contexts, in the order sent
     * @param userInformation the user information item
     */
    public AssociateRq {
        contexts = List.copyOf(contexts);
    }

    /**
     * A request for version 1 of the protocol in the DICOM application context.
     *
     * @param calledAeTitle the application asked for
     * @param callingAeTitle the application that asks
     * @param contexts the proposed presentation contexts
     * @param userInformation the user information item
     */
    public AssociateRq(
            String calledAeTitle,
            String callingAeTitle,
            List<ProposedContext> contexts,
            UserInformation userInformation) {
        this(1, calledAeTitle, callingAeTitle, DICOM_APPLICATION_CONTEXT, contexts, userInformation);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
