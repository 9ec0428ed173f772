package org.diconde4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetWriterTest {
    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private FileSetWriter.Builder builder() {
        return FileSetWriter.in(folder).notes(notes::add);
    }

    /** Indexes one object and reads the directory as a strict reader does. */
    private DicomDirectory directoryOf(Dataset.Builder object) throws IOException {
        FileSetWriter writer = builder().create();
        writer.add(Files10.write(folder.resolve("OBJECT"), object));
        return strictly(writer.write());
    }

    private static DicomDirectory strictly(Path file) throws IOException {
        return DirectoryReader.strict().read(file);
    }

    private static Dataset leaf(DicomDirectory directory) {
        return directory
                .all()
                .filter(record -> record.fileId() != null)
                .findFirst()
                .orElseThrow()
                .attributes();
    }

    // ---- bytes

    @Test
    void writes_every_field_where_the_standard_wants_it() throws IOException {
        FileSetWriter writer = builder().fileSetId("WELDS").create();
        writer.add(Files10.write(folder.resolve("A/B"), Files10.image(1, 2, 3, 4)));

        Path file = writer.write();
        int start = (int) DicomReader.lenient().readFileMeta(file).datasetOffset();
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Bytes.hex(Arrays.copyOfRange(bytes, start, bytes.length)))
                .isEqualTo(Bytes.hex(Bytes.of(
                        "04003011 4353 0600 57454C445320", // File-set ID: WELDS
                        "04000012 554C 0400" + offset(start + 60), // first record of the root
                        "04000212 554C 0400" + offset(start + 60), // last record of the root
                        "04001212 5553 0200 0000", // File-set Consistency Flag
                        "04002012 5351 0000 EC010000", // Directory Record Sequence: 492 bytes
                        "FEFF00E0 52000000", // at 60: record of 82 bytes
                        "04000014 554C 0400 00000000", // next record: none
                        "04001014 5553 0200 FFFF", // in use
                        "04002014 554C 0400" + offset(start + 150), // below it: the study
                        "04003014 4353 0800 50415449454E5420", // type PATIENT
                        "10001000 504E 0C00 50756D7020686F7573696E67", // Patient's Name: Pump housing
                        "10002000 4C4F 0400 534E2D31", // Patient ID: SN-1
                        "FEFF00E0 86000000", // at 150: record of 134 bytes
                        "04000014 554C 0400 00000000", // next record: none
                        "04001014 5553 0200 FFFF", // in use
                        "04002014 554C 0400" + offset(start + 292), // below it: the series
                        "04003014 4353 0600 535455445920", // type STUDY
                        "08002000 4441 0800 3230323630313135", // Study Date: 20260115
                        "08003000 544D 0600 313031353030", // Study Time: 101500
                        "08005000 5348 0200 4132", // Accession Number: A2
                        "08003010 4C4F 0A00 526F6F74207061737320", // Study Description: Root pass
                        "20000D00 5549 0A00 312E322E332E312E3200", // Study Instance UID: 1.2.3.1.2
                        "20001000 5348 0200 5332", // Study ID: S2
                        "FEFF00E0 58000000", // at 292: record of 88 bytes
                        "04000014 554C 0400 00000000", // next record: none
                        "04001014 5553 0200 FFFF", // in use
                        "04002014 554C 0400" + offset(start + 388), // below it: the image
                        "04003014 4353 0600 534552494553", // type SERIES
                        "08006000 4353 0200 4458", // Modality: DX
                        "20000E00 5549 0C00 312E322E332E312E322E3300", // Series Instance UID: 1.2.3.1.2.3
                        "20001100 4953 0200 3320", // Series Number: 3
                        "FEFF00E0 9C000000", // at 388: record of 156 bytes
                        "04000014 554C 0400 00000000", // next record: none
                        "04001014 5553 0200 FFFF", // in use
                        "04002014 554C 0400 00000000", // below it: none
                        "04003014 4353 0600 494D41474520", // type IMAGE
                        "04000015 4353 0400 415C4220", // Referenced File ID: A\B
                        "04001015 5549 1C00", // Referenced SOP Class UID in File: DX for presentation
                        "312E322E3834302E31303030382E352E312E342E312E312E312E3100",
                        "04001115 5549 0E00 312E322E332E312E322E332E3400", // Referenced SOP Instance UID: 1.2.3.1.2.3.4
                        "04001215 5549 1400", // Referenced Transfer Syntax UID: Explicit VR Little Endian
                        "312E322E3834302E31303030382E312E322E3100",
                        "20001300 4953 0200 3420"))); // Instance Number: 4
        assertThat(notes).isEmpty();
    }

    private static String offset(int value) {
        return String.format("%08X", Integer.reverseBytes(value));
    }

    @Test
    void the_same_files_give_the_same_bytes() throws IOException {
        Path file = Files10.write(folder.resolve("A/B"), Files10.image(1, 2, 3, 4));
        FileSetWriter first = builder().create();
        first.add(file);
        byte[] bytes = Files.readAllBytes(first.write());
        FileSetWriter second = builder().create();
        second.add(file);

        assertThat(Files.readAllBytes(second.write())).isEqualTo(bytes);
        assertThat(Files.readAllBytes(builder().update().write())).isEqualTo(bytes);
    }

    @Test
    void a_folder_without_files_has_an_empty_directory() throws IOException {
        assertThat(strictly(builder().create().write()).records()).isEmpty();
    }

    // ---- where records go

    @Test
    void files_of_one_component_study_and_series_share_their_records() throws IOException {
        FileSetWriter writer = builder().create();
        int[][] places = {{1, 1, 1, 1}, {2, 1, 1, 1}, {1, 1, 1, 2}, {1, 1, 2, 1}, {1, 2, 1, 1}};
        for (int i = 0; i < places.length; i++) {
            int[] p = places[i];
            writer.add(Files10.write(folder.resolve("F" + i), Files10.image(p[0], p[1], p[2], p[3])));
        }

        assertThat(Outline.of(strictly(writer.write()))).isEqualTo("""
                        PATIENT SN-1
                         STUDY 1.2.3.1.1
                          SERIES 1.2.3.1.1.1
                           IMAGE 1.2.3.1.1.1.1 F0
                           IMAGE 1.2.3.1.1.1.2 F2
                          SERIES 1.2.3.1.1.2
                           IMAGE 1.2.3.1.1.2.1 F3
                         STUDY 1.2.3.1.2
                          SERIES 1.2.3.1.2.1
                           IMAGE 1.2.3.1.2.1.1 F4
                        PATIENT SN-2
                         STUDY 1.2.3.2.1
                          SERIES 1.2.3.2.1.1
                           IMAGE 1.2.3.2.1.1.1 F1
                        """);
    }

    @Test
    void two_issuers_of_one_id_share_a_record_as_the_standard_wants_and_that_is_said() throws IOException {
        FileSetWriter writer = builder().create();
        writer.add(Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1).set(Tag.IssuerOfPatientID, "Foundry")));
        writer.add(Files10.write(folder.resolve("B"), Files10.image(1, 2, 1, 1).set(Tag.IssuerOfPatientID, "Mill")));

        assertThat(strictly(writer.write()).records()).hasSize(1);
        assertThat(notes)
                .containsExactly(
                        "B: is of the component SN-1 of issuer \"Mill\" and shares the record of that of issuer"
                                + " \"Foundry\"");
    }

    @Test
    void a_study_of_two_components_stays_below_the_first_and_that_is_said() throws IOException {
        FileSetWriter writer = builder().create();
        writer.add(Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1)));
        writer.add(Files10.write(folder.resolve("B"), Files10.image(1, 1, 2, 1).set(Tag.PatientID, "SN-2")));

        assertThat(Outline.of(strictly(writer.write()))).isEqualTo("""
                        PATIENT SN-1
                         STUDY 1.2.3.1.1
                          SERIES 1.2.3.1.1.1
                           IMAGE 1.2.3.1.1.1.1 A
                          SERIES 1.2.3.1.1.2
                           IMAGE 1.2.3.1.1.2.1 B
                        """);
        assertThat(notes)
                .containsExactly(
                        "B: says that study 1.2.3.1.1 is of component SN-2, but the directory has it below SN-1,"
                                + " where it stays");
    }

    @ParameterizedTest
    @CsvSource({
        "DigitalXRayImageStorageForPresentation, IMAGE",
        "CTImageStorage, IMAGE",
        "EddyCurrentImageStorage, IMAGE",
        "ThermographyMultiFrameImageStorage, IMAGE",
        "UltrasoundWaveformStorage, WAVEFORM",
        "GeneralECGWaveformStorage, WAVEFORM",
        "GrayscaleSoftcopyPresentationStateStorage, PRESENTATION",
        "AdvancedBlendingPresentationStateStorage, PRESENTATION",
        "BasicStructuredDisplayStorage, PRESENTATION",
        "ComprehensiveSRStorage, SR DOCUMENT",
        "WaveformAnnotationSRStorage, SR DOCUMENT",
        "KeyObjectSelectionDocumentStorage, KEY OBJECT DOC",
        "EncapsulatedPDFStorage, ENCAP DOC",
        "EncapsulatedSTLStorage, ENCAP DOC",
        "RawDataStorage, RAW DATA",
        "SpatialRegistrationStorage, REGISTRATION",
        "SpatialFiducialsStorage, FIDUCIAL",
        "RealWorldValueMappingStorage, VALUE MAP",
        "SegmentationStorage, IMAGE",
        "SurfaceSegmentationStorage, SURFACE",
        "SurfaceScanPointCloudStorage, SURFACE SCAN",
        "TractographyResultsStorage, TRACT",
        "ContentAssessmentResultsStorage, ASSESSMENT",
        "MicroscopyBulkSimpleAnnotationsStorage, ANNOTATION",
        "LensometryMeasurementsStorage, MEASUREMENT",
        "StereometricRelationshipStorage, STEREOMETRIC",
        "MRSpectroscopyStorage, SPECTROSCOPY",
        "RTDoseStorage, RT DOSE",
        "RTPlanStorage, RT PLAN",
        "RTStructureSetStorage, RT STRUCTURE SET",
        "RTBeamsTreatmentRecordStorage, RT TREAT RECORD",
        "RTPhysicianIntentStorage, RADIOTHERAPY",
        "RTBeamsDeliveryInstructionStorage, PLAN",
        "CTDefinedProcedureProtocolStorage, PRIVATE",
    })
    void the_class_of_an_object_decides_on_the_type_of_its_record(String keyword, String type) throws IOException {
        Dataset.Builder object = Files10.image(1, 1, 1, 1).set(Tag.SOPClassUID, uid(keyword));
        object.remove(Tag.Rows).remove(Tag.Columns);

        DicomDirectory directory = directoryOf(object);

        assertThat(directory.all().map(DirectoryRecord::type)).containsExactly("PATIENT", "STUDY", "SERIES", type);
        assertThat(FileSet.open(folder).check(finding -> {
                    // a code that an object lacks cannot be made up, and so the record lacks it too
                    assertThat(finding.problem()).startsWith("ConceptNameCodeSequence (0040,A043) must have a value");
                }))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "HangingProtocolStorage, HANGING PROTOCOL",
        "ColorPaletteStorage, PALETTE",
        "GenericImplantTemplateStorage, IMPLANT",
        "ImplantAssemblyTemplateStorage, IMPLANT ASSY",
        "ImplantTemplateGroupStorage, IMPLANT GROUP",
        "InventoryStorage, INVENTORY",
    })
    void what_belongs_to_no_component_stands_at_the_root(String keyword, String type) throws IOException {
        DicomDirectory directory =
                directoryOf(Dataset.builder().set(Tag.SOPClassUID, uid(keyword)).set(Tag.SOPInstanceUID, "1.2.3"));

        assertThat(directory.all().map(DirectoryRecord::type)).containsExactly(type);
    }

    private static String uid(String keyword) {
        return Dictionary.standard().uids().values().stream()
                .filter(entry -> entry.keyword().equals(keyword))
                .findFirst()
                .orElseThrow()
                .uid();
    }

    @Test
    void an_object_of_a_private_class_is_an_image_if_it_has_rows_and_else_private() throws IOException {
        Dataset.Builder vendors = Files10.image(1, 1, 1, 1).set(Tag.SOPClassUID, "1.2.276.0.9.1");

        assertThat(directoryOf(vendors).all().map(DirectoryRecord::type)).endsWith("IMAGE");
        Dataset record = leaf(directoryOf(vendors.remove(Tag.Rows)));
        assertThat(record.string(Tag.DirectoryRecordType)).isEqualTo("PRIVATE");
        assertThat(record.string(Tag.PrivateRecordUID)).isEqualTo(RecordHierarchy.PRIVATE_RECORD);
    }

    // ---- what records say

    @Test
    void what_a_record_must_say_and_an_object_does_not_is_made_up_and_said() throws IOException {
        DicomDirectory directory = directoryOf(Dataset.builder()
                .set(Tag.SOPClassUID, UID.CTImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3")
                .set(Tag.ContentDate, "20260301")
                .set(Tag.ContentTime, "0815"));

        List<Dataset> records = directory.all().map(DirectoryRecord::attributes).toList();
        assertThat(records.get(0).string(Tag.PatientID)).matches("UNKNOWN-[0-9A-Z]{8}");
        assertThat(records.get(0).contains(Tag.PatientName)).isTrue();
        assertThat(records.get(1).string(Tag.StudyDate)).isEqualTo("20260301");
        assertThat(records.get(1).string(Tag.StudyTime)).isEqualTo("0815");
        assertThat(records.get(1).string(Tag.StudyInstanceUID)).startsWith("2.25.");
        assertThat(records.get(1).string(Tag.StudyID)).matches("[0-9A-Z]{8}");
        assertThat(records.get(1).string(Tag.AccessionNumber)).isNull();
        assertThat(records.get(2).string(Tag.Modality)).isEqualTo("OT");
        assertThat(records.get(2).string(Tag.SeriesNumber)).isEqualTo("1");
        assertThat(records.get(3).string(Tag.InstanceNumber)).isEqualTo("1");
        assertThat(notes)
                .hasSize(9)
                .contains("OBJECT: Modality (0008,0060) is missing; the directory says OT")
                .contains("OBJECT: StudyDate (0008,0020) is missing; the directory says 20260301");
    }

    @Test
    void a_study_time_is_not_borrowed_where_the_study_has_a_date_of_its_own() throws IOException {
        Dataset study = directoryOf(
                        Files10.image(1, 1, 1, 1).setEmpty(Tag.StudyTime).set(Tag.ContentTime, "235959"))
                .all()
                .toList()
                .get(1)
                .attributes();

        assertThat(study.string(Tag.StudyTime)).isEqualTo("000000");
    }

    @Test
    void dates_and_times_are_written_as_the_standard_has_them_today() throws IOException {
        Dataset study = directoryOf(Files10.image(1, 1, 1, 1)
                        .set(Tag.StudyDate, "1997.04.24")
                        .set(Tag.StudyTime, "14:04:38"))
                .all()
                .toList()
                .get(1)
                .attributes();

        assertThat(study.string(Tag.StudyDate)).isEqualTo("19970424");
        assertThat(study.string(Tag.StudyTime)).isEqualTo("140438");
    }

    @Test
    void each_record_has_the_character_set_that_its_own_text_needs() throws IOException {
        List<Dataset> records = directoryOf(Files10.image(1, 1, 1, 1)
                        .set(Tag.SpecificCharacterSet, "ISO_IR 144")
                        .set(Tag.PatientName, "Насос"))
                .all()
                .map(DirectoryRecord::attributes)
                .toList();

        assertThat(records.get(0).string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 144");
        assertThat(records.get(0).string(Tag.PatientName)).isEqualTo("Насос");
        assertThat(records.get(1).contains(Tag.SpecificCharacterSet)).isFalse();
    }

    @Test
    void of_a_report_the_title_its_modifiers_and_the_last_verification_are_keys_but_not_its_content()
            throws IOException {
        Dataset title = Dataset.builder().set(Tag.CodeMeaning, "Prüfbericht").build();
        Dataset record = leaf(directoryOf(Files10.image(1, 1, 1, 1)
                .set(Tag.SOPClassUID, UID.EnhancedSRStorage)
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.CompletionFlag, "COMPLETE")
                .set(Tag.VerificationFlag, "VERIFIED")
                .setItems(
                        Tag.VerifyingObserverSequence,
                        Dataset.builder()
                                .set(Tag.VerificationDateTime, "20260102")
                                .build(),
                        Dataset.builder()
                                .set(Tag.VerificationDateTime, "20260103")
                                .build())
                .setItems(Tag.ConceptNameCodeSequence, title)
                .setItems(
                        Tag.ContentSequence,
                        Dataset.builder().set(Tag.RelationshipType, "CONTAINS").build(),
                        Dataset.builder()
                                .set(Tag.RelationshipType, "HAS CONCEPT MOD")
                                .build())));

        assertThat(record.string(Tag.VerificationDateTime)).isEqualTo("20260103");
        assertThat(record.items(Tag.ContentSequence)).hasSize(1);
        assertThat(record.items(Tag.ConceptNameCodeSequence))
                .singleElement()
                .satisfies(code -> assertThat(code.string(Tag.CodeMeaning)).isEqualTo("Prüfbericht"));
    }

    @Test
    void values_of_megabytes_do_not_end_in_the_directory() throws IOException {
        directoryOf(Files10.image(1, 1, 1, 1)
                .set(Tag.SOPClassUID, UID.EncapsulatedPDFStorage)
                .setBytes(Tag.EncapsulatedDocument, VR.OB, new byte[1 << 20])
                .setBytes(Tag.PixelData, VR.OW, new byte[1 << 20]));

        assertThat(folder.resolve("DICOMDIR"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(1500));
    }

    @Test
    void a_value_that_is_too_long_for_its_representation_does_not_break_the_directory() throws IOException {
        String name = "Pump".repeat(20_000); // 80,000 bytes, which implicit encodings can have
        FileSetWriter writer = builder().create();
        writer.add(Files10.write(
                folder.resolve("LONG"),
                Files10.image(1, 1, 1, 1).set(Tag.PatientName, name).build(),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        writer.add(Files10.write(folder.resolve("NEXT"), Files10.image(2, 1, 1, 1)));

        DicomDirectory directory = DirectoryReader.lenient().read(writer.write());

        assertThat(directory.records()).hasSize(2);
        assertThat(directory.records().get(0).attributes().string(Tag.PatientName))
                .isEqualTo(name);
    }

    // ---- files that do not fit

    @ParameterizedTest
    @ValueSource(strings = {"weld.dcm", "lower", "NINECHARS", "A-B", "A/B/C/D/E/F/G/H/I", "Ä"})
    void a_file_whose_name_the_standard_does_not_allow_is_refused(String name) {
        Path file = Files10.write(folder.resolve(name), Files10.image(1, 1, 1, 1));

        assertThatThrownBy(() -> builder().create().add(file))
                .isInstanceOf(MediaException.class)
                .hasMessage(name + " is no File ID: expected up to 8 names of up to 8 characters A–Z, 0–9 and _ (PS3.10"
                        + " 8.2)");
    }

    @Test
    void a_file_outside_of_the_folder_is_refused(@TempDir Path elsewhere) {
        Path file = Files10.write(elsewhere.resolve("FILE"), Files10.image(1, 1, 1, 1));

        assertThatThrownBy(() -> builder().create().add(file)).hasMessageContaining("does not lie in the File-set");
        assertThatThrownBy(() -> builder()
                        .create()
                        .add(folder.resolve("..")
                                .resolve(elsewhere.getFileName())
                                .resolve("FILE")))
                .hasMessageContaining("does not lie in the File-set");
    }

    @Test
    void a_file_without_meta_information_is_refused_and_so_are_no_dicom_and_the_directory_itself() throws IOException {
        Path whole = Files10.write(folder.resolve("WHOLE"), Files10.image(1, 1, 1, 1));
        byte[] bytes = Files.readAllBytes(whole);
        int start = (int) DicomReader.lenient().readFileMeta(whole).datasetOffset();
        Path bare = Files.write(folder.resolve("BARE"), Arrays.copyOfRange(bytes, start, bytes.length));
        Path note = Files.writeString(folder.resolve("NOTE"), "Weld 17 was inspected twice.");
        FileSetWriter writer = builder().create();
        Path directory = writer.write();

        assertThatThrownBy(() -> writer.add(bare)).hasMessageContaining("expected a preamble, DICM");
        assertThatThrownBy(() -> writer.add(note)).isInstanceOf(DicomParseException.class);
        assertThatThrownBy(() -> writer.add(directory)).hasMessageContaining("is the directory of a File-set itself");
    }

    @Test
    void a_second_file_of_an_instance_is_left_out_and_that_is_said() throws IOException {
        FileSetWriter writer = builder().create();
        FileId first = writer.add(Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1)));

        assertThat(writer.add(Files10.write(folder.resolve("B"), Files10.image(1, 1, 1, 1))))
                .isEqualTo(first);
        assertThat(notes).containsExactly("B: holds the same instance as A, which stays the one of the directory");
    }

    // ---- updates

    @Test
    void an_update_keeps_what_others_wrote_and_adds_to_it() throws IOException {
        RawDirectory others = RawDirectory.of(
                0,
                1,
                new RawDirectory.Record(1, 2, "PATIENT"),
                new RawDirectory.Record(-1, -1, 0xFFFF, "PRIVATE", "VENDOR\\DATA"),
                new RawDirectory.Record(-1, 3, "STUDY"),
                new RawDirectory.Record(-1, 4, "SERIES"),
                new RawDirectory.Record(-1, -1, 0xFFFF, "IMAGE", "OLD"));
        Files.write(folder.resolve("DICOMDIR"), others.bytes());
        FileSetWriter writer = builder().update();
        writer.add(Files10.write(folder.resolve("NEW"), Files10.image(1, 1, 1, 1)));

        DicomDirectory directory = strictly(writer.write());

        assertThat(Outline.of(directory)).isEqualTo("""
                        PATIENT
                         STUDY
                          SERIES
                           IMAGE OLD
                        PRIVATE VENDOR/DATA
                        PATIENT SN-1
                         STUDY 1.2.3.1.1
                          SERIES 1.2.3.1.1.1
                           IMAGE 1.2.3.1.1.1.1 NEW
                        """);
        assertThat(directory.fileSetId()).isEqualTo("TEST");
    }

    @Test
    void an_update_adds_to_the_records_of_a_component_study_and_series_that_are_there() throws IOException {
        FileSetWriter first = builder()
                .fileSetId("WELDS")
                .descriptor(FileId.of("README"), "ISO_IR 100")
                .create();
        first.add(Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1)));
        first.write();
        FileSetWriter second = builder().update();
        second.add(Files10.write(folder.resolve("B"), Files10.image(1, 1, 1, 2)));

        DicomDirectory directory = strictly(second.write());

        assertThat(directory.all().map(DirectoryRecord::type))
                .containsExactly("PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE");
        assertThat(directory.fileSetId()).isEqualTo("WELDS");
        assertThat(directory.descriptor()).isEqualTo(FileId.of("README"));
        assertThat(second.recorded("1.2.3.1.1.1.1")).isEqualTo(FileId.of("A"));
    }

    @Test
    void an_update_takes_over_a_directory_whose_name_is_in_lower_case() throws IOException {
        Path lower = Files.write(
                folder.resolve("dicomdir"), RawDirectory.withFiles("OLD").bytes());

        FileSetWriter second = builder().update();
        DicomDirectory directory = strictly(second.write());

        assertThat(Outline.of(directory)).endsWith("IMAGE OLD\n");
        assertThat(lower).doesNotExist();
        assertThat(second.write()).exists();
    }

    @Test
    void a_record_is_replaced_when_its_file_is_gone_or_encoded_in_another_way() throws IOException {
        FileSetWriter first = builder().create();
        Path a = Files10.write(folder.resolve("A"), Files10.image(1, 1, 1, 1));
        first.add(a);
        Path b = Files10.write(folder.resolve("B"), Files10.image(1, 1, 1, 2));
        first.add(b);
        first.write();
        Files.move(a, folder.resolve("C"));
        Files10.write(b, Files10.image(1, 1, 1, 2).build(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        FileSetWriter second = builder().update();
        second.add(folder.resolve("C"));
        second.add(b);

        DicomDirectory directory = strictly(second.write());

        assertThat(Outline.of(directory))
                .contains("IMAGE 1.2.3.1.1.1.1 C\n   IMAGE 1.2.3.1.1.1.2 B\n")
                .hasLineCount(5);
        assertThat(FileSet.open(folder).check(finding -> {
                    throw new AssertionError(finding);
                }))
                .isEqualTo(2);
    }

    @Test
    void an_update_reads_any_encoding_and_writes_the_one_that_the_standard_wants() throws IOException {
        Path data = Pydicom.data().resolve("test_files/dicomdirtests");
        for (String name : List.of("DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-nooffset")) {
            Path peers = data.resolve(name);
            Files.copy(peers, folder.resolve("DICOMDIR"), StandardCopyOption.REPLACE_EXISTING);

            DicomDirectory after = strictly(builder().update().write());

            List<Dataset> expected = DirectoryReader.lenient()
                    .read(peers)
                    .all()
                    .map(FileSetWriterTest::said)
                    .toList();
            List<Dataset> found = after.all().map(FileSetWriterTest::said).toList();
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).sameContent(expected.get(i)))
                        .as(name + " record " + i)
                        .isTrue();
            }
        }
    }

    /** A record without what says where it stands. */
    private static Dataset said(DirectoryRecord record) {
        return record.attributes().toBuilder()
                .remove(Tag.OffsetOfTheNextDirectoryRecord)
                .remove(Tag.OffsetOfReferencedLowerLevelDirectoryEntity)
                .build();
    }

    @Test
    void a_write_that_fails_leaves_the_old_directory_and_nothing_else() throws IOException {
        FileSetWriter writer = builder().create();
        byte[] before = Files.readAllBytes(writer.write());
        Files.createDirectory(folder.resolve("DICOMDIR.part")); // stands where the new one would grow

        assertThatThrownBy(writer::write).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(folder.resolve("DICOMDIR"))).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(folder.resolve("DICOMDIR"));
        }
    }

    // ---- names

    @Test
    void a_name_is_the_same_each_time_and_another_where_a_file_of_another_instance_has_it() throws IOException {
        FileSetWriter writer = builder().create();
        FileId name = writer.nameFor("1.2", "1.2.3", "1.2.3.4");

        assertThat(name.isConformant()).isTrue();
        assertThat(name).isEqualTo(writer.nameFor("1.2", "1.2.3", "1.2.3.4"));
        Files10.write(writer.path(name), Files10.image(1, 1, 1, 1).set(Tag.SOPInstanceUID, "1.2.3.4"));
        assertThat(writer.nameFor("1.2", "1.2.3", "1.2.3.4")).isEqualTo(name);
        Files10.write(writer.path(name), Files10.image(1, 1, 1, 1));
        assertThat(writer.nameFor("1.2", "1.2.3", "1.2.3.4")).isNotEqualTo(name).matches(FileId::isConformant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seventeen letters", "welds", "A\\B", "ÄÖ"})
    void a_file_set_id_that_the_standard_does_not_allow_is_refused(String id) {
        assertThatThrownBy(() -> builder().fileSetId(id)).isInstanceOf(IllegalArgumentException.class);
    }
}
