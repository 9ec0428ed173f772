package org.diconde4j.net;

import java.util.List;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a C-MOVE or C-GET ended.
 *
 * @param status the status of the last response
 * @param progress its counts
 * @param failedInstanceUids the objects that failed, as far as the peer tells
 * @param errorComment what the peer said, if it did
 */
public record RetrieveOutcome(
        int status,
        RetrieveProgress progress,
        List<String> failedInstanceUids,
        @Nullable String errorComment) {
    /**
     * Copies the list.
     *
     * @param status the status of the last response
     * @param progress its counts
     * @param failedInstanceUids the objects that failed
     * @param errorComment what the peer said
     */
    public RetrieveOutcome {
        failedInstanceUids = List.copyOf(failedInstanceUids);
    }

    /**
     * Whether everything that was asked for arrived.
     *
     * @return true if nothing failed, and the status says success, or speaks of the warnings that there were
     */
    public boolean complete() {
        boolean warned = status == Status.SUB_OPERATIONS_WITH_FAILURES && progress.warning() > 0;
        return (status == Status.SUCCESS || warned) && progress.failed() == 0;
    }
}
