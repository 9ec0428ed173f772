package org.diconde4j.net.pdu;

import java.nio.charset.StandardCharsets;

/**
 * User identity of a request (PS3.7 D.3.3.7.1).
 *
 * @param type {@link #USERNAME} and so on
 * @param positiveResponseRequested whether the acceptor shall confirm that it knows the user
 * @param primary user name, Kerberos ticket, SAML assertion or JSON web token
 * @param secondary the passcode, for {@link #USERNAME_AND_PASSCODE} only
 */
public record UserIdentity(int type, boolean positiveResponseRequested, Octets primary, Octets secondary) {
    /** Type: user name in UTF-8. */
    public static final int USERNAME = 1;

    /** Type: user name and passcode in UTF-8. */
    public static final int USERNAME_AND_PASSCODE = 2;

    /** Type: Kerberos service ticket. */
    public static final int KERBEROS = 3;

    /** Type: SAML assertion. */
    public static final int SAML = 4;

    /** Type: JSON web token. */
    public static final int JWT = 5;

    /**
     * A user name.
     *
     * @param name the name
     * @return identity of type {@link #USERNAME}, asking for a positive response
     */
    public static UserIdentity username(String name) {
        return new UserIdentity(USERNAME, true, Octets.of(name.getBytes(StandardCharsets.UTF_8)), Octets.EMPTY);
    }

    /**
     * A user name and a passcode.
     *
     * @param name the name
     * @param passcode the passcode
     * @return identity of type {@link #USERNAME_AND_PASSCODE}, asking for a positive response
     */
    public static UserIdentity usernameAndPasscode(String name, String passcode) {
        return new UserIdentity(
                USERNAME_AND_PASSCODE,
                true,
                Octets.of(name.getBytes(StandardCharsets.UTF_8)),
                Octets.of(passcode.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A Kerberos service ticket.
     *
     * @param ticket the AP-REQ message (RFC 4120)
     * @return identity of type {@link #KERBEROS}, asking for a positive response
     */
    public static UserIdentity kerberos(Octets ticket) {
        return new UserIdentity(KERBEROS, true, ticket, Octets.EMPTY);
    }

    /**
     * A SAML assertion.
     *
     * @param assertion the XML
     * @return identity of type {@link #SAML}, asking for a positive response
     */
    public static UserIdentity saml(String assertion) {
        return new UserIdentity(SAML, true, Octets.of(assertion.getBytes(StandardCharsets.UTF_8)), Octets.EMPTY);
    }

    /**
     * A JSON web token.
     *
     * @param token the token in compact form
     * @return identity of type {@link #JWT}, asking for a positive response
     */
    public static UserIdentity jwt(String token) {
        return new UserIdentity(JWT, true, Octets.of(token.getBytes(StandardCharsets.UTF_8)), Octets.EMPTY);
    }

    /**
     * The same user without asking for a positive response.
     *
     * @return a copy
     */
    public UserIdentity withoutPositiveResponse() {
        return new UserIdentity(type, false, primary, secondary);
    }

    /**
     * The type only: neither ticket nor passcode belongs in a log.
     *
     * @return type, and the user name where there is one
     */
    @Override
    public String toString() {
        boolean named = type == USERNAME || type == USERNAME_AND_PASSCODE;
        return "UserIdentity[type=" + type + (named ? ", name=" + primary.utf8() : "") + "]";
    }
}
