package org.diconde4j.archive.workflow;

import java.time.Instant;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.StoredRecord;

/**
 * An item of the modality worklist: one scheduled step of an inspection (PS3.4 K.6.1.2).
 *
 * @param id what tells it from others, made of Study Instance UID and Scheduled Procedure Step ID
 * @param dataset component, requested procedure and one item of Scheduled Procedure Step Sequence
 * @param modified when it was added or changed last
 */
public record WorklistItem(String id, Dataset dataset, Instant modified) {
    static WorklistItem of(StoredRecord record) {
        return new WorklistItem(record.id(), record.content().dataset(), record.modified());
    }

    /**
     * The step.
     *
     * @return the item of Scheduled Procedure Step Sequence (0040,0100)
     */
    public Dataset step() {
        return dataset.items(Tag.ScheduledProcedureStepSequence).get(0);
    }
}
