package org.diconde4j.net.service;

import org.jspecify.annotations.Nullable;

/**
 * A C-STORE request (PS3.7 9.3.1.1).
 *
 * @param association who sends
 * @param messageId the message ID
 * @param sopClassUid the SOP class as the command says, or that of the presentation context where the command does not
 * @param sopInstanceUid the SOP instance as the command says, empty if it does not
 * @param transferSyntaxUid the encoding of the data set
 * @param moveOriginatorAeTitle who asked for the C-MOVE that this belongs to, if one did
 * @param moveOriginatorMessageId the message ID of that C-MOVE
 */
public record StoreRequest(
        AssociationInfo association,
        int messageId,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        @Nullable String moveOriginatorAeTitle,
        @Nullable Integer moveOriginatorMessageId) {}
