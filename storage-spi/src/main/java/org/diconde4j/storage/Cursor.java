package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers one after the other, fetched as they are asked for. For one thread, but {@link #close()} may be called from another:
 * it cancels, and the next {@link #hasNext()} says false.
 *
 * @param <T> what it gives
 */
public interface Cursor<T> extends Iterator<T>, AutoCloseable {
    /** Ends the answers and frees what they hold. Closing again does nothing. */
    @Override
    void close();

    /**
     * Takes all that is left, and closes.
     *
     * @return the remaining answers
     */
    default List<T> toList() {
        try (this) {
            List<T> all = new ArrayList<>();
            forEachRemaining(all::add);
            return all;
        }
    }

    /**
     * A cursor over answers that are already there.
     *
     * @param answers the answers
     * @param <T> their type
     * @return a cursor over them
     */
    static <T> Cursor<T> over(Iterable<? extends T> answers) {
        Iterator<? extends T> iterator = answers.iterator();
        return new Cursor<>() {
            private volatile boolean closed;

            @Override
            public boolean hasNext() {
                return !closed && iterator.hasNext();
            }

            @Override
            public T next() {
                return iterator.next();
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
