package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

class ViewsTest {
    @Test
    void a_component_reads_what_dicom_calls_a_patient() {
        Component component = Component.of(Dataset.builder()
                .set(Tag.PatientID, "SN-0001")
                .set(Tag.IssuerOfPatientID, "Works")
                .set(Tag.PatientName, "Valve")
                .set(Tag.PatientBirthDate, "20260211")
                .set(Tag.EthnicGroup, "STEEL")
                .set(Tag.MaterialThickness, "10", "12.5")
                .set(Tag.OuterDiameter, "114.3")
                .set(Tag.ComponentWelderIDs, "W-17", "W-23")
                .build());

        assertThat(component.idNumber()).isEqualTo("SN-0001");
        assertThat(component.issuer()).isEqualTo("Works");
        assertThat(component.name()).isEqualTo("Valve");
        assertThat(component.manufacturingDate()).isEqualTo(LocalDate.of(2026, 2, 11));
        assertThat(component.material().name()).isEqualTo("STEEL");
        assertThat(component.material().thicknesses()).containsExactly(10.0, 12.5);
        assertThat(component.outerDiameter()).isEqualTo(114.3);
        assertThat(component.welderIds()).containsExactly("W-17", "W-23");
        assertThat(component).hasToString("component SN-0001 of Works");
    }

    @Test
    void what_is_absent_is_null() {
        Component component = Component.of(Dataset.empty());
        ComponentStudy study = ComponentStudy.of(Dataset.empty());
        NdeApproval approval = NdeApproval.of(Dataset.empty());

        assertThat(component.idNumber()).isNull();
        assertThat(component.manufacturingDate()).isNull();
        assertThat(component.innerDiameter()).isNull();
        assertThat(component.material()).isEqualTo(new Material(null, null, List.of(), null, null));
        assertThat(study.date()).isNull();
        assertThat(ComponentSeries.of(Dataset.empty()).number()).isNull();
        assertThat(InspectionEquipment.of(Dataset.empty()).dicondeVersion()).isNull();
        assertThat(approval).isEqualTo(new NdeApproval(null, null, null));
        assertThat(Indication.of(Dataset.empty())).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_null() {
        Dataset odd = Dataset.builder()
                .set(Tag.PatientBirthDate, "UNKNOWN")
                .set(Tag.StudyDate, "20261345")
                .set(Tag.StudyTime, "99")
                .set(Tag.MaterialThickness, VR.DS, "ten")
                .set(Tag.OuterDiameter, VR.DS, "wide")
                .build();

        assertThat(Component.of(odd).manufacturingDate()).isNull();
        assertThat(ComponentStudy.of(odd).date()).isNull();
        assertThat(ComponentStudy.of(odd).time()).isNull();
        assertThat(Material.of(odd).thicknesses()).isEmpty();
        assertThat(Component.of(odd).outerDiameter()).isNull();
    }

    @Test
    void dates_and_times_of_older_forms_are_read() {
        Dataset old = Dataset.builder()
                .set(Tag.StudyDate, "1993.04.01")
                .set(Tag.StudyTime, "10:42:07.250")
                .build();

        assertThat(ComponentStudy.of(old).date()).isEqualTo(LocalDate.of(1993, 4, 1));
        assertThat(ComponentStudy.of(old).time()).isEqualTo(LocalTime.of(10, 42, 7, 250_000_000));
    }

    @Test
    void views_give_back_what_their_builders_were_given() {
        ComponentStudy study = ComponentStudy.builder()
                .id("INSP-1")
                .begun(LocalDate.of(2026, 3, 17), LocalTime.of(8, 30))
                .description("Final inspection")
                .ownerName("Stadtwerke")
                .certifyingInspectorName("Vogt^Clara")
                .set(Tag.ExpiryDate, "20660317")
                .build();
        InspectionEquipment equipment = InspectionEquipment.builder()
                .model("Panelwerk", "DDA")
                .softwareVersions("4.2")
                .build();

        assertThat(study.time()).isEqualTo(LocalTime.of(8, 30));
        assertThat(study.ownerName()).isEqualTo("Stadtwerke");
        assertThat(study.certifyingInspectorName()).isEqualTo("Vogt^Clara");
        assertThat(study.expiryDate()).isEqualTo(LocalDate.of(2066, 3, 17));
        assertThat(equipment.dicondeVersion()).isEqualTo("DICONDE21");
        assertThat(equipment.softwareVersions()).containsExactly("DICONDE21", "4.2");
    }

    @Test
    void an_indication_is_the_same_after_writing_and_reading() {
        Evaluator written = Evaluator.of(
                "Berg^Jonas",
                Indication.of(1, "CRACK", "REJECT", "along the centre")
                        .at(Indication.Region.rectangle(10, 20, 30, 40))
                        .measured(new Indication.PhysicalProperty("LENGTH", 19.5, "mm")));
        Dataset object = NdeObject.computedRadiograph()
                .evaluators(written)
                .pixels(1, 1, new short[1])
                .build()
                .dataset();

        assertThat(Evaluator.of(object)).containsExactly(written);
    }

    @Test
    void an_approval_needs_two_different_people_to_be_one_of_two() {
        LocalDate day = LocalDate.of(2026, 3, 17);
        NdeApproval.Review clara = new NdeApproval.Review("APPROVED", day, LocalTime.of(9, 0), "Vogt^Clara");
        NdeApproval.Review jonas = new NdeApproval.Review("APPROVED", day, LocalTime.of(9, 5), "Berg^Jonas");
        NdeApproval.Review rejecting = new NdeApproval.Review("REJECTED", day, null, "Berg^Jonas");

        NdeApproval both = new NdeApproval(clara, jonas, null);

        assertThat(NdeApproval.of(both.toDataset())).isEqualTo(both);
        assertThat(both.isApprovedByTwo()).isTrue();
        assertThat(new NdeApproval(clara, clara, null).isApprovedByTwo()).isFalse();
        assertThat(new NdeApproval(clara, rejecting, null).isApprovedByTwo()).isFalse();
        assertThat(new NdeApproval(clara, null, null).isApprovedByTwo()).isFalse();
    }

    @Test
    void a_view_gives_its_own_level_only() {
        Dataset object = NdeObject.computedRadiograph()
                .component(Component.builder().idNumber("SN-1").build())
                .study(ComponentStudy.builder().id("S").build())
                .pixels(1, 1, new short[1])
                .build()
                .dataset();

        assertThat(Component.of(object).toDataset().contains(Tag.StudyID)).isFalse();
        assertThat(ComponentStudy.of(object).toDataset().contains(Tag.PatientID))
                .isFalse();
        assertThat(Component.of(object).toDataset().string(Tag.PatientSex)).isEqualTo("O");
    }

    @Test
    void a_level_keeps_the_text_of_its_character_set() {
        Dataset latin = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.PatientName, "Gehäuse")
                .build();
        Dataset greek = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 126")
                .set(Tag.StudyDescription, "Έλεγχος")
                .build();

        assertThat(Component.of(latin).toDataset().string(Tag.SpecificCharacterSet))
                .isEqualTo("ISO_IR 100");
        Dataset object = NdeObject.computedRadiograph()
                .component(Component.of(latin))
                .study(ComponentStudy.of(greek))
                .pixels(1, 1, new short[1])
                .build()
                .dataset();
        assertThat(object.string(Tag.PatientName)).isEqualTo("Gehäuse");
        assertThat(object.string(Tag.StudyDescription)).isEqualTo("Έλεγχος");
        assertThat(object.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
    }

    @Test
    void a_region_in_the_component_has_three_coordinates_and_others_are_refused() {
        Indication.Region point = new Indication.Region("POINT", List.of(1.0, 2.0, 3.0), 3, "MM");
        Indication.Region inches = new Indication.Region("POINT", List.of(1.0, 2.0), 2, "INCH");
        Indication indication = Indication.of(1, "VOID", "ACCEPT", "gas");

        Dataset object = builder(indication.at(point)).build().dataset();

        assertThat(object.items(Tag.EvaluatorSequence)
                        .get(0)
                        .items(Tag.IndicationSequence)
                        .get(0)
                        .items(Tag.IndicationROISequence)
                        .get(0)
                        .string(Tag.ValueType))
                .isEqualTo("SCOORD3D");
        assertThat(Indication.of(object).get(0).regions()).containsExactly(point);
        assertThatThrownBy(() -> builder(indication.at(inches)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INCH");
    }

    private static ImageBuilder builder(Indication indication) {
        return NdeObject.computedRadiograph()
                .evaluators(Evaluator.of("Berg^Jonas", indication))
                .pixels(1, 1, new short[1]);
    }

    @Test
    void an_object_of_several_components_has_an_approval_for_each() {
        NdeApproval several = new NdeApproval(
                null,
                null,
                null,
                List.of(
                        new NdeApproval.ComponentApproval("SN-1", List.of("APPROVED"), List.of("APPROVED")),
                        new NdeApproval.ComponentApproval("SN-2", List.of("REPAIR"), List.of())));

        assertThat(NdeApproval.of(several.toDataset())).isEqualTo(several);
    }

    @Test
    void a_geometry_is_the_same_after_writing_and_reading() {
        NdeGeometry geometry = new NdeGeometry(
                List.of(NdeGeometry.Axis.of(1, "SCAN", "COLUMN", "MM"), NdeGeometry.Axis.of(2, "INDEX", "ROW", "MM")),
                List.of(new NdeGeometry.Transform(
                        "to the component", List.of(2, 1), "MM", List.of(0.0, 1.0, -1.0, 0.0), List.of(10.0, 20.5))));
        Dataset object = NdeObject.ultrasound()
                .geometry(geometry)
                .pixels(1, 1, new byte[1])
                .build()
                .dataset();

        assertThat(object.integer(Tag.CoordinateSystemNumberOfAxes, 0)).isEqualTo(2);
        assertThat(NdeGeometry.of(object)).isEqualTo(geometry);
        assertThat(NdeGeometry.of(Dataset.empty()).axes()).isEmpty();
    }

    @Test
    void other_identifiers_are_read_from_both_forms() {
        Component component = Component.of(Dataset.builder()
                .set(Tag.OtherPatientIDs, "A-1", "A-2")
                .setItems(
                        Tag.OtherPatientIDsSequence,
                        Dataset.builder().set(Tag.PatientID, "A-2").build(),
                        Dataset.builder().set(Tag.PatientID, "B-7").build())
                .set(Tag.MaterialPipeDiameter, "114.3")
                .set(Tag.CurvatureType, "CONVEX")
                .build());

        assertThat(component.otherIds()).containsExactly("A-1", "A-2", "B-7");
        assertThat(component.pipeDiameters()).containsExactly(114.3);
        assertThat(component.curvatureType()).isEqualTo("CONVEX");
    }
}
