package org.diconde4j.net.service;

import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer of an open association for operations on normalized SOP instances, or tells it of events. Every call waits for
 * the response; what the peer asks for meanwhile is performed. For the thread of the association.
 *
 * <p>All calls throw an {@link org.diconde4j.net.pdu.AssociationException} if the peer did not accept the SOP class in the role
 * that the call needs, if it asks for release instead of an answer, or if the association breaks. A failure that the peer
 * answers is a result.
 */
public interface NormalizedRequestor {
    /**
     * Whether the peer accepted a SOP class, in whatever role.
     *
     * @param sopClassUid the SOP class
     * @return true if there is a presentation context for it
     */
    boolean accepts(String sopClassUid);

    /**
     * Asks the peer, and waits for the answer.
     *
     * @param call what is asked
     * @return the answer
     */
    NormalizedResponse request(NormalizedCall call);

    /**
     * Asks to make an instance: N-CREATE, as SCU.
     *
     * @param sopClassUid its class
     * @param sopInstanceUid its UID; null to let the peer choose
     * @param attributes its attributes
     * @return the answer, with the UID
     */
    default NormalizedResponse create(String sopClassUid, @Nullable String sopInstanceUid, Dataset attributes) {
        return request(new NormalizedCall(NormalizedOperation.CREATE, sopClassUid, sopInstanceUid, attributes));
    }

    /**
     * Asks for attributes: N-GET, as SCU.
     *
     * @param sopClassUid the class
     * @param sopInstanceUid the instance
     * @param attributes which; none asks for all
     * @return the answer, with the attributes
     */
    default NormalizedResponse get(String sopClassUid, String sopInstanceUid, int... attributes) {
        return request(new NormalizedCall(NormalizedOperation.GET, sopClassUid, sopInstanceUid, null)
                .withAttributes(Arrays.stream(attributes).boxed().toList()));
    }

    /**
     * Asks to change attributes: N-SET, as SCU.
     *
     * @param sopClassUid the class
     * @param sopInstanceUid the instance
     * @param modifications the attributes with their new values
     * @return the answer
     */
    default NormalizedResponse set(String sopClassUid, String sopInstanceUid, Dataset modifications) {
        return request(new NormalizedCall(NormalizedOperation.SET, sopClassUid, sopInstanceUid, modifications));
    }

    /**
     * Asks to do something: N-ACTION, as SCU.
     *
     * @param sopClassUid the class
     * @param sopInstanceUid the instance
     * @param typeId Action Type ID
     * @param information action information, null for none
     * @return the answer
     */
    default NormalizedResponse action(
            String sopClassUid, String sopInstanceUid, int typeId, @Nullable Dataset information) {
        return request(new NormalizedCall(NormalizedOperation.ACTION, sopClassUid, sopInstanceUid, information)
                .withType(typeId));
    }

    /**
     * Asks to delete an instance: N-DELETE, as SCU.
     *
     * @param sopClassUid the class
     * @param sopInstanceUid the instance
     * @return the answer
     */
    default NormalizedResponse delete(String sopClassUid, String sopInstanceUid) {
        return request(new NormalizedCall(NormalizedOperation.DELETE, sopClassUid, sopInstanceUid, null));
    }

    /**
     * Tells of an event: N-EVENT-REPORT, as SCP.
     *
     * @param sopClassUid the class
     * @param sopInstanceUid the instance
     * @param typeId Event Type ID
     * @param information event information, null for none
     * @return the answer
     */
    default NormalizedResponse eventReport(
            String sopClassUid, String sopInstanceUid, int typeId, @Nullable Dataset information) {
        return request(new NormalizedCall(NormalizedOperation.EVENT_REPORT, sopClassUid, sopInstanceUid, information)
                .withType(typeId));
    }
}
