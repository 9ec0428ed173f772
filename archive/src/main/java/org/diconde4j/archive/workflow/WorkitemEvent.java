package org.diconde4j.archive.workflow;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;

/**
 * What subscribers are told (PS3.4 CC.2.4.1).
 *
 * @param workitem the SOP Instance UID of what it happened to, or 1.2.840.10008.5.1.4.34.5 if it concerns all
 * @param type Event Type ID: 1 state, 2 cancel requested, 3 progress, 4 status of the archive, 5 assigned
 * @param information event information
 */
public record WorkitemEvent(String workitem, int type, Dataset information) {
    /** UPS State Report. */
    static WorkitemEvent state(Dataset step) {
        Dataset.Builder information = copy(step, Tag.ProcedureStepState, Tag.InputReadinessState);
        for (Dataset progress : step.items(Tag.ProcedureStepProgressInformationSequence)) {
            information.setAll(
                    copy(progress, Tag.ReasonForCancellation, Tag.ProcedureStepDiscontinuationReasonCodeSequence)
                            .build());
        }
        return new WorkitemEvent(uid(step), 1, information.build());
    }

    /** UPS Cancel Requested. */
    static WorkitemEvent cancelRequested(Dataset step, Dataset action, String requestingAeTitle) {
        return new WorkitemEvent(
                uid(step),
                2,
                copy(
                                action,
                                Tag.ReasonForCancellation,
                                Tag.ProcedureStepDiscontinuationReasonCodeSequence,
                                Tag.ContactURI,
                                Tag.ContactDisplayName)
                        .set(Tag.RequestingAE, requestingAeTitle)
                        .build());
    }

    /** SCP Status Change: the archive is here again, and has forgotten nothing. */
    static WorkitemEvent restarted() {
        return new WorkitemEvent(
                UID.UPSGlobalSubscriptionInstance,
                4,
                Dataset.builder()
                        .set(Tag.SCPStatus, "RESTARTED")
                        .set(Tag.SubscriptionListStatus, "WARM START")
                        .set(Tag.UnifiedProcedureStepListStatus, "WARM START")
                        .build());
    }

    /** What a change of attributes is worth telling. */
    static List<WorkitemEvent> ofChange(Dataset changes, Dataset before, Dataset after) {
        List<WorkitemEvent> events = new ArrayList<>();
        if (!after.string(Tag.InputReadinessState, "").equals(before.string(Tag.InputReadinessState, ""))) {
            events.add(state(after));
        }
        if (changes.contains(Tag.ScheduledStationNameCodeSequence)
                || changes.contains(Tag.ScheduledHumanPerformersSequence)) {
            events.add(assigned(after));
        }
        if (changes.contains(Tag.ProcedureStepProgressInformationSequence)) {
            events.add(new WorkitemEvent(
                    uid(after),
                    3,
                    copy(after, Tag.ProcedureStepProgressInformationSequence).build()));
        }
        return events;
    }

    /** What is told of a new step. */
    static List<WorkitemEvent> ofCreation(Dataset step) {
        boolean assigned = Attributes.hasValue(step, Tag.ScheduledStationNameCodeSequence)
                || Attributes.hasValue(step, Tag.ScheduledHumanPerformersSequence);
        return assigned ? List.of(state(step), assigned(step)) : List.of(state(step));
    }

    /** UPS Assigned: names the first performer, as the event has room for one. */
    private static WorkitemEvent assigned(Dataset step) {
        Dataset.Builder information = copy(step, Tag.ScheduledStationNameCodeSequence);
        List<Dataset> performers = step.items(Tag.ScheduledHumanPerformersSequence);
        if (!performers.isEmpty()) {
            information.setAll(copy(performers.get(0), Tag.HumanPerformerCodeSequence, Tag.HumanPerformerOrganization)
                    .build());
        }
        return new WorkitemEvent(uid(step), 5, information.build());
    }

    private static String uid(Dataset step) {
        return step.string(Tag.SOPInstanceUID, "");
    }

    private static Dataset.Builder copy(Dataset from, int... tags) {
        Dataset.Builder copy = Dataset.builder().within(from.characterSet());
        for (int tag : tags) {
            Element element = from.get(tag);
            if (element != null) {
                copy.set(element);
            }
        }
        return copy;
    }
}
