package org.diconde4j.net.service;

import java.util.Collection;
import java.util.Iterator;
import org.diconde4j.data.Dataset;

/** Matches of a query, in order. Used by one thread. */
public interface FindResults extends Iterator<Dataset>, AutoCloseable {
    /** Ends the query, before its last match if need be. Called exactly once, also after {@code hasNext} returned false. */
    @Override
    void close();

    /**
     * The status of the last response, asked for after the last match.
     *
     * @return success, unless the handler wants to say that it cut the answer short
     */
    default int finalStatus() {
        return Status.SUCCESS;
    }

    /**
     * Matches that are at hand.
     *
     * @param matches the matches
     * @return results that hold nothing open
     */
    static FindResults of(Collection<Dataset> matches) {
        Iterator<Dataset> iterator = matches.iterator();
        return new FindResults() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Dataset next() {
                return iterator.next();
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
