package org.diconde4j.archive.workflow;

/** What may come of a request about a workitem, with its status code over DIMSE (PS3.4 CC.2, PS3.7 C). */
public enum WorkitemStatus {
    /** It is done. */
    DONE(0x0000),

    /** It is created, without what a new one cannot have. */
    CREATED_WITH_MODIFICATIONS(0xB300),

    /** Nothing to do: it is canceled already. */
    ALREADY_CANCELED(0xB304),

    /** Nothing to do: it is completed already. */
    ALREADY_COMPLETED(0xB306),

    /** Nothing to do: there is no such subscription. */
    NOT_SUBSCRIBED(0x0000),

    /** Attributes that must be there are not. */
    MISSING_ATTRIBUTE(0x0120),

    /** Attributes that must have a value have none. */
    MISSING_VALUE(0x0121),

    /** An attribute cannot have that value. */
    INVALID_VALUE(0x0106),

    /** What is asked for is not said as it must be. */
    INVALID_ARGUMENT(0x0115),

    /** Whoever asks may not do that. */
    NOT_AUTHORIZED(0x0124),

    /** There is a workitem of that UID. */
    EXISTS(0x0111),

    /** It is final. */
    MAY_NO_LONGER_BE_UPDATED(0xC300),

    /** The Transaction UID, which only the performer knows, is not given. */
    TRANSACTION_UID_MISSING(0xC301),

    /** The Transaction UID is not that of the performer. */
    TRANSACTION_UID_WRONG(0xC301),

    /** Somebody else has begun it. */
    ALREADY_IN_PROGRESS(0xC302),

    /** SCHEDULED is what it can be at its creation only. */
    SCHEDULED_ONLY_BY_CREATION(0xC303),

    /** Attributes that a final one must have are not there. */
    FINAL_STATE_REQUIREMENTS(0xC304),

    /** There is no such workitem. */
    UNKNOWN(0xC307),

    /** There is no such workitem any more. */
    FORGOTTEN(0xC307),

    /** It was to be created in another state than SCHEDULED. */
    NOT_CREATED_SCHEDULED(0xC309),

    /** Nobody has begun it. */
    NOT_IN_PROGRESS(0xC310),

    /** It cannot be canceled, as it is completed. */
    COMPLETED_CANNOT_CANCEL(0xC311),

    /** Nobody would hear of the wish that it be canceled. */
    PERFORMER_OUT_OF_REACH(0xC312),

    /** Only subscriptions to all workitems, or to those that match, can be suspended. */
    NOT_APPROPRIATE(0xC314);

    private final int code;

    WorkitemStatus(int code) {
        this.code = code;
    }

    /**
     * The status code over DIMSE.
     *
     * @return such as {@code 0xC307}
     */
    public int code() {
        return code;
    }

    /**
     * Whether things are now as they were asked to be.
     *
     * @return false if the request is refused
     */
    public boolean isDone() {
        return code == 0 || (code & 0xF000) == 0xB000;
    }
}
