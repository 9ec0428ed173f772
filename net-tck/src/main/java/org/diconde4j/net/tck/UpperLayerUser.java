package org.diconde4j.net.tck;

/**
 * The local user of an upper layer under test: it asks for what PS3.8 calls request and response primitives, and is told
 * indications and confirmations. One thread calls it, except for {@link #abort}.
 */
public interface UpperLayerUser extends AutoCloseable {
    /** What a user is told. */
    enum Told {
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
        /** A-RELEASE confirmation. */
        RELEASED,
        /** A-ABORT indication: the peer's user ended the association. */
        ABORT,
        /** A-P-ABORT indication: an upper layer ended the association, or the connection broke. */
        PROVIDER_ABORT
    }

    /**
     * Waits for what comes next.
     *
     * @return what the user is told
     */
    Told listen();

    /**
     * Evt1 and Evt2: sends A-ASSOCIATE-RQ for Verification as context 1, and waits for the answer.
     *
     * @return what the user is told
     */
    Told request();

    /** Evt7: accepts. */
    void accept();

    /** Evt8: rejects, and waits for the end of the connection. */
    void reject();

    /** Evt9: sends a P-DATA-TF. */
    void data();

    /**
     * Evt11: asks for release and waits for the answer; answers a release that collides with it at once.
     *
     * @return what the user is told in the end
     */
    Told release();

    /** Evt14: answers a release, and waits for the end of the connection. */
    void answerRelease();

    /** Evt15: aborts. Called by another thread while the user may be waiting. */
    void abort();

    /** Gives up what is left. */
    @Override
    void close();
}
