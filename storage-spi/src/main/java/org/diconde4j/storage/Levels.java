package org.diconde4j.storage;

import java.util.Arrays;
import org.diconde4j.dict.Tag;

/** Which attribute describes which level: the modules of PS3.3 C.7.1 to C.7.5 and group 0014 of DICONDE. */
final class Levels {
    private static final int[] STUDY = sorted(
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.AccessionNumber,
            Tag.IssuerOfAccessionNumberSequence,
            Tag.ReferringPhysicianName,
            Tag.ReferringPhysicianIdentificationSequence,
            Tag.ConsultingPhysicianName,
            Tag.StudyDescription,
            Tag.ProcedureCodeSequence,
            Tag.PhysiciansOfRecord,
            Tag.NameOfPhysiciansReadingStudy,
            Tag.AdmittingDiagnosesDescription,
            Tag.ReferencedStudySequence,
            Tag.PatientAge,
            Tag.PatientSize,
            Tag.PatientWeight,
            Tag.Occupation,
            Tag.AdditionalPatientHistory,
            Tag.ComponentWelderIDs,
            Tag.ExpiryDate,
            Tag.StudyInstanceUID,
            Tag.StudyID,
            Tag.RequestingService,
            Tag.StudyComments,
            Tag.ReasonForPerformedProcedureCodeSequence);

    private static final int[] SERIES = sorted(
            Tag.Modality,
            Tag.SeriesDate,
            Tag.SeriesTime,
            Tag.SeriesDescription,
            Tag.SeriesDescriptionCodeSequence,
            Tag.PerformingPhysicianName,
            Tag.OperatorsName,
            Tag.Manufacturer,
            Tag.ManufacturerModelName,
            Tag.DeviceSerialNumber,
            Tag.SoftwareVersions,
            Tag.InstitutionName,
            Tag.InstitutionAddress,
            Tag.InstitutionalDepartmentName,
            Tag.StationName,
            Tag.ReferencedPerformedProcedureStepSequence,
            Tag.ActualEnvironmentalConditions,
            Tag.EnvironmentalConditions,
            Tag.BodyPartExamined,
            Tag.ProtocolName,
            Tag.PatientPosition,
            Tag.SeriesInstanceUID,
            Tag.SeriesNumber,
            Tag.Laterality,
            Tag.FrameOfReferenceUID,
            Tag.PositionReferenceIndicator,
            Tag.PerformedProcedureStepStartDate,
            Tag.PerformedProcedureStepStartTime,
            Tag.PerformedProcedureStepEndDate,
            Tag.PerformedProcedureStepEndTime,
            Tag.PerformedProcedureStepID,
            Tag.PerformedProcedureStepDescription,
            Tag.PerformedProtocolCodeSequence,
            Tag.RequestAttributesSequence,
            Tag.CommentsOnThePerformedProcedureStep);

    private Levels() {}

    private static int[] sorted(int... tags) {
        Arrays.sort(tags);
        return tags;
    }

    /** Asked for each attribute of each object. */
    private static boolean contains(int[] sorted, int tag) {
        return Arrays.binarySearch(sorted, tag) >= 0;
    }

    static Level of(int tag) {
        if (contains(STUDY, tag)) {
            return Level.STUDY;
        }
        if (contains(SERIES, tag)) {
            return Level.SERIES;
        }
        // Component, its material and shape are (0014,0023) to (0014,0056); the rest of the component is DICOM's
        // patient.
        boolean component = (tag >>> 16) == 0x0010 ? (tag & 0xFFFF) != 0 : tag >= 0x00140023 && tag <= 0x00140056;
        return component ? Level.COMPONENT : Level.INSTANCE;
    }
}
