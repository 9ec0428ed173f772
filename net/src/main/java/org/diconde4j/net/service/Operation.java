package org.diconde4j.net.service;

import org.jspecify.annotations.Nullable;

/**
 * A request over an association.
 *
 * @param association who is at the other end
 * @param performedHere true if the peer asks, false if this side does
 * @param service such as {@code C-STORE}
 * @param messageId its message ID, unique among the operations that are under way in one direction
 * @param sopClassUid the SOP class it names, else the abstract syntax of its presentation context
 * @param sopInstanceUid the SOP instance it names, null if it names none
 */
public record Operation(
        AssociationInfo association,
        boolean performedHere,
        String service,
        int messageId,
        String sopClassUid,
        @Nullable String sopInstanceUid) {}
