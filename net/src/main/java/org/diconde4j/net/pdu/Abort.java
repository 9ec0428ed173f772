package org.diconde4j.net.pdu;

/**
 * A-ABORT (PS3.8 9.3.8).
 *
 * @param source {@link #SERVICE_USER} or {@link #SERVICE_PROVIDER}
 * @param reason meaningful when the provider aborts, see the constants
 */
public record Abort(int source, int reason) implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x07;

    /** Source: the application. */
    public static final int SERVICE_USER = 0;

    /** Source: the upper layer. */
    public static final int SERVICE_PROVIDER = 2;

    /** Reason: not specified. */
    public static final int NOT_SPECIFIED = 0;

    /** Reason: a PDU type that does not exist. */
    public static final int UNRECOGNIZED_PDU = 1;

    /** Reason: a PDU that is not allowed in this state. */
    public static final int UNEXPECTED_PDU = 2;

    /** Reason: a parameter that does not exist. */
    public static final int UNRECOGNIZED_PARAMETER = 4;

    /** Reason: a parameter that is not allowed here. */
    public static final int UNEXPECTED_PARAMETER = 5;

    /** Reason: a parameter whose value is not allowed. */
    public static final int INVALID_PARAMETER = 6;

    /** The application ends the association. */
    public static final Abort BY_USER = new Abort(SERVICE_USER, NOT_SPECIFIED);

    @Override
    public int type() {
        return TYPE;
    }

    /**
     * The abort in words.
     *
     * @return for messages and logs, in the terms of PS3.8 Table 9-26
     */
    public String text() {
        if (source == SERVICE_USER) {
            return "by service user";
        }
        String why = switch (reason) {
            case NOT_SPECIFIED -> "reason not specified";
            case UNRECOGNIZED_PDU -> "unrecognized PDU";
            case UNEXPECTED_PDU -> "unexpected PDU";
            case UNRECOGNIZED_PARAMETER -> "unrecognized PDU parameter";
            case UNEXPECTED_PARAMETER -> "unexpected PDU parameter";
            case INVALID_PARAMETER -> "invalid PDU parameter value";
            default -> "reason " + reason;
        };
        return (source == SERVICE_PROVIDER ? "by service provider: " : "by source " + source + ": ") + why;
    }
}
