package org.diconde4j.archive.dimse;

import org.diconde4j.archive.intake.Intake;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;

/** What a door of the archive needs of it. The methods wait until the index is ready. Thread-safe. */
public interface Desk {
    /**
     * Where the bytes are.
     *
     * @return the object store
     */
    ObjectStore objects();

    /**
     * What can be asked.
     *
     * @return the index, up to date
     */
    Index index();

    /**
     * The way in.
     *
     * @return the intake
     */
    Intake intake();

    /**
     * The answers to any one query.
     *
     * @return how many at most
     */
    long findLimit();
}
