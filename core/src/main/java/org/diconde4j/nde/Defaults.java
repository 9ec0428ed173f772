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

    private static final Map<NdeObject.Kind, Dataset> BY_KIND = new EnumMap<>(NdeObject.Kind.class);

    static {
        for (NdeObject.Kind kind : NdeObject.Kind.values()) {
            BY_KIND.put(kind, make(kind));
        }
    }

    private Defaults() {}

    static Dataset of(NdeObject.Kind kind) {
        return Objects.requireNonNull(BY_KIND.get(kind));
    }

    private static Dataset make(NdeObject.Kind kind) {
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
            case US, US_MULTI_FRAME -> unoriented(defaults).set(Tag.ImageType, "ORIGINAL", "PRIMARY");
            case SECONDARY_CAPTURE -> unoriented(defaults).set(Tag.ConversionType, "WSD");
            case PDF ->
                defaults.set(Tag.ConversionType, "WSD")
                        .set(Tag.MIMETypeOfEncapsulatedDocument, "application/pdf")
                        .set(Tag.BurnedInAnnotation, "YES")
                        .set(Tag.SeriesNumber, 1)
                        .setEmpty(Tag.ContentDate)
                        .setEmpty(Tag.ContentTime)
                        .setEmpty(Tag.AcquisitionDateTime)
                        .setEmpty(Tag.DocumentTitle)
                        .setItems(Tag.ConceptNameCodeSequence);
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
