package org.diconde4j.media;

import java.util.HashMap;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;

/** Which record stands for an object of which class (PS3.3 F.5). */
final class SopClasses {
    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
    private static final Map<String, RecordType> BY_UID = new HashMap<>();

    static {
        put(
                RecordType.IMAGE,
                UID.SegmentationStorage,
                UID.LabelMapSegmentationStorage,
                UID.HeightMapSegmentationStorage,
                UID.ParametricMapStorage,
                UID.EnhancedUSVolumeStorage,
                UID.OphthalmicThicknessMapStorage,
                UID.CornealTopographyMapStorage,
                UID.OphthalmicOpticalCoherenceTomographyBscanVolumeAnalysisStorage,
                UID.DICOS2DAITStorage,
                UID.DICOS3DAITStorage);
        put(RecordType.RT_DOSE, UID.RTDoseStorage);
        put(RecordType.RT_STRUCTURE_SET, UID.RTStructureSetStorage);
        put(RecordType.RT_PLAN, UID.RTPlanStorage, UID.RTIonPlanStorage);
        put(
                RecordType.RT_TREAT_RECORD,
                UID.RTBeamsTreatmentRecordStorage,
                UID.RTBrachyTreatmentRecordStorage,
                UID.RTTreatmentSummaryRecordStorage,
                UID.RTIonBeamsTreatmentRecordStorage);
        put(RecordType.PRESENTATION, UID.BasicStructuredDisplayStorage);
        put(RecordType.WAVEFORM, UID.UltrasoundWaveformStorage);
        put(
                RecordType.SR_DOCUMENT,
                UID.SpectaclePrescriptionReportStorage,
                UID.MacularGridThicknessAndVolumeReportStorage);
        put(RecordType.KEY_OBJECT_DOC, UID.KeyObjectSelectionDocumentStorage);
        put(RecordType.SPECTROSCOPY, UID.MRSpectroscopyStorage);
        put(RecordType.RAW_DATA, UID.RawDataStorage);
        put(RecordType.REGISTRATION, UID.SpatialRegistrationStorage, UID.DeformableSpatialRegistrationStorage);
        put(RecordType.FIDUCIAL, UID.SpatialFiducialsStorage);
        put(RecordType.VALUE_MAP, UID.RealWorldValueMappingStorage);
        put(RecordType.STEREOMETRIC, UID.StereometricRelationshipStorage);
        put(
                RecordType.PLAN,
                UID.RTBeamsDeliveryInstructionStorage,
                UID.RTBeamsDeliveryInstructionStorageTrial,
                UID.RTBrachyApplicationSetupDeliveryInstructionStorage);
        put(
                RecordType.MEASUREMENT,
                UID.LensometryMeasurementsStorage,
                UID.AutorefractionMeasurementsStorage,
                UID.KeratometryMeasurementsStorage,
                UID.SubjectiveRefractionMeasurementsStorage,
                UID.VisualAcuityMeasurementsStorage,
                UID.OphthalmicAxialMeasurementsStorage,
                UID.IntraocularLensCalculationsStorage,
                UID.OphthalmicVisualFieldStaticPerimetryMeasurementsStorage);
        put(RecordType.SURFACE, UID.SurfaceSegmentationStorage);
        put(RecordType.SURFACE_SCAN, UID.SurfaceScanMeshStorage, UID.SurfaceScanPointCloudStorage);
        put(RecordType.TRACT, UID.TractographyResultsStorage);
        put(RecordType.ASSESSMENT, UID.ContentAssessmentResultsStorage);
        put(
                RecordType.RADIOTHERAPY,
                UID.RTPhysicianIntentStorage,
                UID.RTSegmentAnnotationStorage,
                UID.RTRadiationSetStorage,
                UID.CArmPhotonElectronRadiationStorage,
                UID.TomotherapeuticRadiationStorage,
                UID.RoboticArmRadiationStorage,
                UID.RTRadiationRecordSetStorage,
                UID.RTRadiationSalvageRecordStorage,
                UID.TomotherapeuticRadiationRecordStorage,
                UID.CArmPhotonElectronRadiationRecordStorage,
                UID.RoboticRadiationRecordStorage,
                UID.RTRadiationSetDeliveryInstructionStorage,
                UID.RTTreatmentPreparationStorage,
                UID.RTPatientPositionAcquisitionInstructionStorage);
        put(RecordType.ANNOTATION, UID.MicroscopyBulkSimpleAnnotationsStorage);
        put(RecordType.HANGING_PROTOCOL, UID.HangingProtocolStorage);
        put(RecordType.PALETTE, UID.ColorPaletteStorage);
        put(RecordType.IMPLANT, UID.GenericImplantTemplateStorage);
        put(RecordType.IMPLANT_ASSY, UID.ImplantAssemblyTemplateStorage);
        put(RecordType.IMPLANT_GROUP, UID.ImplantTemplateGroupStorage);
        put(RecordType.INVENTORY, UID.InventoryStorage);
    }

    private SopClasses() {}

    private static void put(RecordType type, String... uids) {
        for (String uid : uids) {
            BY_UID.put(uid, type);
        }
    }

    /**
     * The type of the record that stands for an object. Families of classes are told by their common root, so that their
     * later members are too. What has rows of pixels is an image, whoever made its class; what the standard has no record
     * for is private (PS3.3 F.6.1).
     */
    static RecordType recordOf(String sopClassUid, Dataset object) {
        RecordType known = BY_UID.get(sopClassUid);
        if (known != null) {
            return known;
        }
        if (isIn(sopClassUid, "9.100") || isIn(sopClassUid, "11")) {
            return RecordType.PRESENTATION;
        }
        if (isIn(sopClassUid, "9")) {
            return RecordType.WAVEFORM;
        }
        if (isIn(sopClassUid, "88")) {
            return RecordType.SR_DOCUMENT;
        }
        if (isIn(sopClassUid, "104")) {
            return RecordType.ENCAP_DOC;
        }
        return object.contains(Tag.Rows)
                        || Dictionary.standard().nameOfUid(sopClassUid).contains("Image Storage")
                ? RecordType.IMAGE
                : RecordType.PRIVATE;
    }

    private static boolean isIn(String uid, String family) {
        return uid.startsWith(STORAGE + family + '.');
    }
}
