package org.diconde4j.net.pdu;

/**
 * A presentation data value: a fragment of a command set or of a data set (PS3.8 9.3.5.1, Annex E.2).
 *
 * @param contextId the presentation context, odd, 1 to 255
 * @param command true for a fragment of a command set, false for one of a data set
 * @param last true for the last fragment
 * @param data the fragment
 */
public record Pdv(int contextId, boolean command, boolean last, Octets data) {
    /** Bit 0 of the message control header: command. */
    public static final int COMMAND = 1;

    /** Bit 1 of the message control header: last fragment. */
    public static final int LAST = 2;
}
