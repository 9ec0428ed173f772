package org.diconde4j.storage.fs;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.diconde4j.storage.LookAhead;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Records by their ids, read as they are asked for; those that are not there any more are passed over. */
final class RecordCursor extends LookAhead<StoredRecord> {
    private final Iterator<String> ids;
    private final Function<String, @Nullable StoredRecord> read;

    RecordCursor(List<String> ids, Function<String, @Nullable StoredRecord> read) {
        this.ids = ids.iterator();
        this.read = read;
    }

    @Override
    protected @Nullable StoredRecord find() {
        StoredRecord found = null;
        while (found == null && !isClosed() && ids.hasNext()) {
            found = read.apply(ids.next());
        }
        return found;
    }
}
