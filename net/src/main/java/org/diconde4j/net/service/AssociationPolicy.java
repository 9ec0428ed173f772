package org.diconde4j.net.service;

import org.diconde4j.net.pdu.AssociateRj;
import org.jspecify.annotations.Nullable;

/** Decides who may open an association. Called on the association's thread, by many at once. */
@FunctionalInterface
public interface AssociationPolicy {
    /**
     * Admits or rejects a requestor.
     *
     * @param requestor who asks
     * @return null to admit, or the rejection to answer with
     */
    @Nullable
    AssociateRj check(AssociationInfo requestor);

    /**
     * Admits or rejects a requestor, and says what it may use. This is what a server calls, once for each association.
     *
     * @param requestor who asks
     * @return by default what {@link #check} says, without limits
     */
    default Admission admit(AssociationInfo requestor) {
        AssociateRj rejection = check(requestor);
        return rejection == null ? Admission.admitted(Allowance.UNLIMITED) : Admission.rejected(rejection, "");
    }
}
