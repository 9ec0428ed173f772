package org.diconde4j.net.pdu;

/** A-RELEASE-RQ (PS3.8 9.3.6). */
public record ReleaseRq() implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x05;

    @Override
    public int type() {
        return TYPE;
    }
}
