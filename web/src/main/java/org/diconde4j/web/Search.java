package org.diconde4j.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.diconde4j.archive.Query;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.Matcher;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Level;

/** Search transactions (PS3.18 10.6, QIDO-RS), answered by the index alone. */
final class Search {
    private final long mostResults;

    /**
     * Makes the service.
     *
     * @param mostResults how many results there may be at most
     */
    Search(long mostResults) {
        this.mostResults = mostResults;
    }

    void answer(Call call, Resource resource, Level level) throws IOException {
        Models models = Models.wanted(call, "what was found");
        SearchParameters wanted =
                SearchParameters.of(call.parameters(), resource, level).atMost(mostResults);
        Query query = call.archive().find().level(level).where(wanted.keys()).by(wanted.rules());
        // One more than is given tells whether there would have been more.
        long ask = wanted.limit() == Long.MAX_VALUE ? Long.MAX_VALUE : wanted.limit() + 1;
        Matcher shown = Matcher.of(wanted.keys(), wanted.rules());
        String base = call.exchange.base();
        try (Cursor<Dataset> found = query.offset(wanted.offset()).limit(ask).cursor()) {
            if (!found.hasNext() && models.hasNoEmptyForm()) {
                call.empty(204, Map.of());
                return;
            }
            long left = ask == Long.MAX_VALUE ? 0 : query.count() - wanted.offset() - wanted.limit();
            Map<String, String> headers = call.warnings(left, wanted.ignored());
            headers.put("Content-Type", models.contentType());
            try (OutputStream out = call.answer(200, headers);
                    Models.Writer writer = models.begin(out, (path, element) -> null)) {
                for (long more = wanted.limit(); more > 0 && found.hasNext(); more--) {
                    Dataset match = found.next();
                    writer.add(answer(base, level, match, wanted.all() ? match : shown.project(match)));
                }
            }
        }
    }

    /** What is told of a match: without elements that have no value, which some clients stumble over. */
    private static Dataset answer(String base, Level level, Dataset match, Dataset told) {
        Dataset.Builder answer = told.toBuilder();
        for (Element element : told) {
            if (element.isEmpty()) {
                answer.remove(element.tag());
            }
        }
        String study = match.string(Tag.StudyInstanceUID, "");
        String series = level.compareTo(Level.SERIES) < 0 ? null : match.string(Tag.SeriesInstanceUID, "");
        String instance = level.compareTo(Level.INSTANCE) < 0 ? null : match.string(Tag.SOPInstanceUID, "");
        answer.set(Tag.RetrieveURL, Resource.url(base, study, series, instance));
        answer.set(Tag.InstanceAvailability, "ONLINE");
        return answer.build();
    }
}
