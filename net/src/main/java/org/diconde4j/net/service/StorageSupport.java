package org.diconde4j.net.service;

import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;

/**
 * How objects are kept, as SOP class extended negotiation of the storage service tells it (PS3.4 B.3.1).
 *
 * @param level 0: some attributes, 1: the standard's, 2: all of them; 3 of a sender, who keeps none
 * @param signatures 0: unspecified, 1: not preserved, 2: validated and replaced, 3: preserved, as every bit is
 * @param coercion 0: no attribute is changed, 1: some may be; 2 of a sender
 */
public record StorageSupport(int level, int signatures, int coercion) {
    /** Every attribute is kept as it came, private ones too. */
    public static final StorageSupport FULL = new StorageSupport(2, 3, 0);

    /** What a sender says, who asks how the peer keeps objects. */
    public static final StorageSupport OF_SENDER = new StorageSupport(3, 0, 2);

    /**
     * Reads the field service-class-application-information.
     *
     * @param information its bytes
     * @return what it says; bytes that are left out are 0
     */
    public static StorageSupport of(Octets information) {
        return new StorageSupport(at(information, 0), at(information, 2), at(information, 4));
    }

    private static int at(Octets information, int index) {
        return index < information.length() ? information.at(index) : 0;
    }

    /**
     * Writes the field service-class-application-information.
     *
     * @return its six bytes
     */
    public Octets information() {
        return Octets.of((byte) level, (byte) 0, (byte) signatures, (byte) 0, (byte) coercion, (byte) 0);
    }

    /**
     * Tells this of a class.
     *
     * @param sopClassUid the storage class
     * @return the item of an association request
     */
    public ExtendedNegotiation of(String sopClassUid) {
        return new ExtendedNegotiation(sopClassUid, information());
    }
}
