package org.diconde4j.archive.workflow;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;

/** The requests of Unified Procedure Step Push, Pull and Watch over DIMSE (PS3.4 CC.2). */
final class WorkitemService implements NormalizedHandler {
    private static final int UNKNOWN_RECEIVING_AE = 0xC308;

    private final Workitems steps;

    WorkitemService(Workitems steps) {
        this.steps = steps;
    }

    @Override
    public NormalizedOutcome create(NormalizedRequest request) {
        return answer(steps.create(request.sopInstanceUid(), request.dataset()));
    }

    @Override
    public NormalizedOutcome get(NormalizedRequest request) {
        Workitem step = steps.get(request.sopInstanceUid());
        return step == null
                ? answer(WorkitemOutcome.unknown())
                : NormalizedOutcome.success(Attributes.selected(step.dataset(), request.attributes()));
    }

    @Override
    public NormalizedOutcome set(NormalizedRequest request) {
        return answer(steps.update(request.sopInstanceUid(), request.dataset()));
    }

    @Override
    public NormalizedOutcome action(NormalizedRequest request) {
        String uid = request.sopInstanceUid();
        Dataset action = request.dataset();
        return switch (request.typeId()) {
            case 1 ->
                answer(steps.changeState(
                        uid, action.string(Tag.ProcedureStepState, ""), action.string(Tag.TransactionUID, "")));
            case 2 ->
                answer(steps.requestCancel(uid, action, request.association().callingAeTitle()));
            case 3 -> subscribe(uid, action);
            case 4 -> answer(steps.unsubscribe(uid, receiver(action)));
            case 5 -> answer(steps.suspend(uid, receiver(action)));
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
            throw new ServiceException(UNKNOWN_RECEIVING_AE, "no peer named " + receiver);
        }
        return answer(steps.subscribe(uid, receiver, lock.equals("TRUE"), matchingKeys(uid, action)));
    }

    private static Dataset matchingKeys(String uid, Dataset action) {
        return uid.equals(UID.UPSFilteredGlobalSubscriptionInstance)
                ? action.toBuilder()
                        .remove(Tag.ReceivingAE)
                        .remove(Tag.DeletionLock)
                        .build()
                : Dataset.empty();
    }

    private static String receiver(Dataset action) {
        String title = action.string(Tag.ReceivingAE, "").strip();
        if (title.isEmpty()) {
            throw new ServiceException(Status.INVALID_ARGUMENT_VALUE, "Receiving AE is missing");
        }
        return title;
    }

    private static NormalizedOutcome answer(WorkitemOutcome outcome) {
        return outcome.status() == WorkitemStatus.DONE
                ? NormalizedOutcome.success()
                : NormalizedOutcome.of(
                        outcome.status().code(),
                        outcome.detail(),
                        outcome.attributes().toArray(Integer[]::new));
    }
}
