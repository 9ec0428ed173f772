package org.diconde4j.net.service;

import java.util.Collection;
import java.util.Iterator;

/** Objects to send, in order. Used by one thread, which looks ahead of what it sends by some thousand objects. */
public interface Retrieval extends Iterator<OutgoingObject>, AutoCloseable {
    /**
     * How many there are in all, for the sub-operation counts.
     *
     * @return the number of objects that the iterator gives
     */
    int count();

    /** Ends the retrieval, before its last object if need be. Called exactly once. */
    @Override
    void close();

    /**
     * Objects that are at hand.
     *
     * @param objects the objects
     * @return a retrieval that holds nothing open
     */
    static Retrieval of(Collection<? extends OutgoingObject> objects) {
        Iterator<? extends OutgoingObject> iterator = objects.iterator();
        return new Retrieval() {
            @Override
            public int count() {
                return objects.size();
            }

            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public OutgoingObject next() {
                return iterator.next();
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
