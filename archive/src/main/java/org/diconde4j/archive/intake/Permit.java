package org.diconde4j.archive.intake;

import org.diconde4j.data.Dataset;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;

/** Whether whoever brings an object may bring it. It is asked before anything of the object is kept. */
@FunctionalInterface
public interface Permit {
    /** Everybody may bring everything. */
    Permit ALL = (attributes, study, known) -> null;

    /**
     * Judges an object.
     *
     * @param attributes its data set without bulk values
     * @param study the Study Instance UID that it is kept under
     * @param known the instance that is there already under its SOP Instance UID, or null
     * @return why it must not be taken, or null if it may
     */
    @Nullable
    String objection(Dataset attributes, String study, @Nullable InstanceRef known);
}
