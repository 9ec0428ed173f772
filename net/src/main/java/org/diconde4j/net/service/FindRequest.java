package org.diconde4j.net.service;

import org.diconde4j.data.Dataset;

/**
 * A C-FIND request (PS3.7 9.3.2.1).
 *
 * @param association who asks
 * @param messageId the message ID
 * @param sopClassUid the SOP class that was negotiated: an information model of query/retrieve, or another service
 * @param options what extended negotiation agreed on, never more than {@link FindHandler#options()}
 * @param keys the identifier: matching and return keys, with the query/retrieve level where the service has levels
 */
public record FindRequest(
        AssociationInfo association, int messageId, String sopClassUid, QueryOptions options, Dataset keys) {
    /**
     * The information model of query/retrieve.
     *
     * @return the model
     * @throws ServiceException if the SOP class is that of another service
     */
    public InformationModel model() {
        InformationModel model = InformationModel.ofFind(sopClassUid);
        if (model != null) {
            return model;
        }
        throw new ServiceException(Status.SOP_CLASS_NOT_SUPPORTED, sopClassUid + " is no model of query/retrieve");
    }
}
