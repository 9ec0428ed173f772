package org.diconde4j.net.internal.scp;

import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.dict.UID;

/** Decides about proposed presentation contexts (PS3.8 9.3.3.2, PS3.7 Annex D). */
public final class Negotiator {
    private Negotiator() {}

    /** Storage classes, known or not: whatever the standard does not register as something else. */
    public static boolean isStorage(String uid) {
        UidEntry entry = Dictionary.standard().uid(uid);
        return entry == null ? !uid.isEmpty() : entry.isStorageClass();
    }

    /** Every encoding of a data set that the standard registers. */
    public static boolean isStandardTransferSyntax(String uid) {
        UidEntry entry = Dictionary.standard().uid(uid);
        return entry != null
                && entry.type().equals("Transfer Syntax")
                && !uid.equals(UID.RFC2557MIMEEncapsulation)
                && !uid.equals(UID.XMLEncoding)
                && !uid.equals(UID.Papyrus3ImplicitVRLittleEndian)
                && !uid.startsWith("1.2.840.10008.1.2.7."); // SMPTE ST 2110: real-time streams, never in a P-DATA-TF
    }
}
