package org.diconde4j.net.internal.ul;

/** What the upper layer tells its user. */
enum Indication {
    /** A-ASSOCIATE indication. */
    ASSOCIATE,
    /** A-ASSOCIATE confirmation, accepted. */
    ACCEPTED,
    /** A-ASSOCIATE confirmation, rejected. */
    REJECTED,
    /** P-DATA indication. */
    DATA,
    /** A-RELEASE indication. */
    RELEASE,
    /** A-RELEASE indication while our own release is under way (AR-8). */
    RELEASE_COLLISION,
    /** A-RELEASE confirmation. */
    RELEASED,
    /** A-ABORT indication: the peer's user ended the association. */
    ABORT,
    /** A-P-ABORT indication: the upper layer here or there ended the association, or the connection broke. */
    PROVIDER_ABORT
}
