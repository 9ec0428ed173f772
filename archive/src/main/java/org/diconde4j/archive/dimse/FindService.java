package org.diconde4j.archive.dimse;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.MatchRules;
import org.diconde4j.match.Matcher;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;

/**
 * C-FIND on the archive (PS3.4 C.4.1), answered by the index alone. Keys of other levels, and missing unique keys of the levels
 * above, are served whether or not relational queries were negotiated; every option of extended negotiation is done.
 */
public final class FindService implements FindHandler {
    private final Desk desk;
    private final Gate gate;
    private final String aeTitle;

    /**
     * Makes the service.
     *
     * @param desk the archive
     * @param gate who asks
     * @param aeTitle where the objects can be retrieved, for Retrieve AE Title (0008,0054)
     */
    public FindService(Desk desk, Gate gate, String aeTitle) {
        this.desk = desk;
        this.gate = gate;
        this.aeTitle = aeTitle;
    }

    @Override
    public FindResults find(FindRequest request) {
        Level level = Levels.of(request.model(), request.keys());
        long limit = desk.findLimit();
        long ask = limit == Long.MAX_VALUE ? limit : limit + 1; // one more tells that there would have been more
        MatchRules rules = request.options().rules();
        Matcher keys = Matcher.of(request.keys(), rules);
        String levelName = request.keys().string(Tag.QueryRetrieveLevel, "");
        Cursor<Dataset> matches = desk.index()
                .find(IndexQuery.of(level, request.keys())
                        .by(rules)
                        .page(0, ask)
                        .within(gate.view(request.association())));
        return new Answers(
                matches,
                limit,
                match -> keys.project(match).toBuilder()
                        .set(Tag.QueryRetrieveLevel, levelName)
                        .set(Tag.RetrieveAETitle, aeTitle)
                        .set(Tag.InstanceAvailability, "ONLINE")
                        .build());
    }

    @Override
    public QueryOptions options() {
        return QueryOptions.ALL;
    }
}
