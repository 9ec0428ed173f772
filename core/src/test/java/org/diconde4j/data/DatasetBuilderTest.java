package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What a program does that changes one value of what a device wrote (unchanged values keep their bytes). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // set, text there, new text, set afterwards, whether the bytes that were there stay
                "ISO_IR 100 | Jérôme | Müller | ISO_IR 100 | true",
                "ISO_IR 144 | Люкceмбypг | шов | ISO_IR 144 | true",
                "ISO_IR 144 | Люкceмбypг | é | ISO_IR 192 | false",
                "ISO_IR 13 | ﾔﾏﾀﾞ | 山田 | ISO 2022 IR 13\\ISO 2022 IR 87 | true",
                "ISO_IR 13 | ﾔﾏﾀﾞ | 吉 | ISO 2022 IR 13\\ISO 2022 IR 87 | true",
                "ISO_IR 13 | ﾔﾏﾀﾞ | 洪吉동 | ISO_IR 192 | false",
                "\\ISO 2022 IR 87 | 山田 | ﾔ | \\ISO 2022 IR 87\\ISO 2022 IR 13 | true",
                "\\ISO 2022 IR 87 | 山田 | 丂 | \\ISO 2022 IR 87\\ISO 2022 IR 159 | true",
                "\\ISO 2022 IR 149 | 홍 | é | \\ISO 2022 IR 149\\ISO 2022 IR 100 | true",
                "\\ISO 2022 IR 58 | 张 | 홍 | \\ISO 2022 IR 58\\ISO 2022 IR 149 | true",
                "\\ISO 2022 IR 58 | 张 | 😀 | ISO_IR 192 | false",
                "ISO 2022 IR 100\\ISO 2022 IR 126 | éΔ | Ж | ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 144 | true",
                "GBK | 张 | € | GB18030 | true",
                "GB18030 | 张 | 😀 | GB18030 | true",
                "ISO_IR 192 | é | 😀 | ISO_IR 192 | true",
            })
    void an_edit_takes_the_least_that_fits_and_leaves_the_rest_alone(
            String set, String there, String added, String then, boolean same) {
        Dataset before = Dataset.builder()
                .set(Tag.SpecificCharacterSet, set.split("\\\\", -1))
                .set(Tag.PatientName, there)
                .setItems(
                        Tag.ConceptNameCodeSequence,
                        Dataset.builder()
                                .within(CharacterSet.of(List.of(set.split("\\\\", -1))))
                                .set(Tag.CodeMeaning, there)
                                .build())
                .build();
        Dataset after = before.toBuilder().set(Tag.PatientComments, added).build();
        assertThat(String.join("\\", after.strings(Tag.SpecificCharacterSet))).isEqualTo(then);
        assertThat(after.string(Tag.PatientName)).isEqualTo(there);
        assertThat(after.string(Tag.PatientComments)).isEqualTo(added);
        Dataset item = after.items(Tag.ConceptNameCodeSequence).get(0);
        assertThat(item.string(Tag.CodeMeaning)).isEqualTo(there);
        assertThat(item.contains(Tag.SpecificCharacterSet)).isFalse();
        assertThat(Arrays.equals(
                        after.get(Tag.PatientName).bytes(),
                        before.get(Tag.PatientName).bytes()))
                .isEqualTo(same);
    }

    @Test
    void bytes_that_were_set_are_text_of_the_set_that_was_asked_for_even_if_another_is_needed() {
        Dataset dataset = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 144")
                .setBytes(Tag.PatientID, VR.LO, Bytes.of("E8DED2"))
                .set(Tag.PatientComments, "é")
                .build();
        assertThat(dataset.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("шов");
    }

    @Test
    void a_text_in_a_file_is_encoded_anew_where_the_set_changes() {
        byte[] bytes = Bytes.of("E8DED2 20");
        BulkData bulk = new BulkData(
                (offset, length) -> new java.io.ByteArrayInputStream(bytes, (int) offset, (int) length), 0, 4, false);
        Dataset russian = Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 144")
                .set(Element.of(Tag.PatientComments, VR.LT, bulk))
                .build();
        assertThat(russian.string(Tag.PatientComments)).isEqualTo("шов");
        Dataset unicode = russian.toBuilder().set(Tag.PatientName, "é").build();
        assertThat(unicode.string(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
        assertThat(unicode.string(Tag.PatientComments)).isEqualTo("шов");
        assertThat(unicode.get(Tag.PatientComments).bulkData()).isNull();
    }

    @Test
    void items_in_items_take_no_longer_than_there_are_many() {
        Dataset item = Dataset.builder()
                .within(CharacterSet.LATIN_1)
                .set(Tag.CodeMeaning, "é")
                .build();
        for (int depth = 0; depth < 60; depth++) {
            item = Dataset.builder()
                    .within(CharacterSet.LATIN_1)
                    .setItems(Tag.ContentSequence, item)
                    .build();
        }
        Dataset nested = item;
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(nested.standingAlone().toBuilder().build().size())
                        .isEqualTo(1));
    }
}
