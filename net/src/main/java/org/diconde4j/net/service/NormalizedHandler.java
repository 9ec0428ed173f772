package org.diconde4j.net.service;

/**
 * Performs the operations on normalized SOP instances of one service, and takes its notifications. Whatever is not
 * overridden is answered with 0211, unrecognized operation. Called on the association's thread, by many associations at
 * once.
 *
 * <p>Every method may throw a {@link ServiceException} to answer with a status of its choice; any other exception becomes 0110
 * (processing failure) and a line in the log, and the association goes on.
 */
public interface NormalizedHandler {
    /**
     * Makes an instance: N-CREATE (PS3.7 10.1.5).
     *
     * @param request what is asked
     * @return the answer, with the attribute list if it differs from the request's
     */
    default NormalizedOutcome create(NormalizedRequest request) {
        return NormalizedOutcome.unrecognized(request);
    }

    /**
     * Gives attributes: N-GET (PS3.7 10.1.2).
     *
     * @param request what is asked
     * @return the answer, with the attribute list
     */
    default NormalizedOutcome get(NormalizedRequest request) {
        return NormalizedOutcome.unrecognized(request);
    }

    /**
     * Changes attributes: N-SET (PS3.7 10.1.3).
     *
     * @param request what is asked
     * @return the answer
     */
    default NormalizedOutcome set(NormalizedRequest request) {
        return NormalizedOutcome.unrecognized(request);
    }

    /**
     * Does something: N-ACTION (PS3.7 10.1.4).
     *
     * @param request what is asked
     * @return the answer, with the action reply if there is one
     */
    default NormalizedOutcome action(NormalizedRequest request) {
        return NormalizedOutcome.unrecognized(request);
    }

    /**
     * Deletes an instance: N-DELETE (PS3.7 10.1.6).
     *
     * @param request what is asked
     * @return the answer
     */
    default NormalizedOutcome delete(NormalizedRequest request) {
        return NormalizedOutcome.unrecognized(request);
    }

    /**
     * Takes note of what happened at the SCP: N-EVENT-REPORT (PS3.7 10.1.1).
     *
     * @param request what is told
     * @return the answer, with the event reply if there is one
     */
    default NormalizedOutcome eventReport(NormalizedRequest request) {
        return NormalizedOutcome.unrecognized(request);
    }
}
