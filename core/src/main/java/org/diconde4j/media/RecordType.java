package org.diconde4j.media;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The types of Directory Records with their keys (PS3.3 F.4, F.5), as far as a directory is made of them here. Of keys
 * that the standard leaves open (type 3) those are listed that tell one component or series from another.
 */
enum RecordType {
    PATIENT("PATIENT", one(Tag.PatientID), two(Tag.PatientName), may(Tag.IssuerOfPatientID)),
    STUDY(
            "STUDY",
            one(Tag.StudyDate, Tag.StudyTime, Tag.StudyInstanceUID, Tag.StudyID),
            two(Tag.AccessionNumber, Tag.StudyDescription)),
    SERIES("SERIES", one(Tag.Modality, Tag.SeriesInstanceUID, Tag.SeriesNumber), may(Tag.SeriesDescription)),

    IMAGE("IMAGE", one(Tag.InstanceNumber), may(Tag.ImageType)),
    RT_DOSE("RT DOSE", one(Tag.InstanceNumber, Tag.DoseSummationType), may(Tag.DoseComment)),
    RT_STRUCTURE_SET(
            "RT STRUCTURE SET",
            one(Tag.InstanceNumber, Tag.StructureSetLabel),
            two(Tag.StructureSetDate, Tag.StructureSetTime)),
    RT_PLAN("RT PLAN", one(Tag.InstanceNumber, Tag.RTPlanLabel), two(Tag.RTPlanDate, Tag.RTPlanTime)),
    RT_TREAT_RECORD("RT TREAT RECORD", one(Tag.InstanceNumber), two(Tag.TreatmentDate, Tag.TreatmentTime)),
    PRESENTATION(
            "PRESENTATION",
            one(Tag.PresentationCreationDate, Tag.PresentationCreationTime),
            identified(),
            may(Tag.ReferencedSeriesSequence, Tag.BlendingSequence)),
    WAVEFORM("WAVEFORM", one(Tag.InstanceNumber, Tag.ContentDate, Tag.ContentTime)),
    SR_DOCUMENT(
            "SR DOCUMENT",
            one(Tag.InstanceNumber, Tag.CompletionFlag, Tag.VerificationFlag, Tag.ContentDate, Tag.ContentTime),
            one(Tag.ConceptNameCodeSequence),
            may(Tag.VerificationDateTime, Tag.ContentSequence)),
    KEY_OBJECT_DOC(
            "KEY OBJECT DOC",
            one(Tag.InstanceNumber, Tag.ContentDate, Tag.ContentTime, Tag.ConceptNameCodeSequence),
            may(Tag.ContentSequence)),
    SPECTROSCOPY(
            "SPECTROSCOPY",
            one(Tag.ImageType, Tag.ContentDate, Tag.ContentTime, Tag.InstanceNumber, Tag.NumberOfFrames),
            one(Tag.Rows, Tag.Columns, Tag.DataPointRows, Tag.DataPointColumns),
            may(Tag.ReferencedImageEvidenceSequence)),
    RAW_DATA("RAW DATA", one(Tag.ContentDate, Tag.ContentTime), two(Tag.InstanceNumber)),
    REGISTRATION("REGISTRATION", one(Tag.ContentDate, Tag.ContentTime), identified()),
    FIDUCIAL("FIDUCIAL", one(Tag.ContentDate, Tag.ContentTime), identified()),
    ENCAP_DOC(
            "ENCAP DOC",
            one(Tag.InstanceNumber, Tag.MIMETypeOfEncapsulatedDocument),
            two(Tag.ContentDate, Tag.ContentTime, Tag.DocumentTitle, Tag.ConceptNameCodeSequence),
            may(Tag.HL7InstanceIdentifier)),
    VALUE_MAP("VALUE MAP", one(Tag.ContentDate, Tag.ContentTime), identified()),
    STEREOMETRIC("STEREOMETRIC"),
    PLAN("PLAN"),
    MEASUREMENT("MEASUREMENT", one(Tag.ContentDate, Tag.ContentTime), identified()),
    SURFACE("SURFACE", one(Tag.ContentDate, Tag.ContentTime), identified()),
    SURFACE_SCAN("SURFACE SCAN", one(Tag.ContentDate, Tag.ContentTime)),
    TRACT("TRACT", one(Tag.ContentDate, Tag.ContentTime), identified()),
    ASSESSMENT("ASSESSMENT", one(Tag.InstanceNumber, Tag.InstanceCreationDate), two(Tag.InstanceCreationTime)),
    RADIOTHERAPY(
            "RADIOTHERAPY",
            one(Tag.InstanceNumber),
            two(Tag.ContentDescription, Tag.ContentCreatorName),
            may(Tag.UserContentLabel, Tag.UserContentLongLabel)),
    ANNOTATION("ANNOTATION", one(Tag.ContentDate, Tag.ContentTime), identified()),

    HANGING_PROTOCOL(
            "HANGING PROTOCOL",
            one(Tag.HangingProtocolName, Tag.HangingProtocolDescription, Tag.HangingProtocolLevel),
            one(Tag.HangingProtocolCreator, Tag.HangingProtocolCreationDateTime),
            one(Tag.HangingProtocolDefinitionSequence, Tag.NumberOfPriorsReferenced),
            two(Tag.HangingProtocolUserIdentificationCodeSequence)),
    PALETTE("PALETTE", one(Tag.ContentLabel), two(Tag.ContentDescription)),
    IMPLANT("IMPLANT", one(Tag.Manufacturer, Tag.ImplantName, Tag.ImplantPartNumber), may(Tag.ImplantSize)),
    IMPLANT_ASSY("IMPLANT ASSY", one(Tag.ImplantAssemblyTemplateName, Tag.Manufacturer, Tag.ProcedureTypeCodeSequence)),
    IMPLANT_GROUP("IMPLANT GROUP", one(Tag.ImplantTemplateGroupName, Tag.ImplantTemplateGroupIssuer)),
    INVENTORY("INVENTORY", one(Tag.InventoryLevel), may(Tag.ScopeOfInventorySequence)),

    PRIVATE("PRIVATE", may(Tag.InstanceNumber));

    /** How much a key is needed: 1 with a value, 2 present, 3 if the file has it. */
    record Key(int tag, int type) {}

    private static final Map<String, RecordType> BY_TERM = new HashMap<>();

    static {
        for (RecordType type : values()) {
            BY_TERM.put(type.term, type);
        }
    }

    private final String term;
    private final List<Key> keys;

    RecordType(String term, Key[]... keys) {
        this.term = term;
        this.keys = Arrays.stream(keys).flatMap(Arrays::stream).toList();
    }

    private static Key[] one(int... tags) {
        return keys(1, tags);
    }

    private static Key[] two(int... tags) {
        return keys(2, tags);
    }

    /** Types 3 and 1C: what the condition asks for is there when the file has it. */
    private static Key[] may(int... tags) {
        return keys(3, tags);
    }

    /** The Content Identification Macro (PS3.3 Table 10-12). */
    private static Key[] identified() {
        return Stream.of(one(Tag.InstanceNumber, Tag.ContentLabel), two(Tag.ContentDescription, Tag.ContentCreatorName))
                .flatMap(Arrays::stream)
                .toArray(Key[]::new);
    }

    private static Key[] keys(int type, int... tags) {
        return Arrays.stream(tags).mapToObj(tag -> new Key(tag, type)).toArray(Key[]::new);
    }

    /** The value of Directory Record Type (0004,1430). */
    String term() {
        return term;
    }

    List<Key> keys() {
        return keys;
    }

    /** Whether it stands for a file right below the root, without component, study and series. */
    boolean isOfRoot() {
        return switch (this) {
            case HANGING_PROTOCOL, PALETTE, IMPLANT, IMPLANT_ASSY, IMPLANT_GROUP, INVENTORY -> true;
            default -> false;
        };
    }

    /** Whether each of its records stands for a file. */
    boolean isOfFile() {
        return this != PATIENT && this != STUDY && this != SERIES && this != PRIVATE;
    }

    static @Nullable RecordType of(String term) {
        return BY_TERM.get(term);
    }
}
