package org.diconde4j.archive.workflow;

import java.util.function.Supplier;
import org.diconde4j.archive.dimse.Answers;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.Matcher;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Records;

/**
 * Answers C-FIND from the records of one kind, whose data sets are what is asked for.
 *
 * @param limit how many answers there may be to one query
 */
record RecordFinder(Supplier<Records> records, String kind, long limit) implements FindHandler {
    /**
     * Looks. A range of dates and one of times are one range of moments (PS3.4 K.6.1.2.2). Answers are in the character set of the
     * request where it has all the characters: many a device knows no other.
     */
    @Override
    public FindResults find(FindRequest request) {
        Matcher matcher = Matcher.of(request.keys(), request.options().rules().withCombinedDateTime(true));
        Element characterSet = request.keys().get(Tag.SpecificCharacterSet);
        Cursor<Dataset> matches = new Picked<>(
                records.get().list(kind), record -> record.content().dataset(), matcher::matches);
        return new Answers(matches, limit, match -> {
            Dataset.Builder answer =
                    Dataset.builder().setAll(matcher.project(match)).remove(Tag.SpecificCharacterSet);
            return (characterSet == null ? answer : answer.set(characterSet)).build();
        });
    }

    @Override
    public QueryOptions options() {
        return QueryOptions.ALL;
    }
}
