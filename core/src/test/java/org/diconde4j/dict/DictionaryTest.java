package org.diconde4j.dict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DictionaryTest {
    private final Dictionary dictionary = Dictionary.standard();

    @Test
    void finds_an_element_by_keyword_by_diconde_name_and_by_tag() {
        assertThat(dictionary.tag("PatientID")).hasValue(Tag.PatientID);
        assertThat(dictionary.tag("ComponentIDNumber")).hasValue(Tag.PatientID);
        assertThat(dictionary.tag("Component ID Number")).hasValue(Tag.PatientID);
        assertThat(dictionary.tag("00100020")).hasValue(Tag.PatientID);
        assertThat(dictionary.tag("(0010,0020)")).hasValue(Tag.PatientID);
        assertThat(dictionary.tag("NoSuchThing")).isEmpty();
    }

    @Test
    void knows_repeating_groups_private_creators_and_group_lengths() {
        assertThat(dictionary.keyword(0x60023000)).isEqualTo("OverlayData");
        assertThat(dictionary.vrOf(0x60023000)).isEqualTo(VR.OW);
        assertThat(dictionary.vrOf(0x00090010)).isEqualTo(VR.LO);
        assertThat(dictionary.vrOf(0x00091001)).isEqualTo(VR.UN);
        assertThat(dictionary.vrOf(0x00100000)).isEqualTo(VR.UL);
        assertThat(dictionary.entry(0x60033000)).isNull();
    }

    @Test
    void knows_every_row_of_the_tables() {
        int rows = 0;
        for (String[] row : Dictionary.rows("elements.tsv")) {
            rows++;
            if (row[0].indexOf('x') < 0) {
                int tag = Integer.parseUnsignedInt(row[0], 16);
                assertThat(dictionary.entry(tag).name()).isEqualTo(row[4]);
                if (!row[1].isEmpty()) {
                    assertThat(dictionary.tag(row[1])).hasValue(tag);
                }
                assertThat(dictionary.vrOf(tag).name())
                        .isIn(
                                row[2].equals("NONE") ? "UN" : "",
                                row[2],
                                row[2].startsWith("OB or OW") ? "OW" : row[2].substring(0, 2));
            }
        }
        assertThat(rows).isEqualTo(5289);
        assertThat(dictionary.uids()).hasSize(491);
    }

    @Test
    void constants_are_those_of_the_tables() throws IOException {
        Path sources = Path.of("src/main/java/org/diconde4j/dict");
        assertThat(Files.readString(sources.resolve("Tag.java")))
                .isEqualToIgnoringWhitespace(ConstantsGenerator.tags());
        assertThat(Files.readString(sources.resolve("UID.java")))
                .isEqualToIgnoringWhitespace(ConstantsGenerator.uids());
        assertThat(Files.readAllBytes(ConstantsGenerator.INDEX)).isEqualTo(ConstantsGenerator.index());
    }

    @Test
    void tells_storage_classes_from_others() {
        assertThat(dictionary.uid(UID.CTImageStorage).isStorageClass()).isTrue();
        assertThat(dictionary.uid(UID.Verification).isStorageClass()).isFalse();
        assertThat(dictionary.uid(UID.StorageCommitmentPushModel).isStorageClass())
                .isFalse();
    }
}
