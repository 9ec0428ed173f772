package org.diconde4j.net;

/** Watches a C-MOVE or C-GET. Called on the thread that asked for it. */
@FunctionalInterface
public interface RetrieveMonitor {
    /**
     * Told for each pending response.
     *
     * @param progress the counts so far
     * @return true to go on, false to cancel; the peer stops when it gets to know
     */
    boolean progress(RetrieveProgress progress);
}
