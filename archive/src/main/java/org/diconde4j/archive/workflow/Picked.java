package org.diconde4j.archive.workflow;

import java.util.function.Function;
import java.util.function.Predicate;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.LookAhead;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Those of some records that are wanted, read one by one. */
final class Picked<T> extends LookAhead<T> {
    private final Cursor<StoredRecord> records;
    private final Function<StoredRecord, T> shown;
    private final Predicate<T> wanted;

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
    protected @Nullable T find() {
        while (!isClosed() && records.hasNext()) {
            T candidate = shown.apply(records.next());
            if (wanted.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public void close() {
        super.close();
        records.close();
    }
}
