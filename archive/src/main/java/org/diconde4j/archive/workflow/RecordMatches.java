package org.diconde4j.archive.workflow;

import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.MatchRules;
import org.diconde4j.match.Matcher;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/** The answers to a C-FIND on records, whose data sets are what is asked for. */
final class RecordMatches implements FindResults {
    private final Cursor<Dataset> matches;
    private final Matcher matcher;
    private final @Nullable Element characterSet;
    private long left;

    /**
     * Begins to look. A range of dates and one of times are one range of moments (PS3.4 K.6.1.2.2).
     *
     * @param records where; closed with the results
     * @param rules which rules hold beside those that always do
     * @param limit how many answers there may be
     */
    RecordMatches(Cursor<StoredRecord> records, Dataset keys, MatchRules rules, long limit) {
        this.matcher = Matcher.of(keys, rules.withCombinedDateTime(true));
        this.matches = new Picked<>(records, record -> record.content().dataset(), matcher::matches);
        this.characterSet = keys.get(Tag.SpecificCharacterSet);
        this.left = limit;
    }

    @Override
    public boolean hasNext() {
        return left > 0 && matches.hasNext();
    }

    /** In the character set of the request where it has all the characters: many a device knows no other. */
    @Override
    public Dataset next() {
        left--;
        Dataset.Builder answer =
                Dataset.builder().setAll(matcher.project(matches.next())).remove(Tag.SpecificCharacterSet);
        return (characterSet == null ? answer : answer.set(characterSet)).build();
    }

    @Override
    public int finalStatus() {
        return left == 0 && matches.hasNext() ? Status.OUT_OF_RESOURCES : Status.SUCCESS;
    }

    @Override
    public void close() {
        matches.close();
    }
}
