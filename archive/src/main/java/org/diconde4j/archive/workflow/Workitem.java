package org.diconde4j.archive.workflow;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.StoredRecord;

/**
 * A unified procedure step (PS3.4 CC): a task that somebody shall do, does or has done.
 *
 * @param uid SOP Instance UID
 * @param dataset its attributes, without the Transaction UID
 * @param modified when it was created or changed last
 */
public record Workitem(String uid, Dataset dataset, Instant modified) {
    /** Nobody has begun. */
    public static final String SCHEDULED = "SCHEDULED";

    /** Somebody works on it, who has the Transaction UID. */
    public static final String IN_PROGRESS = "IN PROGRESS";

    /** It is done. */
    public static final String COMPLETED = "COMPLETED";

    /** It was given up. */
    public static final String CANCELED = "CANCELED";

    /** The note of a record that names the Transaction UID, which is nobody's but the performer's. */
    static final String TRANSACTION = "transaction";

    private static final String WATCHER = "watcher ";
    private static final String LOCK = "lock";
    private static final String NO_LOCK = "no lock";

    static Workitem of(StoredRecord record) {
        Dataset dataset = record.content().dataset();
        return new Workitem(dataset.string(Tag.SOPInstanceUID, ""), dataset, record.modified());
    }

    /**
     * Where it stands.
     *
     * @return {@link #SCHEDULED}, {@link #IN_PROGRESS}, {@link #COMPLETED} or {@link #CANCELED}
     */
    public String state() {
        return stateOf(dataset);
    }

    /**
     * Whether it can't change any more.
     *
     * @return true if it is completed or canceled
     */
    public boolean isFinal() {
        return isFinal(dataset);
    }

    static String stateOf(Dataset dataset) {
        return dataset.string(Tag.ProcedureStepState, "");
    }

    static boolean isFinal(Dataset dataset) {
        return stateOf(dataset).equals(COMPLETED) || stateOf(dataset).equals(CANCELED);
    }

    // Subscriptions are notes of the record, so that they change with it as one (PS3.4 CC.2.3)

    static Set<String> watchers(RecordContent step) {
        Set<String> titles = new TreeSet<>();
        step.notes().keySet().stream()
                .filter(name -> name.startsWith(WATCHER))
                .forEach(name -> titles.add(name.substring(WATCHER.length())));
        return titles;
    }

    static RecordContent watchedBy(RecordContent step, String aeTitle, boolean lock) {
        return step.with(WATCHER + aeTitle, lock ? LOCK : NO_LOCK);
    }

    static RecordContent notWatchedBy(RecordContent step, String aeTitle) {
        return step.with(WATCHER + aeTitle, null);
    }

    /** Whether a subscriber has asked to keep it until he has read it (PS3.4 CC.2.3.2). */
    static boolean isLocked(RecordContent step) {
        return watchers(step).stream().anyMatch(title -> LOCK.equals(step.note(WATCHER + title)));
    }
}
