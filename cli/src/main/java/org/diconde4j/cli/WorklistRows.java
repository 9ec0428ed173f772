package org.diconde4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/** What a table shows of worklist items: component and requested procedure, and the step that stands in a sequence. */
final class WorklistRows {
    private static final List<Integer> OF_ITEM =
            List.of(Tag.PatientID, Tag.PatientName, Tag.AccessionNumber, Tag.RequestedProcedureDescription);
    private static final List<Integer> OF_STEP = List.of(
            Tag.ScheduledProcedureStepStartDate,
            Tag.ScheduledProcedureStepStartTime,
            Tag.ScheduledStationAETitle,
            Tag.Modality,
            Tag.ScheduledProcedureStepDescription,
            Tag.ScheduledProcedureStepID);

    private WorklistRows() {}

    static List<String> titles() {
        List<String> titles = Columns.titles(OF_ITEM);
        titles.addAll(List.of("Date", "Time", "Station", "Modality", "Step", "Step ID"));
        return titles;
    }

    static List<String> values(Dataset item) {
        List<Dataset> steps = item.items(Tag.ScheduledProcedureStepSequence);
        List<String> values = new ArrayList<>(Columns.values(OF_ITEM, item));
        values.addAll(Columns.values(OF_STEP, steps.isEmpty() ? Dataset.empty() : steps.get(0)));
        return values;
    }

    /** What to ask for, so that every column has its value. */
    static Dataset keys(Dataset item, Dataset step) {
        Dataset.Builder steps = Dataset.builder();
        OF_STEP.forEach(steps::setEmpty);
        steps.setEmpty(Tag.ScheduledProcedureStepStatus);
        Dataset.Builder keys = Dataset.builder();
        OF_ITEM.forEach(keys::setEmpty);
        keys.setEmpty(Tag.StudyInstanceUID).setEmpty(Tag.RequestedProcedureID).setAll(item);
        List<Dataset> given = item.items(Tag.ScheduledProcedureStepSequence);
        if (!given.isEmpty()) {
            steps.setAll(given.get(0));
        }
        return keys.setItems(
                        Tag.ScheduledProcedureStepSequence, steps.setAll(step).build())
                .build();
    }
}
