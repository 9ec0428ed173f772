package org.diconde4j.net.service;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a peer answered to a request for an operation on a normalized SOP instance (PS3.7 10.3).
 *
 * @param operation what it was asked for
 * @param status a status code of PS3.7 Annex C or of the service
 * @param sopInstanceUid the instance: as the peer says, or as it was asked for where the peer does not say
 * @param dataset attribute list, action reply or event reply; empty if none came
 * @param errorComment what is wrong, if the peer says
 * @param errorId the Error ID (0000,0903), 0 if there is none
 * @param attributes the tags that are to blame, if the peer says
 */
public record NormalizedResponse(
        NormalizedOperation operation,
        int status,
        String sopInstanceUid,
        Dataset dataset,
        @Nullable String errorComment,
        int errorId,
        List<Integer> attributes) {
    /**
     * Copies the list.
     *
     * @param operation what it was asked for
     * @param status a status code
     * @param sopInstanceUid the instance
     * @param dataset attribute list, action reply or event reply
     * @param errorComment what is wrong
     * @param errorId the Error ID
     * @param attributes the tags that are to blame
     */
    public NormalizedResponse {
        attributes = List.copyOf(attributes);
    }

    /**
     * Whether it was done, with a warning or without.
     *
     * @return true if so
     */
    public boolean succeeded() {
        return Status.isSuccessOrWarning(status);
    }

    /**
     * Insists on success.
     *
     * @return this
     * @throws ServiceException with the status if it failed
     */
    public NormalizedResponse orThrow() {
        if (!succeeded()) {
            throw new ServiceException(
                    status,
                    operation + " of " + sopInstanceUid + " was answered with status " + Status.hex(status)
                            + (errorComment == null ? "" : ": " + errorComment));
        }
        return this;
    }
}
