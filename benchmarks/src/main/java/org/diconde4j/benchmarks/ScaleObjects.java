package org.diconde4j.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/**
 * Made-up headers of inspections, the same for the same number: four studies a component, twenty studies a day, two series of 25
 * instances a study. Study 0 is another one: a single series of 1,000 slices.
 */
final class ScaleObjects {
    static final int IN_A_STUDY = 50;
    static final int IN_THE_FIRST = 1000;
    static final int STUDIES_A_COMPONENT = 4;
    static final int STUDIES_A_DAY = 20;

    /** The only attribute of its kind: a private one, as vendors have them. */
    static final String CREATOR = "ACME INSPECT";

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final String[] MATERIALS = {"AlSi10Mg", "42CrMo4", "Inconel 718", "Ti6Al4V", "CFRP", "S355J2"};
    private static final String[] TYPES = {"VOID", "CRACK", "INCLUSION", "POROSITY", "LACK OF FUSION", "UNDERCUT"};
    private static final String[] STATIONS = {"CT-450-A", "CT-450-B", "DR-LINE-1", "DR-LINE-2", "XC-9"};

    private ScaleObjects() {}

    /** How many studies so many instances make. */
    static long studies(long instances) {
        return 1 + Math.max(0, instances - IN_THE_FIRST) / IN_A_STUDY;
    }

    static int instancesOf(long study) {
        return study == 0 ? IN_THE_FIRST : IN_A_STUDY;
    }

    static String studyUid(long study) {
        return "1.2.826.0.1.3680043.9.9999.1." + study;
    }

    static String seriesUid(long study, int instance) {
        return studyUid(study) + "." + (study == 0 ? 1 : 1 + instance % 2);
    }

    static String instanceUid(long study, int instance) {
        return seriesUid(study, instance) + "." + (1 + instance);
    }

    static long component(long study) {
        return study / STUDIES_A_COMPONENT;
    }

    static String componentId(long component) {
        return String.format("SN-%08d", component);
    }

    static String componentName(long component) {
        return String.format("Blade %08d^Stage %d", component, 1 + component % 9);
    }

    static String day(long study) {
        return FIRST_DAY.plusDays(study / STUDIES_A_DAY).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    static String accession(long study) {
        return "ORDER-" + (1_000_000 + study);
    }

    static String inspector(long study) {
        return "Inspector^" + study % 50;
    }

    static IndexEntry entry(long sequence, long study, int instance) {
        return new IndexEntry(receipt(sequence, study, instance), attributes(study, instance));
    }

    static Receipt receipt(long sequence, long study, int instance) {
        String sop = instanceUid(study, instance);
        Digest digest = Digest.of(sop.getBytes(StandardCharsets.US_ASCII));
        return ReceiptDraft.builder(
                        Receipt.Kind.STORED,
                        Instant.parse("2026-01-01T00:00:00Z").plusMillis(40 * sequence),
                        Source.dimse("CT450", "ARCHIVE", "192.0.2.17"),
                        ObjectNames.instance(studyUid(study), seriesUid(study, instance), sop))
                .uids(UID.CTImageStorage, sop, studyUid(study), seriesUid(study, instance))
                .dataset(UID.ExplicitVRLittleEndian, 360, digest)
                .build()
                .seal(sequence, 530_000, digest);
    }

    private static Dataset attributes(long study, int instance) {
        long component = component(study);
        int day = (int) (study / STUDIES_A_DAY);
        Dataset.Builder b = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL")
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, instanceUid(study, instance))
                .set(Tag.StudyDate, day(study))
                .set(Tag.SeriesDate, day(study))
                .set(Tag.ContentDate, day(study))
                .set(Tag.StudyTime, String.format("%02d%02d00", 6 + study % 12, study % 60))
                .set(Tag.ContentTime, String.format("%02d%02d%02d", 6 + study % 12, study % 60, instance % 60))
                .set(Tag.AccessionNumber, accession(study))
                .set(Tag.Modality, study % 3 == 0 ? "CT" : "DX")
                .set(Tag.Manufacturer, "ACME X-ray")
                .set(Tag.InstitutionName, "Foundry Works " + study % 4)
                .set(Tag.ReferringPhysicianName, "Owner^" + study % 200)
                .set(Tag.StationName, STATIONS[(int) (study % STATIONS.length)])
                .set(Tag.StudyDescription, "Incoming inspection of blades, lot " + study / 100)
                .set(Tag.SeriesDescription, instance % 2 == 0 ? "Overview" : "Root, high resolution")
                .set(Tag.PerformingPhysicianName, inspector(study))
                .set(Tag.OperatorsName, "Operator^" + study % 12)
                .set(Tag.ManufacturerModelName, "Volume 450")
                .set(Tag.PatientName, componentName(component))
                .set(Tag.PatientID, componentId(component))
                .set(Tag.IssuerOfPatientID, "PLANT " + component % 3)
                .set(Tag.EthnicGroup, MATERIALS[(int) (component % MATERIALS.length)])
                .set(Tag.ComponentManufacturingProcedure, "CASTING")
                .set(Tag.ComponentManufacturer, "Foundry " + component % 17)
                .setDoubles(Tag.MaterialThickness, 4 + component % 40 * 0.5)
                .set(Tag.MaterialGrade, "A" + component % 5)
                .set(Tag.ComponentWelderIDs, "W-" + study % 80)
                .set(Tag.DeviceSerialNumber, "ACME-" + study % STATIONS.length)
                .set(Tag.SoftwareVersions, "7.2.1", "build 4711")
                .set(Tag.KVP, "420")
                .set(Tag.XRayTubeCurrent, "3")
                .set(Tag.ExposureTime, "500")
                .set(Tag.SliceThickness, "0.25")
                .set(Tag.StudyInstanceUID, studyUid(study))
                .set(Tag.SeriesInstanceUID, seriesUid(study, instance))
                .set(Tag.StudyID, "I" + study)
                .set(Tag.SeriesNumber, Integer.toString(1 + instance % 2))
                .set(Tag.InstanceNumber, Integer.toString(1 + instance))
                .set(Tag.ImagePositionPatient, "-64", "-64", String.format("%.2f", instance * 0.25))
                .set(Tag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0")
                .set(Tag.FrameOfReferenceUID, studyUid(study) + ".9")
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, 512)
                .set(Tag.Columns, 512)
                .set(Tag.PixelSpacing, "0.25", "0.25")
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .set(Tag.PixelRepresentation, 0)
                .set(Tag.WindowCenter, "21000")
                .set(Tag.WindowWidth, "9000")
                .set(Tag.RescaleIntercept, "0")
                .set(Tag.RescaleSlope, "1")
                .set(0x00310010, VR.LO, CREATOR)
                .set(0x00311001, VR.LO, "LOT-" + study / 100)
                .set(0x00311002, VR.DS, Double.toString(20 + day % 10 * 0.5));
        if (instance % 10 == 0) {
            b.setItems(Tag.EvaluatorSequence, evaluation(study, instance));
        }
        return b.build();
    }

    private static Dataset evaluation(long study, int instance) {
        int kind = (int) ((study + instance / 10) % TYPES.length);
        return Dataset.builder()
                .set(Tag.EvaluatorNumber, 1)
                .set(Tag.EvaluatorName, inspector(study))
                .setItems(
                        Tag.IndicationSequence,
                        Dataset.builder()
                                .set(Tag.IndicationNumber, 1)
                                .set(Tag.IndicationLabel, "I-" + instance)
                                .set(Tag.IndicationType, study % 1000 == 7 ? "TUNGSTEN" : TYPES[kind])
                                .set(Tag.IndicationDisposition, kind == 1 ? "REJECT" : "ACCEPT")
                                .build())
                .build();
    }
}
