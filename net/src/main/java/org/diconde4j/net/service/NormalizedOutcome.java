package org.diconde4j.net.service;

import java.util.List;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for an operation on a normalized SOP instance (PS3.7 10.3). Immutable.
 *
 * @param status a status code of PS3.7 Annex C or of the service
 * @param dataset attribute list, action reply or event reply; null if there is none
 * @param errorComment what is wrong, cut to 64 characters on the wire
 * @param errorId an Error ID (0000,0903) that the service defines; 0 for none
 * @param attributes the tags that are to blame (PS3.7 Annex C, Attribute Identifier List)
 * @param after what is done on the same association when the response is out, before the next request; null for nothing
 */
public record NormalizedOutcome(
        int status,
        @Nullable Dataset dataset,
        @Nullable String errorComment,
        int errorId,
        List<Integer> attributes,
        @Nullable Consumer<NormalizedRequestor> after) {
    private static final NormalizedOutcome SUCCESS =
            new NormalizedOutcome(Status.SUCCESS, null, null, 0, List.of(), null);

    /**
     * Copies the list.
     *
     * @param status a status code
     * @param dataset attribute list, action reply or event reply
     * @param errorComment what is wrong
     * @param errorId an Error ID that the service defines; 0 for none
     * @param attributes the tags that are to blame
     * @param after what is done when the response is out
     */
    public NormalizedOutcome {
        attributes = List.copyOf(attributes);
    }

    /**
     * Done, and nothing to say.
     *
     * @return status 0000
     */
    public static NormalizedOutcome success() {
        return SUCCESS;
    }

    /**
     * Done.
     *
     * @param dataset attribute list, action reply or event reply
     * @return status 0000
     */
    public static NormalizedOutcome success(Dataset dataset) {
        return new NormalizedOutcome(Status.SUCCESS, dataset, null, 0, List.of(), null);
    }

    /**
     * Some other status.
     *
     * @param status a status code
     * @param errorComment what is wrong, cut to 64 characters on the wire
     * @param attributes the tags that are to blame
     * @return the outcome
     */
    public static NormalizedOutcome of(int status, String errorComment, Integer... attributes) {
        return new NormalizedOutcome(status, null, errorComment, 0, List.of(attributes), null);
    }

    static NormalizedOutcome unrecognized(NormalizedRequest request) {
        return of(Status.UNRECOGNIZED_OPERATION, "no " + request.operation() + " in this service");
    }

    /**
     * Adds a data set.
     *
     * @param value attribute list, action reply or event reply
     * @return a copy
     */
    public NormalizedOutcome withDataset(Dataset value) {
        return new NormalizedOutcome(status, value, errorComment, errorId, attributes, after);
    }

    /**
     * Adds an Error ID.
     *
     * @param value what the service defines
     * @return a copy
     */
    public NormalizedOutcome withErrorId(int value) {
        return new NormalizedOutcome(status, dataset, errorComment, value, attributes, after);
    }

    /**
     * Goes on when the response is out: for instance with an N-EVENT-REPORT on the same association. If the peer has gone
     * or wants no more, the calls throw an {@link org.diconde4j.net.pdu.AssociationException}.
     *
     * @param action what is done, on the association's thread
     * @return a copy
     */
    public NormalizedOutcome then(Consumer<NormalizedRequestor> action) {
        return new NormalizedOutcome(status, dataset, errorComment, errorId, attributes, action);
    }
}
