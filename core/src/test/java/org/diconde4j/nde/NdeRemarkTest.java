package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

class NdeRemarkTest {
    private static final String COMPONENT = "astm.org/diconde/iod/Component";

    @Test
    void objects_that_views_tell_all_of_have_none() {
        Dataset object = NdeObject.computedRadiograph()
                .component(Component.builder()
                        .material(Material.of("STEEL", "16Mo3", 7.1))
                        .build())
                .technique(Technique.builder().gate(40, 5920).build())
                .pixels(1, 1, new short[1])
                .build()
                .dataset();

        assertThat(NdeRemark.of(object)).isEmpty();
    }

    @Test
    void values_that_make_no_sense_are_named_with_their_place() {
        Dataset object = Dataset.builder()
                .set(Tag.PatientBirthDate, "UNKNOWN")
                .set(Tag.OuterDiameter, VR.DS, "wide")
                .setItems(
                        Tag.EvaluatorSequence,
                        Dataset.builder().build(),
                        Dataset.builder().set(Tag.EvaluatorNumber, VR.IS, "two").build())
                .set(Tag.GateSettingsSequence, VR.LO, "none")
                .build();

        assertThat(NdeRemark.of(object))
                .extracting(NdeRemark::toString)
                .containsExactly(
                        "PatientBirthDate: expected a date YYYYMMDD, found \"UNKNOWN\"; the views give no value",
                        "OuterDiameter: expected a decimal number, found \"wide\"; the views give no value",
                        "EvaluatorSequence[2].EvaluatorNumber: expected a decimal number, found \"two\"; the views give no value",
                        "GateSettingsSequence: expected a sequence, found LO; the views give no items");
    }

    @Test
    void a_legacy_attribute_that_contradicts_its_public_form_is_named_and_the_public_one_wins() {
        Dataset object = Dataset.builder()
                .set(0x00110010, VR.LO, COMPONENT)
                .set(0x00111028, VR.ST, "Rohrwerk")
                .set(0x00111030, VR.DS, "7.10")
                .set(0x00111042, VR.ST, "16Mo3")
                .set(0x00111054, VR.DS, "114.3")
                .set(Tag.ComponentManufacturer, "Gesenkbau")
                .set(Tag.MaterialThickness, "7.1")
                .setEmpty(Tag.MaterialGrade)
                .build();

        assertThat(Component.of(object).manufacturer()).isEqualTo("Gesenkbau");
        assertThat(Component.of(object).outerDiameter()).isEqualTo(114.3);
        assertThat(NdeRemark.of(object))
                .extracting(NdeRemark::toString)
                .containsExactly(
                        "ComponentManufacturer: the public form says Gesenkbau, the legacy form (0011,1028) says"
                                + " Rohrwerk; the views give the public one",
                        "MaterialGrade: the public form is empty, the legacy form (0011,1042) has a value; the views"
                                + " give the public one");
    }

    @Test
    void a_legacy_value_that_makes_no_sense_today_is_named() {
        Dataset object = Dataset.builder()
                .set(0x00110010, VR.LO, COMPONENT)
                .set(0x00111056, VR.DS, "thin")
                .setBytes(0x00111054, VR.OB, new byte[2])
                .build();

        assertThat(NdeRemark.of(object))
                .extracting(NdeRemark::toString)
                .containsExactly(
                        "OuterDiameter: the legacy form (0011,1054) has a value that makes no sense as DS; the views do"
                                + " not give it",
                        "InnerDiameter: expected a decimal number, found \"thin\"; the views give no value");
    }

    @Test
    void indications_that_stand_in_both_forms_contradict_each_other_only_where_they_differ() {
        Dataset same = both("Sato^Ken", "Sato^Ken");
        Dataset different = both("Sato^Ken", "Berg^Jonas");

        assertThat(NdeRemark.of(same)).isEmpty();
        assertThat(NdeRemark.of(different))
                .extracting(NdeRemark::toString)
                .containsExactly(
                        "EvaluatorSequence: the public form says 1 items, the legacy form (0021,1002) says 1 items;"
                                + " the views give the public one");
    }

    private static Dataset both(String today, String legacy) {
        String block = "astm.org/diconde/iod/NdeIndication";
        return Dataset.builder()
                .setItems(
                        Tag.EvaluatorSequence,
                        Dataset.builder().set(Tag.EvaluatorName, today).build())
                .set(0x00210010, VR.LO, block)
                .setItems(
                        0x00211002,
                        Dataset.builder()
                                .set(0x00210010, VR.LO, block)
                                .set(0x00211006, VR.PN, legacy)
                                .build())
                .build();
    }
}
