package org.diconde4j.net.service;

import java.util.List;
import org.diconde4j.data.Dataset;

/**
 * A request for an operation on a normalized SOP instance, or a notification of one (PS3.7 10.3).
 *
 * @param association who asks
 * @param messageId the message ID
 * @param operation what is asked
 * @param abstractSyntaxUid the SOP class that was negotiated for the presentation context
 * @param sopClassUid the SOP class as the command says; another one than the context's only where both have the same handler
 * @param sopInstanceUid the SOP instance; a new UID for an N-CREATE that leaves the choice to the SCP
 * @param typeId Action Type ID or Event Type ID, 0 for the operations that have none
 * @param attributes the Attribute Identifier List of N-GET; empty asks for all of them
 * @param dataset attributes, modifications, action or event information; empty if none came
 */
public record NormalizedRequest(
        AssociationInfo association,
        int messageId,
        NormalizedOperation operation,
        String abstractSyntaxUid,
        String sopClassUid,
        String sopInstanceUid,
        int typeId,
        List<Integer> attributes,
        Dataset dataset) {
    /**
     * Copies the list.
     *
     * @param association who asks
     * @param messageId the message ID
     * @param operation what is asked
     * @param abstractSyntaxUid the SOP class that was negotiated for the presentation context
     * @param sopClassUid the SOP class as the command says
     * @param sopInstanceUid the SOP instance
     * @param typeId Action Type ID or Event Type ID
     * @param attributes the Attribute Identifier List of N-GET
     * @param dataset attributes, modifications, action or event information
     */
    public NormalizedRequest {
        attributes = List.copyOf(attributes);
    }
}
