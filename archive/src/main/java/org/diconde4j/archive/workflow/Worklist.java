package org.diconde4j.archive.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.Matcher;
import org.diconde4j.nde.Uids;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;

/**
 * The modality worklist (PS3.4 K): what inspection systems ask for, so that nobody types part numbers. Items come from the host
 * application. A performed procedure step that refers to an item marks it as started, removes it when it is completed, and
 * makes it scheduled again when it is discontinued. Thread-safe.
 */
public final class Worklist {
    private static final String KIND = "worklist";

    /** Scheduled Procedure Step Status (PS3.3 C.4.10): nothing has happened yet. */
    static final String SCHEDULED = "SCHEDULED";

    /** An inspection system has begun. */
    static final String STARTED = "STARTED";

    private static final int[] OF_ITEM = {Tag.PatientName, Tag.PatientID, Tag.RequestedProcedureID};
    private static final int[] OF_STEP = {
        Tag.ScheduledStationAETitle,
        Tag.ScheduledProcedureStepStartDate,
        Tag.ScheduledProcedureStepStartTime,
        Tag.Modality,
        Tag.ScheduledProcedureStepID
    };

    private final Supplier<Records> records;

    /**
     * The worklist that is kept in records.
     *
     * @param records opens them when they are needed
     */
    public Worklist(Supplier<Records> records) {
        this.records = records;
    }

    /**
     * Adds an item, or replaces the one with the same Study Instance UID and Scheduled Procedure Step ID. A Study Instance UID is
     * made if there is none.
     *
     * @param item component, requested procedure and one item of Scheduled Procedure Step Sequence, with a value for
     *     each attribute that an answer must have one for (PS3.4 K.6.1.2.2)
     * @return the item as it is kept
     * @throws DicondeException if something is missing; the message says what
     */
    public WorklistItem add(Dataset item) {
        List<Dataset> steps = item.items(Tag.ScheduledProcedureStepSequence);
        if (steps.size() != 1) {
            throw new DicondeException("a worklist item has " + steps.size()
                    + " items in ScheduledProcedureStepSequence, expected 1: add one for each step");
        }
        List<Integer> missing = new ArrayList<>(Attributes.withoutValue(item, OF_ITEM));
        missing.addAll(Attributes.withoutValue(steps.get(0), OF_STEP));
        if (!missing.isEmpty()) {
            throw new DicondeException("a worklist item needs a value for "
                    + missing.stream().map(Dictionary.standard()::keyword).collect(Collectors.joining(", ")));
        }
        Dataset kept = complete(item, steps.get(0));
        String id = id(kept.string(Tag.StudyInstanceUID, ""), steps.get(0).string(Tag.ScheduledProcedureStepID, ""));
        StoredRecord record = records.get().update(KIND, id, there -> RecordContent.of(kept));
        if (record == null) {
            throw new IllegalStateException("the item " + id + " was written and is not there");
        }
        return WorklistItem.of(record);
    }

    private static Dataset complete(Dataset item, Dataset step) {
        Dataset kept = Attributes.hasValue(item, Tag.StudyInstanceUID)
                ? item
                : item.toBuilder().set(Tag.StudyInstanceUID, Uids.random()).build();
        return Attributes.hasValue(step, Tag.ScheduledProcedureStepStatus) ? kept : withStatus(kept, SCHEDULED);
    }

    private static Dataset withStatus(Dataset item, String status) {
        Dataset step = item.items(Tag.ScheduledProcedureStepSequence).get(0);
        return item.toBuilder()
                .setItems(
                        Tag.ScheduledProcedureStepSequence,
                        step.toBuilder()
                                .set(Tag.ScheduledProcedureStepStatus, status)
                                .build())
                .build();
    }

    private static String id(String studyUid, String stepId) {
        return RecordNames.id(studyUid + "/" + stepId);
    }

    /**
     * Removes an item.
     *
     * @param id its id
     * @return whether it was there
     */
    public boolean remove(String id) {
        return RecordNames.isId(id) && records.get().delete(KIND, id);
    }

    /**
     * All items.
     *
     * @return the items in the order of their ids; to be closed
     */
    public Cursor<WorklistItem> items() {
        return find(Dataset.empty());
    }

    /**
     * Finds items.
     *
     * @param keys what must match, as in a C-FIND
     * @return the items in the order of their ids; to be closed
     */
    public Cursor<WorklistItem> find(Dataset keys) {
        Matcher matcher = Matcher.of(keys).combiningDateAndTime();
        return new Picked<>(records.get().list(KIND), WorklistItem::of, item -> matcher.matches(item.dataset()));
    }

    /**
     * Answers C-FIND of Modality Worklist.
     *
     * @param limit how many answers there may be to one query
     * @return the handler, for {@link org.diconde4j.dict.UID#ModalityWorklistInformationModelFind}
     */
    public FindHandler handler(long limit) {
        return new RecordFinder(records, KIND, limit);
    }

    /** Takes note of what became of the steps that a performed procedure step refers to. */
    void follow(Dataset performed) {
        String status = performed.string(Tag.PerformedProcedureStepStatus, "");
        for (Dataset scheduled : performed.items(Tag.ScheduledStepAttributesSequence)) {
            String study = scheduled.string(Tag.StudyInstanceUID, "");
            String step = scheduled.string(Tag.ScheduledProcedureStepID, "");
            if (study.isEmpty() || step.isEmpty()) {
                continue; // not from a worklist
            }
            switch (status) {
                case ProcedureStep.COMPLETED -> remove(id(study, step));
                case ProcedureStep.DISCONTINUED -> mark(id(study, step), SCHEDULED); // it is still to be done
                default -> mark(id(study, step), STARTED);
            }
        }
    }

    private void mark(String id, String status) {
        records.get().update(KIND, id, there -> {
            return there == null
                    ? null
                    : there.content().with(withStatus(there.content().dataset(), status));
        });
    }
}
