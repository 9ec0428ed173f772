package org.diconde4j.storage.fs;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Records by their ids, read as they are asked for; those that are not there any more are passed over. */
final class RecordCursor implements Cursor<StoredRecord> {
    private final Iterator<String> ids;
    private final Function<String, @Nullable StoredRecord> read;
    private @Nullable StoredRecord next;
    private volatile boolean closed;

    RecordCursor(List<String> ids, Function<String, @Nullable StoredRecord> read) {
        this.ids = ids.iterator();
        this.read = read;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !closed && ids.hasNext()) {
            next = read.apply(ids.next());
        }
        return next != null && !closed;
    }

    @Override
    public StoredRecord next() {
        StoredRecord record = hasNext() ? next : null;
        if (record == null) {
            throw new NoSuchElementException("no more records");
        }
        next = null;
        return record;
    }

    @Override
    public void close() {
        closed = true;
    }
}
