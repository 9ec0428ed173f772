package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

class DatasetBuilderTest {
    private static Dataset latin(String name) {
        return Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.PatientName, name)
                .build();
    }

    @Test
    void picks_the_least_character_set_that_fits() {
        assertThat(Dataset.builder().set(Tag.PatientName, "Weld").build().contains(Tag.SpecificCharacterSet))
                .isFalse();
        assertThat(Dataset.builder().set(Tag.PatientName, "Schweißnaht").build().string(Tag.SpecificCharacterSet))
                .isEqualTo("ISO_IR 100");
        assertThat(Dataset.builder().set(Tag.PatientName, "шов").build().string(Tag.SpecificCharacterSet))
                .isEqualTo("ISO_IR 192");
    }

    @Test
    void never_loses_a_character_to_the_set_that_was_asked_for() {
        Dataset dataset =
                latin("Schweißnaht").toBuilder().set(Tag.PatientComments, "шов").build();
        assertThat(dataset.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
        assertThat(dataset.string(Tag.PatientName)).isEqualTo("Schweißnaht");
        assertThat(dataset.string(Tag.PatientComments)).isEqualTo("шов");
    }

    @Test
    void keeps_the_bytes_of_what_did_not_change() {
        Dataset greek = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO 2022 IR 6", "ISO 2022 IR 126")
                .setBytes(Tag.PatientName, VR.PN, Bytes.of("1B2D46 C4 1B2D46 C4"))
                .build();
        Element name = greek.toBuilder().set(Tag.PatientID, "1").build().get(Tag.PatientName);
        assertThat(name.bytes()).isEqualTo(Bytes.of("1B2D46 C4 1B2D46 C4"));
    }

    @Test
    void takes_the_character_set_of_an_element_along() {
        Dataset copy =
                Dataset.builder().set(latin("Schweißnaht").get(Tag.PatientName)).build();
        assertThat(copy.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        assertThat(copy.string(Tag.PatientName)).isEqualTo("Schweißnaht");
    }

    @Test
    void encodes_items_anew_for_a_parent_of_another_character_set() {
        Dataset item = Dataset.builder().set(Tag.CodeMeaning, "Porosität").build();
        Dataset bare = item.toBuilder().remove(Tag.SpecificCharacterSet).build(CharacterSet.LATIN_1);
        assertThat(bare.contains(Tag.SpecificCharacterSet)).isFalse();
        Dataset parent = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setItems(Tag.ConceptNameCodeSequence, bare)
                .build();
        Dataset inside = parent.items(Tag.ConceptNameCodeSequence).get(0);
        assertThat(inside.characterSet()).isEqualTo(CharacterSet.UTF_8);
        assertThat(inside.get(Tag.CodeMeaning).bytes()).isEqualTo(Bytes.of("506F726F736974C3A474"));
    }

    @Test
    void gives_items_a_character_set_of_their_own_where_the_parents_has_not_their_characters() {
        Dataset russian =
                Dataset.builder()
                        .set(Tag.SpecificCharacterSet, "ISO_IR 144")
                        .set(Tag.CodeMeaning, "шов")
                        .build()
                        .toBuilder()
                        .remove(Tag.SpecificCharacterSet)
                        .build(CharacterSet.of(List.of("ISO_IR 144")));
        Dataset parent = latin("Schweißnaht").toBuilder()
                .setItems(
                        Tag.ConceptNameCodeSequence,
                        Dataset.builder()
                                .setItems(Tag.EquivalentCodeSequence, russian)
                                .build())
                .build();
        Dataset inside = parent.items(Tag.ConceptNameCodeSequence)
                .get(0)
                .items(Tag.EquivalentCodeSequence)
                .get(0);
        assertThat(inside.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 144");
        assertThat(inside.string(Tag.CodeMeaning)).isEqualTo("шов");
        assertThat(inside.get(Tag.CodeMeaning).bytes()).isEqualTo(Bytes.of("E8DED2 20"));
    }

    @Test
    void lets_an_item_stand_alone_with_its_character_set() {
        Dataset item = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .setItems(
                        Tag.ConceptNameCodeSequence,
                        latin("é").toBuilder().remove(Tag.SpecificCharacterSet).build(CharacterSet.LATIN_1))
                .build()
                .items(Tag.ConceptNameCodeSequence)
                .get(0);
        assertThat(item.contains(Tag.SpecificCharacterSet)).isFalse();
        assertThat(item.standingAlone().string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        assertThat(item.standingAlone().string(Tag.PatientName)).isEqualTo("é");
    }

    @Test
    void refuses_characters_that_a_representation_cannot_hold() {
        assertThatThrownBy(() -> Dataset.builder().set(Tag.Modality, "Ж"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CS of Modality");
        assertThatThrownBy(() -> Dataset.builder().set(Tag.Rows, 70_000)).isInstanceOf(IllegalArgumentException.class);
    }
}
