package org.diconde4j.net.service;

/** DIMSE status codes (PS3.7 Annex C, PS3.4 Annexes B and C). */
public final class Status {
    /** The operation is done. */
    public static final int SUCCESS = 0x0000;

    /** Warning: the attributes that were asked for are optional and not supported. */
    public static final int OPTIONAL_ATTRIBUTES_NOT_SUPPORTED = 0x0001;

    /** There is no such attribute. */
    public static final int NO_SUCH_ATTRIBUTE = 0x0105;

    /** An attribute has a value that it may not have. */
    public static final int INVALID_ATTRIBUTE_VALUE = 0x0106;

    /** Warning: some attributes were not recognized. */
    public static final int ATTRIBUTE_LIST_ERROR = 0x0107;

    /** The performer could not do it. */
    public static final int PROCESSING_FAILURE = 0x0110;

    /** The SOP instance is there already. */
    public static final int DUPLICATE_SOP_INSTANCE = 0x0111;

    /** The SOP instance is not there. */
    public static final int NO_SUCH_SOP_INSTANCE = 0x0112;

    /** The event type is not known. */
    public static final int NO_SUCH_EVENT_TYPE = 0x0113;

    /** The event or action information has something that does not belong there. */
    public static final int NO_SUCH_ARGUMENT = 0x0114;

    /** The event or action information has a value that it may not have. */
    public static final int INVALID_ARGUMENT_VALUE = 0x0115;

    /** Warning: a value was out of range, and another one is used. */
    public static final int ATTRIBUTE_VALUE_OUT_OF_RANGE = 0x0116;

    /** The SOP instance UID is not a UID. */
    public static final int INVALID_OBJECT_INSTANCE = 0x0117;

    /** The SOP class does not exist here. */
    public static final int NO_SUCH_SOP_CLASS = 0x0118;

    /** The SOP instance is of another SOP class. */
    public static final int CLASS_INSTANCE_CONFLICT = 0x0119;

    /** A required attribute is missing. */
    public static final int MISSING_ATTRIBUTE = 0x0120;

    /** A required attribute has no value. */
    public static final int MISSING_ATTRIBUTE_VALUE = 0x0121;

    /** The SOP class is not supported. */
    public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;

    /** The action type is not known. */
    public static final int NO_SUCH_ACTION = 0x0123;

    /** The requestor is not allowed to ask for this. */
    public static final int NOT_AUTHORIZED = 0x0124;

    /** The message ID is that of another request that is not answered yet. */
    public static final int DUPLICATE_INVOCATION = 0x0210;

    /** The command is not known to the performer. */
    public static final int UNRECOGNIZED_OPERATION = 0x0211;

    /** A parameter is not what was agreed for the association. */
    public static final int MISTYPED_ARGUMENT = 0x0212;

    /** The performer has not what it takes to do it now. */
    public static final int RESOURCE_LIMITATION = 0x0213;

    /** Refused: out of resources. */
    public static final int OUT_OF_RESOURCES = 0xA700;

    /** Refused: the number of matches can't be calculated. */
    public static final int UNABLE_TO_CALCULATE_MATCHES = 0xA701;

    /** Refused: sub-operations can't be performed. */
    public static final int UNABLE_TO_PERFORM_SUB_OPERATIONS = 0xA702;

    /** Refused: the move destination is not known. */
    public static final int MOVE_DESTINATION_UNKNOWN = 0xA801;

    /** Failed: the data set does not match the SOP class, or the identifier not the model. */
    public static final int DATASET_DOES_NOT_MATCH_SOP_CLASS = 0xA900;

    /** Failed: none of the frames that were asked for is in the instance (PS3.4 Y.4). */
    public static final int FRAMES_NOT_FOUND = 0xAA00;

    /** Failed: there can be no new object of some frames in this SOP class. */
    public static final int FRAMES_NOT_IN_SOP_CLASS = 0xAA01;

    /** Failed: the frames cannot be extracted. */
    public static final int UNABLE_TO_EXTRACT_FRAMES = 0xAA02;

    /** Failed: frames were asked for by time, and the instance does not say when they were. */
    public static final int FRAMES_WITHOUT_TIMES = 0xAA03;

    /** Failed: the list of frames is none that the standard allows. */
    public static final int INVALID_FRAMES = 0xAA04;

    /** Warning: some sub-operations failed, or ended with a warning. */
    public static final int SUB_OPERATIONS_WITH_FAILURES = 0xB000;

    /** Failed: can't understand the data set, or unable to process. First of the range Cxxx. */
    public static final int CANNOT_UNDERSTAND = 0xC000;

    /** Cancelled on request. */
    public static final int CANCEL = 0xFE00;

    /** More results follow. */
    public static final int PENDING = 0xFF00;

    /** More results follow; some optional keys were not supported. */
    public static final int PENDING_WITH_WARNING = 0xFF01;

    private Status() {}

    /**
     * Whether the status says that it worked, with a warning or without.
     *
     * @param status a status code
     * @return true for 0000, 0001, Bxxx and the attribute list warnings
     */
    public static boolean isSuccessOrWarning(int status) {
        return status == SUCCESS || isWarning(status);
    }

    /**
     * Whether the status is a warning (PS3.7 C.1 to C.4).
     *
     * @param status a status code
     * @return true for 0001, Bxxx, 0107 and 0116
     */
    public static boolean isWarning(int status) {
        return status == OPTIONAL_ATTRIBUTES_NOT_SUPPORTED
                || status == ATTRIBUTE_LIST_ERROR
                || status == ATTRIBUTE_VALUE_OUT_OF_RANGE
                || (status & 0xF000) == 0xB000;
    }

    /**
     * Whether more responses follow.
     *
     * @param status a status code
     * @return true for FF00 and FF01
     */
    public static boolean isPending(int status) {
        return status == PENDING || status == PENDING_WITH_WARNING;
    }

    /**
     * The status as the standard writes it.
     *
     * @param status a status code
     * @return four hexadecimal digits and H
     */
    public static String hex(int status) {
        return String.format("%04XH", status);
    }
}
