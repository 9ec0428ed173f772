package org.diconde4j.archive.workflow;

import java.time.OffsetDateTime;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.RecordContent;
import org.jspecify.annotations.Nullable;

/** The state table of unified procedure steps, and what each state needs (PS3.4 CC.1.1, CC.2.5.1.1). */
final class WorkitemRules {
    static final int CREATED_WITH_MODIFICATIONS = 0xB300;
    static final int ALREADY_CANCELED = 0xB304;
    static final int ALREADY_COMPLETED = 0xB306;
    static final int MAY_NO_LONGER_BE_UPDATED = 0xC300;
    static final int WRONG_TRANSACTION_UID = 0xC301;
    static final int ALREADY_IN_PROGRESS = 0xC302;
    static final int SCHEDULED_ONLY_BY_CREATION = 0xC303;
    static final int FINAL_STATE_REQUIREMENTS = 0xC304;
    static final int NO_SUCH_STEP = 0xC307;
    static final int UNKNOWN_RECEIVING_AE = 0xC308;
    static final int NOT_CREATED_SCHEDULED = 0xC309;
    static final int NOT_IN_PROGRESS = 0xC310;
    static final int COMPLETED_CANNOT_CANCEL = 0xC311;
    static final int PERFORMER_OUT_OF_REACH = 0xC312;
    static final int ACTION_NOT_APPROPRIATE = 0xC314;

    /** Type 1 at N-CREATE (PS3.4 CC.2.5.1.3). */
    static final int[] REQUIRED = {
        Tag.ScheduledProcedureStepPriority,
        Tag.ProcedureStepLabel,
        Tag.ScheduledProcedureStepStartDateTime,
        Tag.InputReadinessState,
        Tag.ProcedureStepState
    };

    /** Final State Code R. */
    private static final int[] FINAL = {
        Tag.ScheduledProcedureStepPriority, Tag.ScheduledProcedureStepStartDateTime, Tag.InputReadinessState
    };

    /** Final State Code P, in an item of Unified Procedure Step Performed Procedure Sequence. */
    private static final int[] PERFORMED = {
        Tag.PerformedStationNameCodeSequence,
        Tag.PerformedProcedureStepStartDateTime,
        Tag.PerformedWorkitemCodeSequence,
        Tag.PerformedProcedureStepEndDateTime
    };

    private WorkitemRules() {}

    /**
     * What comes of a request.
     *
     * @param outcome the answer
     * @param content what the step becomes; null if it stays as it is
     * @param events what those who watch it are told
     */
    record Verdict(NormalizedOutcome outcome, @Nullable RecordContent content, List<WorkitemEvent> events) {
        static Verdict done(RecordContent content, WorkitemEvent... events) {
            return new Verdict(NormalizedOutcome.success(), content, List.of(events));
        }

        static Verdict refused(int status, String why, Integer... tags) {
            return new Verdict(NormalizedOutcome.of(status, why, tags), null, List.of());
        }
    }

    /** N-ACTION to change the state: Table CC.1.1-2, cell by cell. */
    static Verdict changeState(RecordContent step, String wanted, String transactionUid, OffsetDateTime now) {
        if (wanted.equals(Workitem.SCHEDULED)) {
            return Verdict.refused(SCHEDULED_ONLY_BY_CREATION, "a step becomes SCHEDULED by its creation only");
        }
        if (!List.of(Workitem.IN_PROGRESS, Workitem.COMPLETED, Workitem.CANCELED)
                .contains(wanted)) {
            return Verdict.refused(
                    Status.INVALID_ARGUMENT_VALUE, "'" + wanted + "' is no state", Tag.ProcedureStepState);
        }
        String recorded = step.note(Workitem.TRANSACTION);
        if (transactionUid.isEmpty() || recorded != null && !recorded.equals(transactionUid)) {
            return Verdict.refused(WRONG_TRANSACTION_UID, "the Transaction UID is missing or another one");
        }
        String state = Workitem.stateOf(step.dataset());
        return switch (state) {
            case Workitem.SCHEDULED ->
                wanted.equals(Workitem.IN_PROGRESS)
                        ? begun(step, transactionUid)
                        : Verdict.refused(NOT_IN_PROGRESS, "the step is not yet IN PROGRESS");
            case Workitem.IN_PROGRESS ->
                wanted.equals(Workitem.IN_PROGRESS)
                        ? Verdict.refused(ALREADY_IN_PROGRESS, "the step is already IN PROGRESS")
                        : ended(step, wanted, now);
            default -> {
                if (!wanted.equals(state)) {
                    yield Verdict.refused(MAY_NO_LONGER_BE_UPDATED, "the step is " + state);
                }
                yield Verdict.refused(
                        state.equals(Workitem.COMPLETED) ? ALREADY_COMPLETED : ALREADY_CANCELED,
                        "the step is already " + state);
            }
        };
    }

    private static Verdict begun(RecordContent step, String transactionUid) {
        RecordContent begun = inState(step, Workitem.IN_PROGRESS).with(Workitem.TRANSACTION, transactionUid);
        return Verdict.done(begun, WorkitemEvent.state(begun.dataset()));
    }

    private static Verdict ended(RecordContent step, String wanted, OffsetDateTime now) {
        List<Integer> missing = Attributes.withoutValue(step.dataset(), FINAL);
        if (missing.isEmpty() && wanted.equals(Workitem.COMPLETED)) {
            List<Dataset> performed = step.dataset().items(Tag.UnifiedProcedureStepPerformedProcedureSequence);
            missing = Attributes.withoutValue(performed.isEmpty() ? Dataset.empty() : performed.get(0), PERFORMED);
        }
        if (!missing.isEmpty()) {
            return Verdict.refused(
                    FINAL_STATE_REQUIREMENTS,
                    "no value for what the final state needs",
                    missing.toArray(Integer[]::new));
        }
        RecordContent ended = wanted.equals(Workitem.CANCELED)
                ? canceled(step, Dataset.empty(), now)
                : inState(step, Workitem.COMPLETED);
        return Verdict.done(ended, WorkitemEvent.state(ended.dataset()));
    }

    /** N-ACTION to request a cancel, from somebody who is not the performer (PS3.4 CC.2.2.3). */
    static Verdict requestCancel(RecordContent step, Dataset action, String requestingAeTitle, OffsetDateTime now) {
        return switch (Workitem.stateOf(step.dataset())) {
            case Workitem.SCHEDULED -> {
                RecordContent begun = inState(step, Workitem.IN_PROGRESS);
                RecordContent canceled = canceled(step, action, now);
                yield Verdict.done(
                        canceled, WorkitemEvent.state(begun.dataset()), WorkitemEvent.state(canceled.dataset()));
            }
            case Workitem.IN_PROGRESS ->
                Workitem.watchers(step).isEmpty()
                        ? Verdict.refused(PERFORMER_OUT_OF_REACH, "nobody has subscribed to the step")
                        : new Verdict(
                                NormalizedOutcome.success(),
                                null,
                                List.of(WorkitemEvent.cancelRequested(action, requestingAeTitle)));
            case Workitem.CANCELED -> Verdict.refused(ALREADY_CANCELED, "the step is already CANCELED");
            default -> Verdict.refused(COMPLETED_CANNOT_CANCEL, "the step is already COMPLETED");
        };
    }

    /** N-SET (PS3.4 CC.2.6.3). */
    static @Nullable Verdict refusalOfSet(RecordContent step, Dataset changes) {
        String transactionUid = changes.string(Tag.TransactionUID, "");
        if (Workitem.isFinal(step.dataset())) {
            return Verdict.refused(MAY_NO_LONGER_BE_UPDATED, "the step is " + Workitem.stateOf(step.dataset()));
        }
        if (Workitem.stateOf(step.dataset()).equals(Workitem.SCHEDULED)) {
            return transactionUid.isEmpty()
                    ? null
                    : Verdict.refused(NOT_IN_PROGRESS, "a Transaction UID, but the step is not IN PROGRESS");
        }
        return transactionUid.equals(step.note(Workitem.TRANSACTION))
                ? null
                : Verdict.refused(WRONG_TRANSACTION_UID, "the Transaction UID is missing or another one");
    }

    private static RecordContent inState(RecordContent step, String state) {
        return step.with(
                step.dataset().toBuilder().set(Tag.ProcedureStepState, state).build());
    }

    /**
     * Cancels. Cancellation date and reason code, which the final state must have (Final State Code X), are made where the
     * performer gave none: the standard wants a step to be cancelable without an N-SET.
     */
    private static RecordContent canceled(RecordContent step, Dataset request, OffsetDateTime now) {
        List<Dataset> given = step.dataset().items(Tag.ProcedureStepProgressInformationSequence);
        Dataset.Builder progress = given.isEmpty() ? Dataset.builder() : given.get(0).toBuilder();
        Dataset before = progress.build();
        if (!Attributes.hasValue(before, Tag.ProcedureStepCancellationDateTime)) {
            progress.set(Tag.ProcedureStepCancellationDateTime, now);
        }
        if (Attributes.hasValue(request, Tag.ReasonForCancellation)) {
            progress.set(Tag.ReasonForCancellation, request.string(Tag.ReasonForCancellation, ""));
        }
        if (!request.items(Tag.ProcedureStepDiscontinuationReasonCodeSequence).isEmpty()) {
            progress.setItems(
                    Tag.ProcedureStepDiscontinuationReasonCodeSequence,
                    request.items(Tag.ProcedureStepDiscontinuationReasonCodeSequence));
        } else if (!Attributes.hasValue(before, Tag.ProcedureStepDiscontinuationReasonCodeSequence)) {
            progress.setItems(
                    Tag.ProcedureStepDiscontinuationReasonCodeSequence,
                    Dataset.builder() // CID 9300
                            .set(Tag.CodeValue, "110513")
                            .set(Tag.CodingSchemeDesignator, "DCM")
                            .set(Tag.CodeMeaning, "Discontinued for unspecified reason")
                            .build());
        }
        return step.with(step.dataset().toBuilder()
                .set(Tag.ProcedureStepState, Workitem.CANCELED)
                .setItems(Tag.ProcedureStepProgressInformationSequence, progress.build())
                .build());
    }
}
