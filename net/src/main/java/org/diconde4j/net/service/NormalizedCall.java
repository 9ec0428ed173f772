package org.diconde4j.net.service;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a peer is asked for, or told of, about a normalized SOP instance (PS3.7 10.1). Immutable.
 *
 * @param operation what is asked
 * @param abstractSyntaxUid the SOP class in whose presentation context the request is sent
 * @param sopClassUid the SOP class that the request names
 * @param sopInstanceUid the SOP instance; null only for an N-CREATE that leaves the choice to the peer
 * @param typeId Action Type ID or Event Type ID, 0 for the operations that have none
 * @param attributes the Attribute Identifier List of N-GET; empty asks for all
 * @param dataset attributes, modifications, action or event information; null for none
 */
public record NormalizedCall(
        NormalizedOperation operation,
        String abstractSyntaxUid,
        String sopClassUid,
        @Nullable String sopInstanceUid,
        int typeId,
        List<Integer> attributes,
        @Nullable Dataset dataset) {
    /**
     * Copies the list.
     *
     * @param operation what is asked
     * @param abstractSyntaxUid the SOP class in whose presentation context the request is sent
     * @param sopClassUid the SOP class that the request names
     * @param sopInstanceUid the SOP instance
     * @param typeId Action Type ID or Event Type ID
     * @param attributes the Attribute Identifier List of N-GET
     * @param dataset attributes, modifications, action or event information
     */
    public NormalizedCall {
        attributes = List.copyOf(attributes);
    }

    /**
     * A call without type and attribute list, in the context of its own SOP class.
     *
     * @param operation what is asked
     * @param sopClassUid the SOP class
     * @param sopInstanceUid the SOP instance
     * @param dataset attributes or modifications
     */
    public NormalizedCall(
            NormalizedOperation operation,
            String sopClassUid,
            @Nullable String sopInstanceUid,
            @Nullable Dataset dataset) {
        this(operation, sopClassUid, sopClassUid, sopInstanceUid, 0, List.of(), dataset);
    }

    /**
     * Sets the type of an action or event.
     *
     * @param value Action Type ID or Event Type ID
     * @return a copy
     */
    public NormalizedCall withType(int value) {
        return new NormalizedCall(
                operation, abstractSyntaxUid, sopClassUid, sopInstanceUid, value, attributes, dataset);
    }

    /**
     * Sets which attributes an N-GET asks for.
     *
     * @param value their tags
     * @return a copy
     */
    public NormalizedCall withAttributes(List<Integer> value) {
        return new NormalizedCall(operation, abstractSyntaxUid, sopClassUid, sopInstanceUid, typeId, value, dataset);
    }

    /**
     * Sends in the presentation context of another SOP class than that which the request names, where a service has several
     * (PS3.4 CC.2: all requests of Unified Procedure Step name the Push class).
     *
     * @param value the SOP class that was negotiated
     * @return a copy
     */
    public NormalizedCall within(String value) {
        return new NormalizedCall(operation, value, sopClassUid, sopInstanceUid, typeId, attributes, dataset);
    }
}
