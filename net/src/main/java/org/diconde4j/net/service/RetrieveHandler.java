package org.diconde4j.net.service;

import java.util.EnumSet;
import java.util.Set;

/** Finds the objects of a C-MOVE or C-GET (PS3.4 C.4.2, C.4.3). Called on the association's thread, by many at once. */
@FunctionalInterface
public interface RetrieveHandler {
    /**
     * Selects what to send.
     *
     * @param request what is asked
     * @return the objects; closed at the end, on C-CANCEL and when the association breaks
     * @throws ServiceException to answer with a status of its own, for instance A900 for a level without its unique key
     */
    Retrieval retrieve(RetrieveRequest request);

    /**
     * The information models that this handler serves.
     *
     * @return by default the three of query/retrieve
     */
    default Set<InformationModel> models() {
        return EnumSet.of(
                InformationModel.PATIENT_ROOT, InformationModel.STUDY_ROOT, InformationModel.PATIENT_STUDY_ONLY);
    }

    /**
     * Whether unique keys of the levels above may be left out, if extended negotiation agreed on that.
     *
     * @return false by default
     */
    default boolean relational() {
        return false;
    }
}
