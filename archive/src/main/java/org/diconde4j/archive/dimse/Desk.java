package org.diconde4j.archive.dimse;

import org.diconde4j.archive.intake.Intake;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Records;

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
     * What services must not forget. Opened when it is first asked for, so that an archive that needs none has none.
     *
     * @return the records
     * @throws org.diconde4j.storage.StorageException if they can't be opened
     */
    Records records();

    /**
     * The answers to any one query.
     *
     * @return how many at most
     */
    long findLimit();
}
