package org.diconde4j.archive.dimse;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.MatchRules;
import org.diconde4j.match.Matcher;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;

/**
 * C-FIND on the archive (PS3.4 C.4.1), answered by the index alone. Keys of other levels, and missing unique keys of the levels
 * above, are served whether or not relational queries were negotiated; every option of extended negotiation is done.
 */
public final class FindService implements FindHandler {
    private final Desk desk;
    private final String aeTitle;

    /**
     * Makes the service.
     *
     * @param desk the archive
     * @param aeTitle where the objects can be retrieved, for Retrieve AE Title (0008,0054)
     */
    public FindService(Desk desk, String aeTitle) {
        this.desk = desk;
        this.aeTitle = aeTitle;
    }

    @Override
    public FindResults find(FindRequest request) {
        Level level = Levels.of(request.model(), request.keys());
        long limit = desk.findLimit();
        long ask = limit == Long.MAX_VALUE ? limit : limit + 1; // one more tells that there would have been more
        MatchRules rules = request.options().rules();
        Cursor<Dataset> cursor =
                desk.index().find(IndexQuery.of(level, request.keys()).by(rules).page(0, ask));
        return new Answers(cursor, request.keys(), rules, limit);
    }

    @Override
    public QueryOptions options() {
        return QueryOptions.ALL;
    }

    /** The matches of one query, as many as the limit allows. */
    private final class Answers implements FindResults {
        private final Cursor<Dataset> cursor;
        private final Matcher keys;
        private final String level;
        private long left;

        Answers(Cursor<Dataset> cursor, Dataset keys, MatchRules rules, long limit) {
            this.cursor = cursor;
            this.keys = Matcher.of(keys, rules);
            this.level = keys.string(Tag.QueryRetrieveLevel, "");
            this.left = limit;
        }

        @Override
        public boolean hasNext() {
            return left > 0 && cursor.hasNext();
        }

        @Override
        public Dataset next() {
            left--;
            return keys.project(cursor.next()).toBuilder()
                    .set(Tag.QueryRetrieveLevel, level)
                    .set(Tag.RetrieveAETitle, aeTitle)
                    .set(Tag.InstanceAvailability, "ONLINE")
                    .build();
        }

        @Override
        public int finalStatus() {
            return left == 0 && cursor.hasNext() ? Status.OUT_OF_RESOURCES : Status.SUCCESS;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
