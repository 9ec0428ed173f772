package org.diconde4j.net.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a C-STORE request.
 *
 * @param status a status code of PS3.4 B.2.3
 * @param errorComment what is wrong, cut to 64 characters on the wire
 * @param offendingElements the tags that are to blame
 */
public record StoreOutcome(int status, @Nullable String errorComment, List<Integer> offendingElements) {
    private static final StoreOutcome SUCCESS = new StoreOutcome(Status.SUCCESS, null, List.of());

    /**
     * Copies the list.
     *
     * @param status a status code of PS3.4 B.2.3
     * @param errorComment what is wrong, cut to 64 characters on the wire
     * @param offendingElements the tags that are to blame
     */
    public StoreOutcome {
        offendingElements = List.copyOf(offendingElements);
    }

    /**
     * The object is safe.
     *
     * @return status 0000
     */
    public static StoreOutcome success() {
        return SUCCESS;
    }

    /**
     * Some other status.
     *
     * @param status a status code
     * @param errorComment what is wrong
     * @return the outcome
     */
    public static StoreOutcome of(int status, String errorComment) {
        return new StoreOutcome(status, errorComment, List.of());
    }
}
