package org.diconde4j.storage.jdbc;

import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.diconde4j.storage.Cursor;

/**
 * A cursor that fetches a page when the last one is used up. Between pages it holds no connection, so a slow reader is no burden.
 *
 * @param <T> what it gives
 */
abstract class Paged<T> implements Cursor<T> {
    private final Queue<T> page = new ArrayDeque<>();
    private boolean more = true;
    private volatile boolean closed;

    /** Fetches what comes next into {@code into}, perhaps nothing; false if nothing can come after it. */
    abstract boolean fetch(List<T> into);

    @Override
    public boolean hasNext() {
        while (!closed && page.isEmpty() && more) {
            List<T> fetched = new java.util.ArrayList<>();
            more = fetch(fetched);
            page.addAll(fetched);
        }
        return !closed && !page.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
