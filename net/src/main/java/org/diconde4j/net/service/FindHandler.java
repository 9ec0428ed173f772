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

    /**
     * What this handler can do beyond the plain service, for extended negotiation.
     *
     * @return the options that it acts on when a request has them; none by default
     */
    default QueryOptions options() {
        return QueryOptions.NONE;
    }
}
