package org.diconde4j.net.service;

import org.diconde4j.net.pdu.AssociateRj;
import org.jspecify.annotations.Nullable;

/**
 * Whether an association is admitted.
 *
 * @param rejection the rejection to answer with; null if it is admitted
 * @param why for the log, empty if there is nothing to say; the peer does not see it
 * @param allowance what it may use if it is admitted
 */
public record Admission(@Nullable AssociateRj rejection, String why, Allowance allowance) {
    /**
     * Lets it in.
     *
     * @param allowance what it may use, closed when it ends
     * @return the admission
     */
    public static Admission admitted(Allowance allowance) {
        return new Admission(null, "", allowance);
    }

    /**
     * Turns it away.
     *
     * @param rejection the answer
     * @param why for the log
     * @return the refusal
     */
    public static Admission rejected(AssociateRj rejection, String why) {
        return new Admission(rejection, why, Allowance.UNLIMITED);
    }
}
