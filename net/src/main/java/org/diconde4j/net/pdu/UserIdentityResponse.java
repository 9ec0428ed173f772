package org.diconde4j.net.pdu;

/**
 * User identity of an answer (PS3.7 D.3.3.7.2).
 *
 * @param serverResponse Kerberos server ticket, SAML response or JSON web token; empty for user names
 */
public record UserIdentityResponse(Octets serverResponse) {}
