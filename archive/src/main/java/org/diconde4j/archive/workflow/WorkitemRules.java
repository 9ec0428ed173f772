package org.diconde4j.archive.workflow;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.RecordContent;
import org.jspecify.annotations.Nullable;

/** The state table of unified procedure steps, and what each state needs (PS3.4 CC.1.1, CC.2.5.1.1). */
final class WorkitemRules {
    /** Type 1 at N-CREATE (PS3.4 CC.2.5.1.3). */
    static final int[] REQUIRED = {
        Tag.ScheduledProcedureStepPriority,
        Tag.ProcedureStepLabel,
        Tag.ScheduledProcedureStepStartDateTime,
        Tag.InputReadinessState,
        Tag.ProcedureStepState
    };

    /** What an N-SET may not change: identity, and what the archive sets by itself. */
    private static final List<Integer> FIXED = List.of(
            Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.TransactionUID, Tag.ScheduledProcedureStepModificationDateTime);

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
    record Verdict(WorkitemOutcome outcome, @Nullable RecordContent content, List<WorkitemEvent> events) {
        static Verdict done(RecordContent content, WorkitemEvent... events) {
            return new Verdict(WorkitemOutcome.DONE, content, List.of(events));
        }

        static Verdict refused(WorkitemStatus status, String why, Integer... tags) {
            return new Verdict(WorkitemOutcome.of(status, why, tags), null, List.of());
        }
    }

    /** What an attribute says that can have certain values alone, as far as it has one (PS3.3 C.30.1, C.30.2). */
    private static final Map<Integer, List<String>> VALUES = Map.of(
            Tag.ScheduledProcedureStepPriority, List.of("HIGH", "MEDIUM", "LOW"),
            Tag.InputReadinessState, List.of("INCOMPLETE", "UNAVAILABLE", "READY"));

    /** What is wrong with what a step is made of, or changed by; null if nothing is. */
    static @Nullable WorkitemOutcome refusal(Dataset given) {
        for (Map.Entry<Integer, List<String>> values : VALUES.entrySet()) {
            int tag = values.getKey();
            String value = given.string(tag, "");
            if (!value.isEmpty() && !values.getValue().contains(value)) {
                return WorkitemOutcome.of(
                        WorkitemStatus.INVALID_VALUE,
                        Dictionary.standard().keyword(tag) + " '" + value + "', expected one of "
                                + String.join(", ", values.getValue()),
                        tag);
            }
        }
        return WorkitemItems.refusal(given);
    }

    /** N-ACTION to change the state: Table CC.1.1-2, cell by cell. */
    static Verdict changeState(RecordContent step, String wanted, String transactionUid, OffsetDateTime now) {
        if (wanted.equals(Workitem.SCHEDULED)) {
            return Verdict.refused(
                    WorkitemStatus.SCHEDULED_ONLY_BY_CREATION, "a step becomes SCHEDULED by its creation only");
        }
        if (!List.of(Workitem.IN_PROGRESS, Workitem.COMPLETED, Workitem.CANCELED)
                .contains(wanted)) {
            return Verdict.refused(
                    WorkitemStatus.INVALID_ARGUMENT, "'" + wanted + "' is no state", Tag.ProcedureStepState);
        }
        String recorded = step.note(Workitem.TRANSACTION);
        if (transactionUid.isEmpty() || recorded != null && !recorded.equals(transactionUid)) {
            return wrongTransaction(transactionUid);
        }
        String state = Workitem.stateOf(step.dataset());
        return switch (state) {
            case Workitem.SCHEDULED ->
                wanted.equals(Workitem.IN_PROGRESS)
                        ? begun(step, transactionUid)
                        : Verdict.refused(WorkitemStatus.NOT_IN_PROGRESS, "the step is not yet IN PROGRESS");
            case Workitem.IN_PROGRESS ->
                wanted.equals(Workitem.IN_PROGRESS)
                        ? Verdict.refused(WorkitemStatus.ALREADY_IN_PROGRESS, "the step is already IN PROGRESS")
                        : ended(step, wanted, now);
            default -> {
                if (!wanted.equals(state)) {
                    yield Verdict.refused(WorkitemStatus.MAY_NO_LONGER_BE_UPDATED, "the step is " + state);
                }
                yield Verdict.refused(
                        state.equals(Workitem.COMPLETED)
                                ? WorkitemStatus.ALREADY_COMPLETED
                                : WorkitemStatus.ALREADY_CANCELED,
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
                    WorkitemStatus.FINAL_STATE_REQUIREMENTS,
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
                        ? Verdict.refused(WorkitemStatus.PERFORMER_OUT_OF_REACH, "nobody has subscribed to the step")
                        : new Verdict(
                                WorkitemOutcome.DONE,
                                null,
                                List.of(WorkitemEvent.cancelRequested(step.dataset(), action, requestingAeTitle)));
            case Workitem.CANCELED -> Verdict.refused(WorkitemStatus.ALREADY_CANCELED, "the step is already CANCELED");
            default -> Verdict.refused(WorkitemStatus.COMPLETED_CANNOT_CANCEL, "the step is already COMPLETED");
        };
    }

    /** N-SET (PS3.4 CC.2.6.3). */
    static Verdict update(RecordContent step, Dataset changes, OffsetDateTime now) {
        String transactionUid = changes.string(Tag.TransactionUID, "");
        String state = Workitem.stateOf(step.dataset());
        if (Workitem.isFinal(step.dataset())) {
            return Verdict.refused(WorkitemStatus.MAY_NO_LONGER_BE_UPDATED, "the step is " + state);
        }
        if (state.equals(Workitem.SCHEDULED)) {
            if (!transactionUid.isEmpty()) {
                return Verdict.refused(
                        WorkitemStatus.NOT_IN_PROGRESS, "a Transaction UID, but the step is not IN PROGRESS");
            }
        } else if (!transactionUid.equals(step.note(Workitem.TRANSACTION))) {
            return wrongTransaction(transactionUid);
        }
        if (changes.contains(Tag.ProcedureStepState)) {
            return Verdict.refused(
                    Workitem.stateOf(changes).equals(Workitem.SCHEDULED)
                            ? WorkitemStatus.SCHEDULED_ONLY_BY_CREATION
                            : WorkitemStatus.INVALID_VALUE,
                    "the state is changed by its own request only",
                    Tag.ProcedureStepState);
        }
        WorkitemOutcome refusal = refusal(changes);
        if (refusal != null) {
            return new Verdict(refusal, null, List.of());
        }
        Dataset before = step.dataset();
        Dataset changed = Attributes.changed(before, changes, FIXED)
                .set(Tag.ScheduledProcedureStepModificationDateTime, now)
                .build();
        return new Verdict(WorkitemOutcome.DONE, step.with(changed), WorkitemEvent.ofChange(changes, before, changed));
    }

    private static Verdict wrongTransaction(String given) {
        return given.isEmpty()
                ? Verdict.refused(WorkitemStatus.TRANSACTION_UID_MISSING, "the Transaction UID is missing")
                : Verdict.refused(WorkitemStatus.TRANSACTION_UID_WRONG, "the Transaction UID is another one");
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
