package org.diconde4j.archive.workflow;

import java.util.List;
import java.util.function.Supplier;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * The performed procedure steps that inspection systems report (MPPS, PS3.4 F): created IN PROGRESS, changed until they are
 * COMPLETED or DISCONTINUED, and read only from then on. Thread-safe.
 */
public final class ProcedureSteps {
    static final String UID_NOTE = "uid";
    private static final String KIND = "procedure-steps";

    /** Error ID of PS3.4 F.7.2.2.3 for a step in a final state. */
    private static final int MAY_NO_LONGER_BE_UPDATED = 0xA710;

    /** Type 1 at N-CREATE (PS3.4 F.7.2.1). */
    private static final int[] REQUIRED = {
        Tag.Modality,
        Tag.PerformedStationAETitle,
        Tag.PerformedProcedureStepStartDate,
        Tag.PerformedProcedureStepStartTime,
        Tag.PerformedProcedureStepStatus,
        Tag.PerformedProcedureStepID,
        Tag.ScheduledStepAttributesSequence
    };

    /** What an N-SET may not change (PS3.4 F.7.2.1). */
    private static final List<Integer> FIXED = List.of(
            Tag.PatientName,
            Tag.PatientID,
            Tag.IssuerOfPatientID,
            Tag.PatientBirthDate,
            Tag.PatientSex,
            Tag.ReferencedPatientSequence,
            Tag.ScheduledStepAttributesSequence,
            Tag.PerformedProcedureStepID,
            Tag.PerformedStationAETitle,
            Tag.PerformedStationName,
            Tag.PerformedLocation,
            Tag.PerformedProcedureStepStartDate,
            Tag.PerformedProcedureStepStartTime,
            Tag.Modality,
            Tag.StudyID);

    private final Supplier<Records> records;
    private final Worklist worklist;

    /**
     * The steps that are kept in records.
     *
     * @param records opens them when they are needed
     * @param worklist told of what is performed, so that its items follow
     */
    public ProcedureSteps(Supplier<Records> records, Worklist worklist) {
        this.records = records;
        this.worklist = worklist;
    }

    /**
     * All steps.
     *
     * @return the steps in the order of their UIDs; to be closed
     */
    public Cursor<ProcedureStep> list() {
        return new Picked<>(records.get().list(KIND), ProcedureStep::of, step -> true);
    }

    /**
     * One step.
     *
     * @param uid its SOP Instance UID
     * @return the step, null if it was never reported
     */
    public @Nullable ProcedureStep get(String uid) {
        StoredRecord record = uid.isEmpty() ? null : records.get().get(KIND, RecordNames.id(uid));
        return record == null ? null : ProcedureStep.of(record);
    }

    /**
     * Performs N-CREATE, N-SET and N-GET.
     *
     * @return the handler, for the SOP classes Modality Performed Procedure Step and Modality Performed Procedure Step Retrieve
     */
    public NormalizedHandler handler() {
        return new Handler();
    }

    private final class Handler implements NormalizedHandler {
        @Override
        public NormalizedOutcome create(NormalizedRequest request) {
            NormalizedOutcome refusal = Attributes.refusal(request.dataset(), REQUIRED);
            if (refusal == null) {
                refusal = studies(request.dataset());
            }
            if (refusal != null) {
                return refusal;
            }
            String status = request.dataset().string(Tag.PerformedProcedureStepStatus, "");
            if (!status.equals(ProcedureStep.IN_PROGRESS)) {
                return invalidStatus(status, ProcedureStep.IN_PROGRESS);
            }
            RecordContent content = RecordContent.of(request.dataset()).with(UID_NOTE, request.sopInstanceUid());
            Records.Written written =
                    records.get().put(KIND, RecordNames.id(request.sopInstanceUid()), Records.NEW, content);
            if (!written.done()) {
                followAgain(written.record(), ProcedureStep.IN_PROGRESS);
                return NormalizedOutcome.of(Status.DUPLICATE_SOP_INSTANCE, "this step was created before");
            }
            worklist.follow(request.dataset());
            return NormalizedOutcome.success();
        }

        /** The step may have been kept without the worklist hearing of it: who had no answer then asks once more. */
        private void followAgain(@Nullable StoredRecord kept, String status) {
            if (kept != null && status.equals(kept.content().dataset().string(Tag.PerformedProcedureStepStatus, ""))) {
                worklist.follow(kept.content().dataset());
            }
        }

        private @Nullable NormalizedOutcome studies(Dataset step) {
            for (Dataset scheduled : step.items(Tag.ScheduledStepAttributesSequence)) {
                NormalizedOutcome refusal = Attributes.refusal(scheduled, Tag.StudyInstanceUID);
                if (refusal != null) {
                    return refusal;
                }
            }
            return null;
        }

        @Override
        public NormalizedOutcome set(NormalizedRequest request) {
            Dataset changes = request.dataset();
            List<Integer> ignored = FIXED.stream().filter(changes::contains).toList();
            String status = changes.string(Tag.PerformedProcedureStepStatus, ProcedureStep.IN_PROGRESS);
            if (!List.of(ProcedureStep.IN_PROGRESS, ProcedureStep.COMPLETED, ProcedureStep.DISCONTINUED)
                    .contains(status)) {
                return invalidStatus(status, "IN PROGRESS, COMPLETED or DISCONTINUED");
            }
            boolean[] over = {false};
            StoredRecord changed = records.get().update(KIND, RecordNames.id(request.sopInstanceUid()), there -> {
                over[0] = there != null && ProcedureStep.of(there).isFinal();
                if (there == null || over[0]) {
                    return null;
                }
                return there.content()
                        .with(Attributes.changed(there.content().dataset(), changes, ignored)
                                .build());
            });
            if (changed == null) {
                throw unknown();
            }
            if (over[0]) {
                followAgain(changed, ProcedureStep.COMPLETED);
                return NormalizedOutcome.of(Status.PROCESSING_FAILURE, "the step may no longer be updated")
                        .withErrorId(MAY_NO_LONGER_BE_UPDATED);
            }
            worklist.follow(changed.content().dataset());
            return ignored.isEmpty()
                    ? NormalizedOutcome.success()
                    : NormalizedOutcome.of(
                            Status.ATTRIBUTE_LIST_ERROR,
                            "left as created: what N-SET may not change",
                            ignored.toArray(Integer[]::new));
        }

        @Override
        public NormalizedOutcome get(NormalizedRequest request) {
            ProcedureStep step = ProcedureSteps.this.get(request.sopInstanceUid());
            if (step == null) {
                throw unknown();
            }
            return NormalizedOutcome.success(Attributes.selected(step.dataset(), request.attributes()));
        }

        private static ServiceException unknown() {
            return new ServiceException(Status.NO_SUCH_SOP_INSTANCE, "no such performed procedure step");
        }

        private static NormalizedOutcome invalidStatus(String found, String expected) {
            return NormalizedOutcome.of(
                    Status.INVALID_ATTRIBUTE_VALUE,
                    "status '" + found + "', expected " + expected,
                    Tag.PerformedProcedureStepStatus);
        }
    }
}
