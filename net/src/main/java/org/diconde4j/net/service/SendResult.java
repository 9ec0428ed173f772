package org.diconde4j.net.service;

import org.jspecify.annotations.Nullable;

/**
 * What became of an object that was to be sent.
 *
 * @param object the object
 * @param status the status that the receiver answered; if it could not be asked, {@link Status#SOP_CLASS_NOT_SUPPORTED} when it
 *     accepted no encoding that the object has, {@link Status#PROCESSING_FAILURE} otherwise
 * @param errorComment what the receiver said, if it did
 * @param transferSyntaxUid the encoding that was used; empty if it was not sent
 * @param failure why it could not be sent; null if the receiver answered
 */
public record SendResult(
        OutgoingObject object,
        int status,
        @Nullable String errorComment,
        String transferSyntaxUid,
        @Nullable Exception failure) {
    /**
     * Whether the receiver has it.
     *
     * @return true for success and warnings
     */
    public boolean stored() {
        return failure == null && Status.isSuccessOrWarning(status);
    }
}
