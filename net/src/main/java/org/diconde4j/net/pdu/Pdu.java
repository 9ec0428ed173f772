package org.diconde4j.net.pdu;

/** One protocol data unit of the DICOM upper layer (PS3.8 9.3). */
public sealed interface Pdu permits AssociateRq, AssociateAc, AssociateRj, PDataTf, ReleaseRq, ReleaseRp, Abort {
    /**
     * The PDU type, the first byte on the wire.
     *
     * @return 0x01 to 0x07
     */
    int type();
}
