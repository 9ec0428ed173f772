package org.diconde4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

class DatasetAssemblerTest {
    private final DatasetAssembler assembler = new DatasetAssembler(4);

    private void value(int tag, VR vr, String value) {
        DatasetAssembler.Place place = new DatasetAssembler.Place();
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        assembler.value(tag, vr, bytes.length, place);
        System.arraycopy(bytes, 0, place.bytes, place.offset, bytes.length);
    }

    @Test
    void a_value_ends_where_the_next_begins_with_items_between_them() {
        assembler.begin(false);
        value(Tag.Modality, VR.CS, "CT");
        for (String id : new String[] {"first", "second", "third"}) {
            assembler.begin(false);
            value(Tag.PatientID, VR.LO, id);
            assembler.endItem(id.equals("third"));
        }
        assembler.sequence(Tag.OtherPatientIDsSequence, VR.SQ, true);
        value(Tag.PatientComments, VR.LT, "last");
        Dataset dataset = assembler.end();

        assertThat(dataset.string(Tag.Modality)).isEqualTo("CT");
        assertThat(dataset.string(Tag.PatientComments)).isEqualTo("last");
        assertThat(dataset.items(Tag.OtherPatientIDsSequence))
                .extracting(item -> item.string(Tag.PatientID))
                .containsExactly("first", "second", "third");
        Element sequence = dataset.get(Tag.OtherPatientIDsSequence);
        assertThat(sequence.isItemUndefinedLength(0)).isFalse();
        assertThat(sequence.isItemUndefinedLength(2)).isTrue();
    }

    @Test
    void elements_out_of_order_are_sorted_and_of_two_the_last_stands() {
        assembler.begin(false);
        value(Tag.PatientSex, VR.CS, "O");
        assembler.begin(false);
        value(Tag.PatientID, VR.LO, "inner");
        assembler.endItem(false);
        assembler.sequence(Tag.OtherPatientIDsSequence, VR.SQ, false);
        value(Tag.PatientID, VR.LO, "old");
        value(0x00090010, VR.LO, "ACME");
        value(Tag.PatientID, VR.LO, "new one");
        assertThat(assembler.isSorted()).isFalse();
        assertThat(assembler.string(0x00090010)).isEqualTo("ACME");
        assertThat(assembler.string(Tag.PatientID)).isEqualTo("new one");
        Dataset dataset = assembler.end();

        assertThat(dataset).extracting(Element::tag).isSorted().hasSize(4);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("new one");
        assertThat(dataset.string(Tag.PatientSex)).isEqualTo("O");
        assertThat(dataset.items(Tag.OtherPatientIDsSequence).get(0).string(Tag.PatientID))
                .isEqualTo("inner");
    }

    @Test
    void items_that_were_given_up_leave_nothing_behind() {
        assembler.begin(false);
        value(Tag.Modality, VR.CS, "CT");
        assembler.begin(false);
        value(Tag.PatientID, VR.LO, "whole item");
        assembler.endItem(false);
        assembler.begin(false);
        value(Tag.PatientID, VR.LO, "half of an item");
        assembler.rollBack(1);
        value(Tag.PatientSex, VR.CS, "O");
        Dataset dataset = assembler.end();

        assertThat(dataset.string(Tag.Modality)).isEqualTo("CT");
        assertThat(dataset.string(Tag.PatientSex)).isEqualTo("O");
        assertThat(dataset.size()).isEqualTo(2);
    }

    @Test
    void one_reading_after_the_other_shares_room_but_no_values() {
        assembler.begin(false);
        value(Tag.PatientID, VR.LO, "first");
        Dataset first = assembler.end();
        assembler.begin(true);
        value(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 144");
        value(Tag.PatientID, VR.LO, "second");
        Dataset second = assembler.end();

        assertThat(first.string(Tag.PatientID)).isEqualTo("first");
        assertThat(first.characterSet()).isEqualTo(CharacterSet.DEFAULT);
        assertThat(second.string(Tag.PatientID)).isEqualTo("second");
        assertThat(second.characterSet().terms()).containsExactly("ISO_IR 144");
    }

    @Test
    void values_behind_sixteen_mebibytes_of_others_are_found() {
        String block = "x".repeat(4000);
        assembler.begin(false);
        for (int i = 0; i < 4_300; i++) {
            value(0x00110000 | 0x1000 + i, VR.UN, block);
        }
        value(Tag.PatientSex, VR.CS, "O");
        value(Tag.Modality, VR.CS, "CT");
        Dataset dataset = assembler.end();

        assertThat(dataset.size()).isEqualTo(4_302);
        assertThat(dataset.string(Tag.PatientSex)).isEqualTo("O");
        assertThat(dataset.string(Tag.Modality)).isEqualTo("CT");
        assertThat(dataset.get(0x00110000 | 0x1000 + 4_299).length()).isEqualTo(4000);
    }
}
