package org.diconde4j.archive.workflow;

import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Those of some records that are wanted, read one by one. */
final class Picked<T> implements Cursor<T> {
    private final Cursor<StoredRecord> records;
    private final Function<StoredRecord, T> shown;
    private final Predicate<T> wanted;
    private @Nullable T next;

    /**
     * Begins to look.
     *
     * @param records where; closed with this cursor
     * @param shown makes of a record what is given
     */
    Picked(Cursor<StoredRecord> records, Function<StoredRecord, T> shown, Predicate<T> wanted) {
        this.records = records;
        this.shown = shown;
        this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
        while (next == null && records.hasNext()) {
            T candidate = shown.apply(records.next());
            next = wanted.test(candidate) ? candidate : null;
        }
        return next != null;
    }

    @Override
    public T next() {
        T result = hasNext() ? next : null;
        if (result == null) {
            throw new NoSuchElementException("no more records");
        }
        next = null;
        return result;
    }

    @Override
    public void close() {
        records.close();
    }
}
