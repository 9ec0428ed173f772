package org.diconde4j.archive.workflow;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What the items of sequences in a step must have, at its creation and when it changes (PS3.4 Tables CC.2.5-2a to -2g, CC.2.5-3): attributes of
 * type 1, with values. Those of type 2 may be left out, which says the same as no value.
 */
final class WorkitemItems {
    /** Code Sequence Macro: a meaning, and one of the three values. */
    private static final Integer[] CODE_VALUES = {Tag.CodeValue, Tag.LongCodeValue, Tag.URNCodeValue};

    /** Content Item Macro; values depend on the Value Type. */
    private static final Rule PARAMETERS = items(
            Tag.ScheduledProcessingParametersSequence,
            List.of(Tag.ValueType, Tag.ConceptNameCodeSequence),
            codes(Tag.ConceptNameCodeSequence),
            codes(Tag.ConceptCodeSequence),
            codes(Tag.MeasurementUnitsCodeSequence));

    private static final Rule PERFORMERS = items(
            Tag.ScheduledHumanPerformersSequence,
            List.of(Tag.HumanPerformerCodeSequence, Tag.HumanPerformerName, Tag.HumanPerformerOrganization),
            codes(Tag.HumanPerformerCodeSequence));

    /** Referenced Instances and Access Macro. */
    private static final Rule INPUT = items(
            Tag.InputInformationSequence,
            List.of(Tag.TypeOfInstances, Tag.ReferencedSOPSequence),
            references(Tag.ReferencedSOPSequence),
            items(Tag.DICOMRetrievalSequence, List.of(Tag.RetrieveAETitle)),
            items(Tag.DICOMMediaRetrievalSequence, List.of(Tag.StorageMediaFileSetUID)),
            items(Tag.WADORetrievalSequence, List.of(Tag.RetrieveURI)),
            items(Tag.XDSRetrievalSequence, List.of(Tag.RepositoryUniqueID)),
            items(Tag.WADORSRetrievalSequence, List.of(Tag.RetrieveURL)));

    /** Storage Macro. */
    private static final Rule OUTPUT = items(
            Tag.OutputDestinationSequence,
            List.of(),
            items(Tag.DICOMStorageSequence, List.of(Tag.DestinationAE)),
            items(Tag.STOWRSStorageSequence, List.of(Tag.StorageURL)),
            items(Tag.XDSStorageSequence, List.of(Tag.RepositoryUniqueID)));

    private static final Rule REQUESTS = items(
            Tag.ReferencedRequestSequence,
            List.of(Tag.StudyInstanceUID),
            codes(Tag.RequestedProcedureCodeSequence),
            codes(Tag.ReasonForRequestedProcedureCodeSequence),
            codes(Tag.RequestingServiceCodeSequence));

    private static final List<Rule> RULES = List.of(
            PARAMETERS,
            codes(Tag.ScheduledStationNameCodeSequence),
            codes(Tag.ScheduledStationClassCodeSequence),
            codes(Tag.ScheduledStationGeographicLocationCodeSequence),
            PERFORMERS,
            codes(Tag.ScheduledWorkitemCodeSequence),
            INPUT,
            OUTPUT,
            items(Tag.OtherPatientIDsSequence, List.of(Tag.PatientID)),
            codes(Tag.AdmittingDiagnosesCodeSequence),
            REQUESTS,
            references(Tag.ReplacedProcedureStepSequence));

    private WorkitemItems() {}

    /**
     * What items of a sequence must have.
     *
     * @param required tags of type 1
     * @param oneOf tags of which one must have a value; none if that is all the same
     * @param inside the same of sequences in them
     */
    private record Rule(int sequence, List<Integer> required, List<Integer> oneOf, List<Rule> inside) {}

    private static Rule items(int sequence, List<Integer> required, Rule... inside) {
        return new Rule(sequence, required, List.of(), List.of(inside));
    }

    private static Rule codes(int sequence) {
        return new Rule(sequence, List.of(Tag.CodeMeaning), List.of(CODE_VALUES), List.of());
    }

    private static Rule references(int sequence) {
        return items(sequence, List.of(Tag.ReferencedSOPClassUID, Tag.ReferencedSOPInstanceUID));
    }

    /** What is wrong, at its first place; null if nothing is. */
    static @Nullable WorkitemOutcome refusal(Dataset step) {
        return refusal(step, RULES, "");
    }

    private static @Nullable WorkitemOutcome refusal(Dataset at, List<Rule> rules, String path) {
        for (Rule rule : rules) {
            int number = 0;
            for (Dataset item : at.items(rule.sequence())) {
                String place = path + name(rule.sequence()) + "[" + ++number + "].";
                WorkitemOutcome found = refusal(item, rule, place);
                if (found == null) {
                    found = refusal(item, rule.inside(), place);
                }
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable WorkitemOutcome refusal(Dataset item, Rule rule, String place) {
        List<Integer> wrong = new ArrayList<>();
        for (int tag : rule.required()) {
            if (!Attributes.hasValue(item, tag)) {
                wrong.add(tag);
            }
        }
        if (!rule.oneOf().isEmpty() && rule.oneOf().stream().noneMatch(tag -> Attributes.hasValue(item, tag))) {
            wrong.add(0, rule.oneOf().get(0));
        }
        if (wrong.isEmpty()) {
            return null;
        }
        boolean there = item.contains(wrong.get(0));
        return WorkitemOutcome.of(
                there ? WorkitemStatus.MISSING_VALUE : WorkitemStatus.MISSING_ATTRIBUTE,
                place + name(wrong.get(0)) + (there ? " has no value" : " is missing"),
                wrong.toArray(Integer[]::new));
    }

    private static String name(int tag) {
        return Dictionary.standard().keyword(tag);
    }
}
