package org.diconde4j.storage.memory;

import java.util.Iterator;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.LookAhead;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/** Candidates judged one after the other, as they are asked for. */
final class Answers extends LookAhead<Dataset> {
    private final Iterator<MemoryIndex.Candidate> candidates;
    private final Level level;
    private final QueryPlan plan;
    private long skip;
    private long left;

    Answers(List<MemoryIndex.Candidate> candidates, Level level, QueryPlan plan, long offset, long limit) {
        this.candidates = candidates.iterator();
        this.level = level;
        this.plan = plan;
        this.skip = offset;
        this.left = limit;
    }

    @Override
    protected @Nullable Dataset find() {
        while (!isClosed() && left > 0 && candidates.hasNext()) {
            Dataset answer = judge(candidates.next());
            if (answer != null && skip > 0) {
                skip--;
            } else if (answer != null) {
                left--;
                return answer;
            }
        }
        return null;
    }

    private @Nullable Dataset judge(MemoryIndex.Candidate c) {
        boolean fits = plan.matchesEntity(c.attributes()) && contains(c.parts());
        return fits ? plan.answer(c.attributes(), c.contents()) : null;
    }

    private boolean contains(List<Part> parts) {
        return plan.lowest() == level
                || parts.stream()
                        .anyMatch(p -> plan.matchesPart(Level.STUDY, p.study())
                                && plan.matchesPart(Level.SERIES, p.series())
                                && plan.matchesPart(Level.INSTANCE, p.instance()));
    }

    /** A path from a study down to an instance. */
    record Part(Dataset study, Dataset series, Dataset instance) {}
}
