package org.diconde4j.net.pdu;

/** A-RELEASE-RP (PS3.8 9.3.7). */
public record ReleaseRp() implements Pdu {
    /** PDU type. */
    public static final int TYPE = 0x06;

    @Override
    public int type() {
        return TYPE;
    }
}
