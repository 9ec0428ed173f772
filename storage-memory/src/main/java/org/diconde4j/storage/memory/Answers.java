package org.diconde4j.storage.memory;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/** Candidates judged one after the other, as they are asked for. */
final class Answers implements Cursor<Dataset> {
    private final Iterator<MemoryIndex.Candidate> candidates;
    private final Level level;
    private final QueryPlan plan;
    private long skip;
    private long left;
    private @Nullable Dataset next;
    private volatile boolean closed;

    Answers(List<MemoryIndex.Candidate> candidates, Level level, QueryPlan plan, long offset, long limit) {
        this.candidates = candidates.iterator();
        this.level = level;
        this.plan = plan;
        this.skip = offset;
        this.left = limit;
    }

    @Override
    public boolean hasNext() {
        while (!closed && next == null && left > 0 && candidates.hasNext()) {
            Dataset answer = judge(candidates.next());
            if (answer != null && skip > 0) {
                skip--;
            } else if (answer != null) {
                next = answer;
                left--;
            }
        }
        return !closed && next != null;
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

    @Override
    public Dataset next() {
        Dataset answer = hasNext() ? next : null;
        if (answer == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return answer;
    }

    @Override
    public void close() {
        closed = true;
    }
}
