package org.diconde4j.archive.workflow;

import java.util.List;
import org.diconde4j.archive.workflow.WorkitemRules.Verdict;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.RecordContent;
import org.jspecify.annotations.Nullable;

/** The requests of Unified Procedure Step Push, Pull and Watch (PS3.4 CC.2). */
final class WorkitemService implements NormalizedHandler {
    /** What an N-SET may not change: identity, state, and what the archive sets by itself. */
    private static final List<Integer> FIXED = List.of(
            Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.TransactionUID, Tag.ScheduledProcedureStepModificationDateTime);

    private final Workitems steps;

    WorkitemService(Workitems steps) {
        this.steps = steps;
    }

    @Override
    public NormalizedOutcome create(NormalizedRequest request) {
        return steps.create(request.sopInstanceUid(), request.dataset());
    }

    @Override
    public NormalizedOutcome get(NormalizedRequest request) {
        Workitem step = steps.get(request.sopInstanceUid());
        if (step == null) {
            throw unknown();
        }
        return NormalizedOutcome.success(Attributes.selected(step.dataset(), request.attributes()));
    }

    @Override
    public NormalizedOutcome set(NormalizedRequest request) {
        return known(steps.apply(request.sopInstanceUid(), step -> set(step, request.dataset())));
    }

    private Verdict set(RecordContent step, Dataset changes) {
        Verdict refusal = WorkitemRules.refusalOfSet(step, changes);
        if (refusal != null) {
            return refusal;
        }
        if (changes.contains(Tag.ProcedureStepState)) {
            return Verdict.refused(
                    Workitem.stateOf(changes).equals(Workitem.SCHEDULED)
                            ? WorkitemRules.SCHEDULED_ONLY_BY_CREATION
                            : Status.INVALID_ATTRIBUTE_VALUE,
                    "the state is changed by N-ACTION only",
                    Tag.ProcedureStepState);
        }
        Dataset before = step.dataset();
        Dataset changed = Attributes.changed(before, changes, FIXED)
                .set(Tag.ScheduledProcedureStepModificationDateTime, steps.now())
                .build();
        return new Verdict(
                NormalizedOutcome.success(), step.with(changed), WorkitemEvent.ofChange(changes, before, changed));
    }

    @Override
    public NormalizedOutcome action(NormalizedRequest request) {
        String uid = request.sopInstanceUid();
        Dataset action = request.dataset();
        return switch (request.typeId()) {
            case 1 ->
                known(steps.apply(
                        uid,
                        step -> WorkitemRules.changeState(
                                step,
                                action.string(Tag.ProcedureStepState, ""),
                                action.string(Tag.TransactionUID, ""),
                                steps.now())));
            case 2 ->
                known(steps.apply(
                        uid,
                        step -> WorkitemRules.requestCancel(
                                step, action, request.association().callingAeTitle(), steps.now())));
            case 3 -> subscribe(uid, action);
            case 4 -> unsubscribe(uid, action);
            case 5 -> suspend(uid, action);
            default -> NormalizedOutcome.of(Status.NO_SUCH_ACTION, "action type " + request.typeId());
        };
    }

    private NormalizedOutcome subscribe(String uid, Dataset action) {
        String receiver = receiver(action);
        String lock = action.string(Tag.DeletionLock, "");
        if (!lock.equals("TRUE") && !lock.equals("FALSE")) {
            throw new ServiceException(Status.INVALID_ARGUMENT_VALUE, "Deletion Lock must be TRUE or FALSE");
        }
        if (!steps.knows(receiver)) {
            throw new ServiceException(WorkitemRules.UNKNOWN_RECEIVING_AE, "no peer named " + receiver);
        }
        if (uid.equals(UID.UPSGlobalSubscriptionInstance)) {
            steps.watchAll(receiver, lock.equals("TRUE"), Dataset.empty());
        } else if (uid.equals(UID.UPSFilteredGlobalSubscriptionInstance)) {
            steps.watchAll(receiver, lock.equals("TRUE"), matchingKeys(action));
        } else if (!steps.watch(uid, receiver, lock.equals("TRUE"))) {
            throw unknown();
        }
        return NormalizedOutcome.success();
    }

    private static Dataset matchingKeys(Dataset action) {
        return action.toBuilder()
                .remove(Tag.ReceivingAE)
                .remove(Tag.DeletionLock)
                .build();
    }

    private NormalizedOutcome unsubscribe(String uid, Dataset action) {
        String receiver = receiver(action);
        if (isGlobal(uid)) {
            steps.unwatchAll(receiver);
        } else if (!steps.unwatch(uid, receiver)) {
            throw unknown();
        }
        return NormalizedOutcome.success();
    }

    private NormalizedOutcome suspend(String uid, Dataset action) {
        String receiver = receiver(action);
        if (!isGlobal(uid)) {
            throw new ServiceException(
                    WorkitemRules.ACTION_NOT_APPROPRIATE, "only a global subscription can be suspended");
        }
        steps.suspend(receiver);
        return NormalizedOutcome.success();
    }

    private static boolean isGlobal(String uid) {
        return uid.equals(UID.UPSGlobalSubscriptionInstance) || uid.equals(UID.UPSFilteredGlobalSubscriptionInstance);
    }

    private static String receiver(Dataset action) {
        String title = action.string(Tag.ReceivingAE, "").strip();
        if (title.isEmpty()) {
            throw new ServiceException(Status.INVALID_ARGUMENT_VALUE, "Receiving AE is missing");
        }
        return title;
    }

    private static NormalizedOutcome known(@Nullable NormalizedOutcome outcome) {
        if (outcome == null) {
            throw unknown();
        }
        return outcome;
    }

    private static ServiceException unknown() {
        return new ServiceException(WorkitemRules.NO_SUCH_STEP, "no such unified procedure step");
    }
}
