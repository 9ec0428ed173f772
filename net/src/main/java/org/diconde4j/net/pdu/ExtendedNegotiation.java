package org.diconde4j.net.pdu;

/**
 * SOP class extended negotiation (PS3.7 D.3.3.5).
 *
 * @param sopClassUid the SOP class
 * @param information what the service class says it is, for instance the bytes of PS3.4 C.5.1.1
 */
public record ExtendedNegotiation(String sopClassUid, Octets information) {}
