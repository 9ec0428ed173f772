package org.diconde4j.archive.dimse;

import java.util.function.UnaryOperator;
import org.diconde4j.data.Dataset;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;

/** The answers to one C-FIND, as many as the limit allows; out of resources if there would have been more. */
public final class Answers implements FindResults {
    private final Cursor<Dataset> matches;
    private final UnaryOperator<Dataset> answer;
    private long left;

    /**
     * Begins to answer.
     *
     * @param matches what was found, one more than the limit if there is more; closed with the answers
     * @param limit how many answers there may be
     * @param answer makes of a match what is answered
     */
    public Answers(Cursor<Dataset> matches, long limit, UnaryOperator<Dataset> answer) {
        this.matches = matches;
        this.left = limit;
        this.answer = answer;
    }

    @Override
    public boolean hasNext() {
        return left > 0 && matches.hasNext();
    }

    @Override
    public Dataset next() {
        left--;
        return answer.apply(matches.next());
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
