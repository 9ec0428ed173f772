package org.diconde4j.archive.workflow;

import java.time.Instant;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.StoredRecord;

/**
 * A notification of where instances can be had (PS3.4 R).
 *
 * @param uid SOP Instance UID of the notification
 * @param dataset study, series, instances, and for each of them availability and Retrieve AE Title
 * @param received when it came
 */
public record AvailabilityNotice(String uid, Dataset dataset, Instant received) {
    static AvailabilityNotice of(StoredRecord record) {
        return new AvailabilityNotice(
                String.valueOf(record.content().note(AvailabilityNotices.UID_NOTE)),
                record.content().dataset(),
                record.modified());
    }
}
