package org.diconde4j.storage;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor whose answers are found one by one, each when it is asked for. For providers.
 *
 * @param <T> what it gives
 */
public abstract class LookAhead<T> implements Cursor<T> {
    private @Nullable T next;
    private volatile boolean closed;

    /** For subclasses. */
    protected LookAhead() {}

    /**
     * Finds the next answer. Not called once the cursor is closed; it may be closed meanwhile.
     *
     * @return the answer, or null if there is none any more
     */
    protected abstract @Nullable T find();

    /**
     * Tells whether the cursor was closed, so that a long search can end.
     *
     * @return true if its answer would not be given
     */
    protected final boolean isClosed() {
        return closed;
    }

    @Override
    public final boolean hasNext() {
        if (!closed && next == null) {
            next = find();
        }
        return !closed && next != null;
    }

    @Override
    public final T next() {
        T answer = hasNext() ? next : null;
        if (answer == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return answer;
    }

    @Override
    public void close() {
        closed = true;
    }
}
