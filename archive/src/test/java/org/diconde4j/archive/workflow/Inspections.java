package org.diconde4j.archive.workflow;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/** What a plant has to inspect. */
final class Inspections {
    private Inspections() {}

    static Dataset.Builder step(String station, String date, String time, String id) {
        return Dataset.builder()
                .set(Tag.ScheduledStationAETitle, station)
                .set(Tag.ScheduledProcedureStepStartDate, date)
                .set(Tag.ScheduledProcedureStepStartTime, time)
                .set(Tag.Modality, "DX")
                .set(Tag.ScheduledProcedureStepID, id)
                .set(Tag.ScheduledProcedureStepDescription, "Girth weld, " + id);
    }

    static Dataset.Builder item(String component, String study, Dataset.Builder step) {
        return Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(Tag.PatientName, "Schweißnaht " + component)
                .set(Tag.PatientID, component)
                .set(Tag.StudyInstanceUID, study)
                .set(Tag.AccessionNumber, "O-" + component)
                .set(Tag.RequestedProcedureID, "RP-" + component)
                .set(Tag.RequestedProcedureDescription, "Radiography")
                .setItems(Tag.ScheduledProcedureStepSequence, step.build());
    }

    static Dataset.Builder performed(String study, String scheduledStep) {
        return Dataset.builder()
                .setItems(
                        Tag.ScheduledStepAttributesSequence,
                        Dataset.builder()
                                .set(Tag.StudyInstanceUID, study)
                                .set(Tag.ScheduledProcedureStepID, scheduledStep)
                                .build())
                .set(Tag.PatientName, "Weld")
                .set(Tag.PatientID, "SN-1")
                .set(Tag.PerformedProcedureStepID, "PPS-1")
                .set(Tag.PerformedStationAETitle, "XRAY1")
                .set(Tag.PerformedProcedureStepStartDate, "20260301")
                .set(Tag.PerformedProcedureStepStartTime, "0815")
                .set(Tag.PerformedProcedureStepStatus, "IN PROGRESS")
                .set(Tag.Modality, "DX");
    }
}
