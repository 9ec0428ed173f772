package org.diconde4j.net.pdu;

/**
 * A-ASSOCIATE-RJ (PS3.8 9.3.4).
 *
 * @param result {@link #PERMANENT} or {@link #TRANSIENT}
 * @param source {@link #SERVICE_USER}, {@link #PROVIDER_ACSE} or {@link #PROVIDER_PRESENTATION}
 * @param reason what it means depends on the source, see {@link #text()}
 */
public record AssociateRj(int result, int source, int reason) implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x03;

    /** Result: asking again is of no use. */
    public static final int PERMANENT = 1;

    /** Result: asking again later may succeed. */
    public static final int TRANSIENT = 2;

    /** Source: the application. */
    public static final int SERVICE_USER = 1;

    /** Source: the upper layer, ACSE related function. */
    public static final int PROVIDER_ACSE = 2;

    /** Source: the upper layer, presentation related function. */
    public static final int PROVIDER_PRESENTATION = 3;

    /** The calling AE title is not known here. */
    public static final AssociateRj CALLING_AE_TITLE_NOT_RECOGNIZED = new AssociateRj(PERMANENT, SERVICE_USER, 3);

    /** There is no application of the called AE title here. */
    public static final AssociateRj CALLED_AE_TITLE_NOT_RECOGNIZED = new AssociateRj(PERMANENT, SERVICE_USER, 7);

    /** The application context is not that of DICOM. */
    public static final AssociateRj APPLICATION_CONTEXT_NOT_SUPPORTED = new AssociateRj(PERMANENT, SERVICE_USER, 2);

    /** No reason given by the application. */
    public static final AssociateRj NO_REASON_GIVEN = new AssociateRj(PERMANENT, SERVICE_USER, 1);

    /** The protocol version is not 1. */
    public static final AssociateRj PROTOCOL_VERSION_NOT_SUPPORTED = new AssociateRj(PERMANENT, PROVIDER_ACSE, 2);

    /** Too busy now. */
    public static final AssociateRj TEMPORARY_CONGESTION = new AssociateRj(TRANSIENT, PROVIDER_PRESENTATION, 1);

    /** As many associations as allowed are open. */
    public static final AssociateRj LOCAL_LIMIT_EXCEEDED = new AssociateRj(TRANSIENT, PROVIDER_PRESENTATION, 2);

    @Override
    public int type() {
        return TYPE;
    }

    /**
     * The rejection in words.
     *
     * @return for messages and logs, in the terms of PS3.8 Table 9-21
     */
    public String text() {
        String why = switch (source << 8 | reason) {
            case 0x101 -> "no reason given";
            case 0x102 -> "application context name not supported";
            case 0x103 -> "calling AE title not recognized";
            case 0x107 -> "called AE title not recognized";
            case 0x201 -> "no reason given";
            case 0x202 -> "protocol version not supported";
            case 0x301 -> "temporary congestion";
            case 0x302 -> "local limit exceeded";
            default -> "reason " + reason;
        };
        String who = switch (source) {
            case SERVICE_USER -> "service user";
            case PROVIDER_ACSE -> "service provider, ACSE";
            case PROVIDER_PRESENTATION -> "service provider, presentation";
            default -> "source " + source;
        };
        return (result == TRANSIENT ? "transient" : "permanent") + ", by " + who + ": " + why;
    }
}
