package org.diconde4j.iod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.nde.Component;
import org.diconde4j.nde.NdeObject;
import org.junit.jupiter.api.Test;

/** What is found in objects that lack or have something, and what is not. */
class IodValidatorTest {
    private static final IodValidator VALIDATOR = IodValidator.standard();

    private final DicomObject weld = NdeObject.digitalRadiograph()
            .component(Component.builder()
                    .idNumber("SN-1")
                    .name("Weld")
                    .manufacturingDate(LocalDate.of(1911, 3, 4))
                    .build())
            .pixels(4, 4, new short[16])
            .pixelSpacing(0.1, 0.1)
            .build();

    @Test
    void an_object_of_our_builders_has_no_errors() {
        IodReport report = VALIDATOR.validate(weld);

        assertThat(report.isValid()).as(report.toString()).isTrue();
        assertThat(report.iod()).isEqualTo("Digital X-Ray Image");
        assertThat(report.sopClassUid()).isEqualTo(UID.DigitalXRayImageStorageForPresentation);
    }

    @Test
    void a_missing_attribute_of_type_1_or_2_is_an_error_of_its_module() {
        List<Finding> findings = errors(without(Tag.SeriesInstanceUID, Tag.PatientID, Tag.DetectorType));

        assertThat(findings).extracting(Finding::rule).containsOnly(Rule.MISSING);
        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(
                        "error: (0010,0020) PatientID · ComponentIDNumber: expected it to be present"
                                + " [Patient, type 2; PS3.3 C.7.1.1]",
                        "error: (0018,7004) DetectorType: expected it to be present"
                                + " [DX Detector, type 2; PS3.3 table C.8-71b]",
                        "error: (0020,000E) SeriesInstanceUID: expected it to be present"
                                + " [General Series, type 1; PS3.3 C.7.3.1]");
    }

    @Test
    void an_empty_attribute_is_an_error_in_type_1_but_not_in_type_2() {
        Dataset blank = weld.dataset().toBuilder()
                .setEmpty(Tag.Modality)
                .set(Tag.RescaleType, " ")
                .setEmpty(Tag.PatientID)
                .build();

        assertThat(errors(blank))
                .extracting(Finding::keyword, Finding::rule)
                .satisfies(found -> assertThat(found.toString())
                        .contains("Modality", "RescaleType", "EMPTY")
                        .doesNotContain("PatientID"));
    }

    @Test
    void a_conditional_attribute_is_needed_when_its_condition_holds_and_the_finding_says_which() {
        Dataset coloured =
                weld.dataset().toBuilder().set(Tag.LossyImageCompression, "01").build();

        assertThat(errors(coloured)).singleElement().satisfies(finding -> {
            assertThat(finding.keyword()).isEqualTo("LossyImageCompressionRatio");
            assertThat(finding.type()).isEqualTo("1C");
            assertThat(finding.text()).isEqualTo("expected it to be present, since LossyImageCompression is 01");
        });
    }

    @Test
    void a_conditional_attribute_that_may_not_be_present_otherwise_is_unexpected() {
        Dataset planar =
                weld.dataset().toBuilder().set(Tag.PlanarConfiguration, 0).build();

        assertThat(errors(planar)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.UNEXPECTED);
            assertThat(finding.text()).isEqualTo("expected it to be absent unless SamplesPerPixel is greater than 1");
        });
    }

    @Test
    void enumerated_values_are_the_only_ones_and_defined_terms_are_not() {
        Dataset wrong = weld.dataset().toBuilder()
                .set(Tag.PixelIntensityRelationship, "CUBIC")
                .set(Tag.DetectorType, "FLAT PANEL")
                .build();

        assertThat(VALIDATOR.validate(wrong).findings())
                .filteredOn(f -> f.rule() == Rule.ENUMERATED_VALUE || f.rule() == Rule.DEFINED_TERM)
                .extracting(Finding::severity, Finding::text)
                .map(Object::toString)
                .containsExactly(
                        "(ERROR, \"expected LIN, LOG, found 'CUBIC'\")",
                        "(INFO, \"expected one of the Defined Terms DIRECT, SCINTILLATOR, STORAGE, FILM, found 'FLAT PANEL'\")");
    }

    @Test
    void numbers_are_compared_as_numbers() {
        Dataset same = weld.dataset().toBuilder()
                .set(Tag.RescaleSlope, "1.000")
                .set(Tag.PixelIntensityRelationshipSign, 1)
                .build();

        assertThat(errors(same)).isEmpty();
    }

    @Test
    void items_of_sequences_are_judged_and_the_path_says_which() {
        Dataset code = Dataset.builder()
                .set(Tag.CodeValue, "T1")
                .set(Tag.CodingSchemeDesignator, "99X")
                .build();
        Dataset request = Dataset.builder()
                .setItems(Tag.RequestedProcedureCodeSequence, code, code)
                .build();
        Dataset dataset = weld.dataset().toBuilder()
                .setItems(Tag.RequestAttributesSequence, Dataset.empty(), request)
                .build();

        assertThat(errors(dataset))
                .extracting(Finding::path, Finding::rule, Finding::occurrences)
                .map(Object::toString)
                .containsExactly(
                        "(\"(0040,0275)[2].(0032,1064)\", ITEMS, 1)",
                        "(\"(0040,0275)[2].(0032,1064)[1].(0008,0104)\", MISSING, 2)");
    }

    @Test
    void a_module_of_user_option_counts_when_one_of_its_own_attributes_is_there() {
        assertThat(errors(weld.dataset().toBuilder()
                        .set(Tag.ViewPosition, "AP")
                        .setEmpty(Tag.PositionerType)
                        .build()))
                .isEmpty();
        assertThat(errors(without(Tag.PositionerType).toBuilder()
                        .set(Tag.ViewPosition, "AP")
                        .build()))
                .extracting(Finding::keyword, Finding::module)
                .map(Object::toString)
                .containsExactly("(\"PositionerType\", \"DX Positioning\")");
    }

    @Test
    void each_overlay_group_is_a_module_of_its_own() {
        Dataset overlay = weld.dataset().toBuilder()
                .set(0x60020010, 4) // Overlay Rows of the second overlay
                .build();

        assertThat(errors(overlay)).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.tag() >>> 16).isEqualTo(0x6002);
            assertThat(finding.module()).isEqualTo("Overlay Plane");
        });
    }

    @Test
    void group_0014_and_the_values_of_diconde_are_welcome_in_every_class() {
        Dataset diconde = weld.dataset().toBuilder()
                .set(Tag.PatientSex, "O")
                .set(Tag.ApprovalStatus, "NOTREVIEWED")
                .set(Tag.ComponentManufacturer, "Rohrwerk")
                .build();

        assertThat(VALIDATOR.validate(diconde).findings())
                .filteredOn(f -> f.tag() >>> 16 == 0x0014 || f.tag() == Tag.ApprovalStatus || f.tag() == Tag.PatientSex)
                .isEmpty();
    }

    @Test
    void what_the_class_does_not_have_is_a_remark() {
        Dataset extended =
                weld.dataset().toBuilder().set(Tag.GantryDetectorTilt, "1").build();

        assertThat(VALIDATOR.validate(extended).findings())
                .filteredOn(f -> f.rule() == Rule.NOT_IN_IOD)
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.INFO));
        assertThat(VALIDATOR.validate(extended).isValid()).isTrue();
    }

    @Test
    void a_class_that_is_not_described_gets_the_general_rules_and_says_so() {
        IodReport report = VALIDATOR.validate(Dataset.builder()
                .set(Tag.SOPClassUID, UID.RTPlanStorage)
                .set(Tag.SOPInstanceUID, "1.2.03")
                .build());

        assertThat(report.iod()).isNull();
        assertThat(report.findings())
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder(Rule.NOT_DESCRIBED, Rule.VALUE);
        assertThat(report.toString()).startsWith("RT Plan Storage (not described, general rules only): 1 error");
    }

    @Test
    void an_object_without_class_is_wrong() {
        assertThat(errors(Dataset.empty()))
                .extracting(Finding::keyword, Finding::rule)
                .map(Object::toString)
                .containsExactly("(\"SOPClassUID\", MISSING)");
    }

    @Test
    void rules_that_are_known_second_hand_give_warnings_only() {
        Dataset eddyCurrent = Dataset.builder()
                .set(Tag.SOPClassUID, UID.EddyCurrentImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3")
                .build();

        IodReport report = VALIDATOR.validate(eddyCurrent);

        assertThat(report.isValid()).isTrue();
        assertThat(report.count(Severity.WARNING)).isGreaterThan(10);
    }

    @Test
    void the_dictionary_says_how_an_element_is_represented_and_how_many_values_it_has() {
        Dataset wrong = weld.dataset().toBuilder()
                .setBytes(Tag.StudyID, VR.LO, new byte[] {'1', ' '})
                .set(Tag.ImageLaterality, "L", "R")
                .set(Tag.ImagerPixelSpacing, "0.1")
                .build();

        assertThat(errors(wrong))
                .extracting(Finding::text)
                .containsExactlyInAnyOrder(
                        "expected SH, found LO",
                        "expected a value multiplicity of 1, found 2 values",
                        "expected a value multiplicity of 2, found 1 values");
    }

    @Test
    void private_elements_need_a_creator_and_a_place() {
        Dataset wrong = weld.dataset().toBuilder()
                .setBytes(0x00091001, VR.LO, new byte[] {'a', ' '}) // no creator in (0009,0010)
                .setBytes(0x000B0010, VR.LO, "ACME".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .setBytes(0x000B1001, VR.LO, new byte[] {'a', ' '})
                .setBytes(0x000D0001, VR.LO, new byte[] {'a', ' '}) // below the creators
                .build();

        assertThat(errors(wrong))
                .extracting(Finding::path, Finding::rule)
                .map(Object::toString)
                .containsExactly("(\"(0009,1001)\", PRIVATE)", "(\"(000D,0001)\", PRIVATE)");
    }

    @Test
    void text_needs_its_character_set() {
        byte[] latin = {'K', (byte) 0xFC, 's', 't', 'e', ' '};
        Dataset undeclared = Dataset.builder()
                .setAll(weld.dataset())
                .remove(Tag.SpecificCharacterSet)
                .setBytes(Tag.InstitutionName, VR.LO, latin)
                .build();
        Dataset misspelt = weld.dataset().toBuilder()
                .set(Tag.SpecificCharacterSet, "ISO-IR 100")
                .build();

        assertThat(errors(undeclared)).extracting(Finding::rule).containsExactly(Rule.CHARACTER_SET);
        assertThat(errors(misspelt))
                .filteredOn(f -> f.rule() == Rule.CHARACTER_SET)
                .extracting(Finding::text)
                .containsExactly("expected a Defined Term, found 'ISO-IR 100'");
    }

    @Test
    void a_century_old_date_is_normal_and_an_impossible_one_is_doubtful() {
        Dataset old = weld.dataset().toBuilder().set(Tag.StudyDate, "00010101").build();

        assertThat(VALIDATOR.validate(weld).findings()).noneMatch(f -> f.rule() == Rule.DATE);
        assertThat(VALIDATOR.validate(old).findings())
                .filteredOn(f -> f.rule() == Rule.DATE)
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void the_file_meta_information_is_that_of_the_data_set() {
        Dataset other =
                weld.dataset().toBuilder().set(Tag.SOPInstanceUID, "1.2.3.4").build();
        DicomObject object = new DicomObject(weld.fileMeta(), weld.transferSyntax(), 0, other);

        assertThat(VALIDATOR.validate(object).findings())
                .filteredOn(f -> f.rule() == Rule.FILE_META)
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.keyword()).isEqualTo("MediaStorageSOPInstanceUID");
                    assertThat(f.text()).contains("'1.2.3.4'");
                });
        assertThat(VALIDATOR.validate(other).findings()).noneMatch(f -> f.rule() == Rule.FILE_META);
    }

    @Test
    void an_object_is_no_reference_of_its_own_and_its_identifiers_are_several() {
        String uid = weld.dataset().string(Tag.SOPInstanceUID, "");
        Dataset self = weld.dataset().toBuilder()
                .setItems(
                        Tag.SourceImageSequence,
                        Dataset.builder()
                                .set(Tag.ReferencedSOPClassUID, UID.CTImageStorage)
                                .set(Tag.ReferencedSOPInstanceUID, uid)
                                .build())
                .set(Tag.SeriesInstanceUID, uid)
                .build();

        assertThat(VALIDATOR.validate(self).findings())
                .filteredOn(f -> f.rule() == Rule.IDENTITY)
                .extracting(Finding::severity, Finding::path)
                .map(Object::toString)
                .containsExactly("(ERROR, \"(0020,000E)\")", "(WARNING, \"(0008,2112)[1].(0008,1155)\")");
    }

    private List<Finding> errors(Dataset dataset) {
        return VALIDATOR.validate(dataset).atLeast(Severity.ERROR).findings();
    }

    private Dataset without(int... tags) {
        Dataset.Builder builder = weld.dataset().toBuilder();
        Arrays.stream(tags).forEach(builder::remove);
        return builder.build();
    }
}
