package org.diconde4j.archive.workflow;

import java.util.List;

/**
 * What came of a request about a workitem.
 *
 * @param status what came of it
 * @param detail why, in words; empty if there is nothing to say
 * @param attributes the tags that are to blame
 */
public record WorkitemOutcome(WorkitemStatus status, String detail, List<Integer> attributes) {
    static final WorkitemOutcome DONE = new WorkitemOutcome(WorkitemStatus.DONE, "", List.of());

    /**
     * Copies the list.
     *
     * @param status what came of it
     * @param detail why, in words; empty if there is nothing to say
     * @param attributes the tags that are to blame
     */
    public WorkitemOutcome {
        attributes = List.copyOf(attributes);
    }

    static WorkitemOutcome of(WorkitemStatus status, String detail, Integer... attributes) {
        return new WorkitemOutcome(status, detail, List.of(attributes));
    }

    static WorkitemOutcome unknown() {
        return of(WorkitemStatus.UNKNOWN, "no such unified procedure step");
    }
}
