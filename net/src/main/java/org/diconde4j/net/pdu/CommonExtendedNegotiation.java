package org.diconde4j.net.pdu;

import java.util.List;

/**
 * SOP class common extended negotiation (PS3.7 D.3.3.6), in requests only.
 *
 * @param sopClassUid the SOP class
 * @param serviceClassUid its service class
 * @param relatedGeneralSopClassUids general SOP classes whose rules its instances also obey
 */
public record CommonExtendedNegotiation(
        String sopClassUid, String serviceClassUid, List<String> relatedGeneralSopClassUids) {
    /**
     * Copies the list.
     *
     * @param sopClassUid the SOP class
     * @param serviceClassUid its service class
     * @param relatedGeneralSopClassUids general SOP classes whose rules its instances also obey
     */
    public CommonExtendedNegotiation {
        relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
    }
}
