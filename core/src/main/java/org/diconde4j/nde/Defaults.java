package org.diconde4j.nde;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/**
 * What objects say that nobody has told more: type 2 attributes are empty, type 1 attributes have the value that claims
 * least (PS3.3 annex A, DICONDE's Patient's Sex {@code O}).
 */
final class Defaults {
    private static final int[] EMPTY = {
        Tag.PatientName,
        Tag.PatientID,
        Tag.PatientBirthDate,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.StudyID,
        Tag.AccessionNumber,
        Tag.ReferringPhysicianName,
        Tag.SeriesNumber,
        Tag.Manufacturer
    };

    /** Stands where a part of the body must be named; no coding scheme of DICOM has a term for it. */
    static final Dataset COMPONENT = NdeObject.code("COMPONENT", "99DICONDE4J", "Component");

    private static final Map<Kind, Dataset> BY_KIND = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            BY_KIND.put(kind, make(kind));
        }
    }

    private Defaults() {}

    static Dataset of(Kind kind) {
        return Objects.requireNonNull(BY_KIND.get(kind));
    }

    private static Dataset make(Kind kind) {
        Dataset.Builder defaults =
                Dataset.builder().set(Tag.PatientSex, "O").set(Tag.SoftwareVersions, NdeObject.DICONDE_VERSION);
        for (int tag : EMPTY) {
            defaults.setEmpty(tag);
        }
        switch (kind) {
            case DX_PRESENTATION -> dx(defaults).set(Tag.PresentationIntentType, "FOR PRESENTATION");
            case DX_PROCESSING -> dx(defaults).set(Tag.PresentationIntentType, "FOR PROCESSING");
            case CR ->
                unoriented(defaults)
                        .set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                        .setEmpty(Tag.BodyPartExamined)
                        .setEmpty(Tag.ViewPosition);
            case CT -> ct(defaults);
            case US, US_MULTI_FRAME, EDDY_CURRENT, EDDY_CURRENT_MULTI_FRAME, THERMOGRAPHY, THERMOGRAPHY_MULTI_FRAME ->
                unoriented(defaults).set(Tag.ImageType, "ORIGINAL", "PRIMARY");
            case SECONDARY_CAPTURE -> unoriented(defaults).set(Tag.ConversionType, "WSD");
            case SECONDARY_CAPTURE_MULTI_FRAME ->
                unoriented(defaults).set(Tag.ConversionType, "WSD").set(Tag.BurnedInAnnotation, "NO");
            case PHOTOGRAPH ->
                unoriented(defaults)
                        .set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                        .set(Tag.LossyImageCompression, "00")
                        .setItems(Tag.AcquisitionContextSequence);
            case VIDEO ->
                unoriented(defaults)
                        .set(Tag.ImageType, "ORIGINAL", "PRIMARY")
                        .set(Tag.LossyImageCompression, "01") // as every video syntax of PS3.5 10 is
                        .setItems(Tag.AnatomicRegionSequence, COMPONENT)
                        .setItems(Tag.AcquisitionContextSequence);
            case ENHANCED_CT ->
                volume(defaults)
                        .set(Tag.PixelPresentation, "MONOCHROME")
                        .set(Tag.VolumetricProperties, "VOLUME")
                        .set(Tag.VolumeBasedCalculationTechnique, "NONE")
                        .setEmpty(Tag.PatientPosition);
            case PARAMETRIC_MAP ->
                volume(defaults)
                        .setEmpty(Tag.Laterality)
                        .set(Tag.SeriesNumber, 1)
                        .set(Tag.ContentLabel, "MAP")
                        .setEmpty(Tag.ContentDescription)
                        .setEmpty(Tag.ContentCreatorName)
                        .set(Tag.RecognizableVisualFeatures, "NO");
            case US_WAVEFORM ->
                defaults.setItems(Tag.AcquisitionContextSequence).setEmpty(Tag.Laterality);
            case PDF ->
                document(defaults, "application/pdf")
                        .set(Tag.ConversionType, "WSD")
                        .set(Tag.BurnedInAnnotation, "YES");
            case STL -> model(defaults, "model/stl").setEmpty(Tag.PositionReferenceIndicator);
            case OBJ -> model(defaults, "model/obj").setEmpty(Tag.PositionReferenceIndicator);
            case MTL -> model(defaults, "model/mtl");
        }
        return defaults.build();
    }

    private static Dataset.Builder dx(Dataset.Builder defaults) {
        return defaults.set(Tag.ImageType, "ORIGINAL", "PRIMARY", "")
                .set(Tag.PixelIntensityRelationship, "LIN")
                .set(Tag.PixelIntensityRelationshipSign, 1)
                .set(Tag.RescaleIntercept, "0")
                .set(Tag.RescaleSlope, "1")
                .set(Tag.RescaleType, "US")
                .set(Tag.LossyImageCompression, "00")
                .set(Tag.BurnedInAnnotation, "NO")
                .set(Tag.ImageLaterality, "U")
                .set(Tag.PatientOrientation, "L", "F")
                .setEmpty(Tag.DetectorType)
                .setEmpty(Tag.PositionerType)
                .setItems(Tag.AnatomicRegionSequence)
                .setItems(Tag.AcquisitionContextSequence);
    }

    /** Enhanced objects (PS3.3 C.8.15.2, C.8.32.2): what their frames share and differ in, VolumeBuilder says. */
    private static Dataset.Builder volume(Dataset.Builder defaults) {
        return defaults.set(Tag.ImageType, "DERIVED", "PRIMARY", "VOLUME", "NONE")
                .set(Tag.ContentQualification, "RESEARCH") // claims least
                .set(Tag.BurnedInAnnotation, "NO")
                .set(Tag.LossyImageCompression, "00")
                .set(Tag.PresentationLUTShape, "IDENTITY")
                .setEmpty(Tag.PositionReferenceIndicator)
                .setItems(Tag.AcquisitionContextSequence);
    }

    private static Dataset.Builder document(Dataset.Builder defaults, String mimeType) {
        return defaults.set(Tag.MIMETypeOfEncapsulatedDocument, mimeType)
                .set(Tag.SeriesNumber, 1)
                .setEmpty(Tag.ContentDate)
                .setEmpty(Tag.ContentTime)
                .setEmpty(Tag.AcquisitionDateTime)
                .setEmpty(Tag.DocumentTitle)
                .setItems(Tag.ConceptNameCodeSequence);
    }

    /** PS3.3 C.35.1 */
    private static Dataset.Builder model(Dataset.Builder defaults, String mimeType) {
        return document(defaults, mimeType)
                .set(Tag.BurnedInAnnotation, "NO")
                .set(Tag.ModelModification, "NO")
                .set(Tag.ModelMirroring, "NO");
    }

    /** Conditional attributes of bodies, whose conditions a program cannot know to be false. */
    private static Dataset.Builder unoriented(Dataset.Builder defaults) {
        return defaults.setEmpty(Tag.Laterality).setEmpty(Tag.PatientOrientation);
    }

    private static void ct(Dataset.Builder defaults) {
        defaults.set(Tag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL")
                .set(Tag.RescaleIntercept, "0")
                .set(Tag.RescaleSlope, "1")
                .set(Tag.RescaleType, "US")
                .setDoubles(Tag.ImagePositionPatient, 0, 0, 0)
                .setDoubles(Tag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0)
                .setEmpty(Tag.Laterality)
                .setEmpty(Tag.PatientPosition)
                .setEmpty(Tag.PositionReferenceIndicator)
                .setEmpty(Tag.SliceThickness)
                .setEmpty(Tag.KVP)
                .setEmpty(Tag.AcquisitionNumber);
    }
}
