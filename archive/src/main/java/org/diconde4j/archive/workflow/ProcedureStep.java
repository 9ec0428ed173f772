package org.diconde4j.archive.workflow;

import java.time.Instant;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.StoredRecord;

/**
 * A performed procedure step (PS3.4 F): what an inspection system did, or is doing.
 *
 * @param uid SOP Instance UID
 * @param dataset its attributes
 * @param modified when it was created or changed last
 */
public record ProcedureStep(String uid, Dataset dataset, Instant modified) {
    /** It is being done. */
    public static final String IN_PROGRESS = "IN PROGRESS";

    /** It is done. */
    public static final String COMPLETED = "COMPLETED";

    /** It was given up. */
    public static final String DISCONTINUED = "DISCONTINUED";

    static ProcedureStep of(StoredRecord record) {
        return new ProcedureStep(
                String.valueOf(record.content().note(ProcedureSteps.UID_NOTE)),
                record.content().dataset(),
                record.modified());
    }

    /**
     * Where it stands.
     *
     * @return {@link #IN_PROGRESS}, {@link #COMPLETED} or {@link #DISCONTINUED}
     */
    public String status() {
        return dataset.string(Tag.PerformedProcedureStepStatus, "");
    }

    /**
     * Whether it can't change any more.
     *
     * @return true if it is completed or discontinued
     */
    public boolean isFinal() {
        return !status().equals(IN_PROGRESS);
    }
}
