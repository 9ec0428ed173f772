package org.diconde4j.storage;

/** The levels of the DICONDE information model, PS3.4 C.6 with Component for Patient; from the widest to the narrowest. */
public enum Level {
    /** Component, DICOM's Patient. */
    COMPONENT,
    /** Component study. */
    STUDY,
    /** Component series. */
    SERIES,
    /** Instance, DICOM's IMAGE level. */
    INSTANCE
}
