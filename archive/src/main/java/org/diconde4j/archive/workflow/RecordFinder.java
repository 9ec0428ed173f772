package org.diconde4j.archive.workflow;

import java.util.function.Supplier;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.storage.Records;

/**
 * Answers C-FIND from the records of one kind, whose data sets are what is asked for.
 *
 * @param limit how many answers there may be to one query
 */
record RecordFinder(Supplier<Records> records, String kind, long limit) implements FindHandler {
    @Override
    public FindResults find(FindRequest request) {
        return new RecordMatches(
                records.get().list(kind), request.keys(), request.options().rules(), limit);
    }

    @Override
    public QueryOptions options() {
        return QueryOptions.ALL;
    }
}
