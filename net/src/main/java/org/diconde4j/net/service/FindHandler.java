package org.diconde4j.net.service;

/** Answers queries: C-FIND (PS3.4 C.4.1). Called on the association's thread, by many associations at once. */
@FunctionalInterface
public interface FindHandler {
    /**
     * Starts a query.
     *
     * @param request what is asked
     * @return the matches, pulled one by one as they are sent; closed at the end, on C-CANCEL and when the association breaks
     * @throws ServiceException to answer with a status of its own, for instance A900 for a level that the model does not have
     */
    FindResults find(FindRequest request);
}
