package org.diconde4j.iod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

/** The tables of the standard, and those that a caller adds. */
class TablesTest {
    @Test
    void every_line_of_the_standard_can_be_read_and_names_what_the_dictionary_has() {
        Tables tables = Tables.standard();

        tables.readAll("modules.txt");
        tables.readAll("iods.txt");
    }

    @Test
    void the_classes_of_nde_are_described() {
        List<String> classes = List.of(
                UID.ComputedRadiographyImageStorage,
                UID.DigitalXRayImageStorageForPresentation,
                UID.DigitalXRayImageStorageForProcessing,
                UID.CTImageStorage,
                UID.EnhancedCTImageStorage,
                UID.LegacyConvertedEnhancedCTImageStorage,
                UID.UltrasoundImageStorage,
                UID.UltrasoundMultiFrameImageStorage,
                UID.SecondaryCaptureImageStorage,
                UID.MultiFrameSingleBitSecondaryCaptureImageStorage,
                UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
                UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
                UID.MultiFrameTrueColorSecondaryCaptureImageStorage,
                UID.XRayAngiographicImageStorage,
                UID.XRayRadiofluoroscopicImageStorage,
                UID.EddyCurrentImageStorage,
                UID.EddyCurrentMultiFrameImageStorage,
                UID.ThermographyImageStorage,
                UID.ThermographyMultiFrameImageStorage,
                UID.UltrasoundWaveformStorage,
                UID.VLPhotographicImageStorage,
                UID.VideoPhotographicImageStorage,
                UID.VLEndoscopicImageStorage,
                UID.VideoEndoscopicImageStorage,
                UID.EncapsulatedPDFStorage,
                UID.EncapsulatedSTLStorage,
                UID.GrayscaleSoftcopyPresentationStateStorage,
                UID.KeyObjectSelectionDocumentStorage,
                UID.BasicTextSRStorage,
                UID.EnhancedSRStorage,
                UID.ComprehensiveSRStorage,
                UID.RawDataStorage,
                UID.SegmentationStorage,
                UID.ParametricMapStorage,
                UID.MediaStorageDirectoryStorage);

        assertThat(classes).allMatch(IodValidator.standard()::describes);
    }

    @Test
    void every_sequence_says_what_its_items_hold() {
        for (String module :
                List.of("module sop-common", "module ct-image", "module general-reference", "group ct-exposure")) {
            for (Attribute attribute : Tables.standard().module(module).rules().attributes()) {
                boolean sequence = Dictionary.standard().vrOf(attribute.tag()) == VR.SQ;
                assertThat(attribute.items() != null)
                        .as(Dictionary.standard().keyword(attribute.tag()))
                        .isEqualTo(sequence);
            }
        }
    }

    @Test
    void a_macro_that_includes_itself_in_its_items_has_an_end() {
        Rules content = Tables.standard().module("module sr-document-content").rules();

        Attribute child = content.get(Tag.ContentSequence);
        Attribute grandchild = child.items().get(Tag.ContentSequence);

        assertThat(grandchild.items().get(Tag.RelationshipType).type()).isEqualTo(Type.ONE);
    }

    @Test
    void definitions_of_a_caller_are_added_and_replace_those_of_the_same_class() {
        IodValidator mine = IodValidator.standard().withDefinitions("""
                        module acme-weld - Weld of Acme
                        AccessionNumber 1
                        BodyPartExamined 1C =PIPE|PLATE if equals(Modality, DX)

                        iod - Radiograph of Acme
                        class 1.2.3.4.5 ComputedRadiographyImageStorage
                        patient M
                        acme-weld M
                        """);

        assertThat(mine.describes("1.2.3.4.5")).isTrue();
        assertThat(IodValidator.standard().describes("1.2.3.4.5")).isFalse();
        assertThat(mine.withDefinitions("").describes("1.2.3.4.5")).isTrue();
    }

    @Test
    void a_mistake_in_definitions_is_named_with_its_line() {
        IodValidator standard = IodValidator.standard();

        assertThatThrownBy(() -> standard.withDefinitions("module a - A\nNoSuchKeyword 1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("definitions, line 1")
                .hasMessageContaining("NoSuchKeyword");
        assertThatThrownBy(() -> standard.withDefinitions("# mine\n\nmodul a - A\nPatientID 1\n"))
                .hasMessageContaining("definitions, line 3")
                .hasMessageContaining("expected module");
        assertThatThrownBy(() -> standard.withDefinitions("module a - A\nPatientID 4\n"))
                .hasMessageContaining("type 4");
        assertThatThrownBy(() -> standard.withDefinitions("module a - A\nPatientID 1C if presnt(PatientName)\n"))
                .hasMessageContaining("expected present, filled");
        assertThatThrownBy(() -> standard.withDefinitions("module a - A\nOtherPatientIDsSequence 3\n>+nothing\n"))
                .hasMessageContaining("macro nothing");
        assertThatThrownBy(() -> standard.withDefinitions("iod - A\nclass 1.2.3\nnothing M\n"))
                .hasMessageContaining("definitions, line 3")
                .hasMessageContaining("module nothing");
    }
}
