package org.diconde4j.storage;

/** What was remarkable about an object when it was stored. None of these keeps an object out of the archive. */
public enum Flag {
    /** The object has no Study Instance UID; it is kept under a study of its own. */
    NO_STUDY_UID,
    /** The object has no Series Instance UID; it is kept under a series of its own. */
    NO_SERIES_UID,
    /** The object has no component identity (Patient ID); its component is known by its study alone. */
    NO_COMPONENT_ID,
    /** One of its UIDs has illegal characters, so its name in the store is escaped. */
    ESCAPED_NAME,
    /** The instance belongs to another component than its object says, see {@link Receipt.Kind#MOVED}. */
    MOVED
}
