package org.diconde4j.net.service;

import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.UserIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether users are who they say they are (PS3.7 D.3.3.7). Called on the association's thread, by many at once.
 * {@link PasswordFile} is one for user names; Kerberos tickets, SAML assertions and JSON web tokens come as opaque bytes, to be
 * verified by what the host application has for them.
 */
@FunctionalInterface
public interface IdentityVerifier {
    /**
     * Verifies a user.
     *
     * @param identity what the requestor says; null if it names no user
     * @param requestor who asks
     * @return what came of it. An exception is taken for a rejection
     */
    Verdict verify(@Nullable UserIdentity identity, AssociationInfo requestor);

    /**
     * What came of a verification.
     *
     * @param accepted false to reject the association
     * @param response what the requestor is answered if it wants a positive response: a Kerberos server ticket, SAML response
     *     or JSON web token; empty for user names
     * @param why what goes to the log when it is rejected; the requestor is not told
     */
    record Verdict(boolean accepted, Octets response, String why) {
        /**
         * The user is known.
         *
         * @return an acceptance with an empty response
         */
        public static Verdict accept() {
            return accept(Octets.EMPTY);
        }

        /**
         * The user is known.
         *
         * @param response the server's response
         * @return an acceptance
         */
        public static Verdict accept(Octets response) {
            return new Verdict(true, response, "");
        }

        /**
         * The user is not let in.
         *
         * @param why for the log
         * @return a rejection
         */
        public static Verdict reject(String why) {
            return new Verdict(false, Octets.EMPTY, why);
        }
    }
}
